import { LONGEST } from './length.ts';
import type { SyntaxNode } from './node.ts';
import { Turns } from './turns.ts';
import { Variables } from './variables.ts';

const DEEPEST = 160;
const WORK_PER_LETTER = 8;
const LEAST_WORK = 16_384;

/**
 * Writes a script for PowerShell anew with what its variables hold: text in quotes, put together with `+` and `Join-Path`.
 * Values are kept as they stand between double quotes, so that a variable that nothing is known of may stand in them.
 */
export class PowershellSpeller {
  readonly #known = new Variables();
  readonly #source: string;
  #turns: Turns | undefined;
  #left: number;
  #room: number;
  #depth = 0;
  /** How many blocks are around that may not run, or run again. */
  #blocks = 0;
  #isLooping = false;
  #isCut = false;
  /** What the statement that is spelled gives variables, in all of its turns. */
  readonly #given = new Map<string, Set<string>>();

  constructor(source: string) {
    this.#source = source;
    this.#room = LONGEST - source.length;
    this.#left = LEAST_WORK + source.length * WORK_PER_LETTER;
  }

  get isWhole(): boolean {
    return this.#left > 0 && !this.#isCut;
  }

  get left(): number {
    return this.#left;
  }

  spell(node: SyntaxNode): string {
    if (--this.#left <= 0 || this.#depth >= DEEPEST) return node.text;
    this.#depth++;
    const text = this.#spell(node);
    this.#depth--;
    return text;
  }

  #spell(node: SyntaxNode): string {
    switch (node.type) {
      case 'pipeline':
        return this.#inTurns(node);
      case 'assignment_expression':
        return this.#assignment(node);
      case 'foreach_statement':
        return this.#forEach(node);
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return this.#loop(() => this.#copy(node));
      case 'statement_block':
      case 'script_block': {
        this.#blocks++;
        const text = this.#copy(node);
        this.#blocks--;
        return text;
      }
      case 'string_literal':
      case 'variable':
      case 'parenthesized_expression': {
        const value =
          /^[^'].*(?:[$+]|join-path)/is.test(node.text) || node.type === 'variable' ? this.#valueOf(node) : undefined;
        if (value === undefined || value === node.text) return this.#copy(node);
        this.#left -= value.length;
        return `"${value}"`;
      }
      case 'generic_token':
        return this.#token(node.text);
      case 'comment':
        return node.text;
      default:
        return this.#copy(node);
    }
  }

  #copy(node: SyntaxNode, each = (part: SyntaxNode): string => this.spell(part)): string {
    let text = '';
    let at = node.startIndex;
    for (const part of node.namedChildren) {
      if (part === null) continue;
      text += this.#source.slice(at, part.startIndex) + each(part);
      at = part.endIndex;
    }
    return text + this.#source.slice(at, node.endIndex);
  }

  /** A statement, once for each of the values that its variables may have. */
  #inTurns(node: SyntaxNode): string {
    if (this.#turns !== undefined) return this.#copy(node);
    const turns = new Turns();
    this.#turns = turns;
    const each = new Set<string>();
    do each.add(this.#copy(node));
    while (this.#left > 0 && turns.next());
    this.#turns = undefined;
    for (const [name, values] of this.#given)
      this.#known.set(
        name,
        [...values].map((value) => [value]),
      );
    this.#given.clear();
    const text = [...each].join('\n');
    const grown = Math.max(0, text.length - (node.endIndex - node.startIndex));
    if (grown > this.#room) this.#isCut = true;
    if (this.#left <= 0 || grown > this.#room) return node.text;
    this.#room -= grown;
    return text;
  }

  #assignment(node: SyntaxNode): string {
    const [target, operator, given] = node.namedChildren;
    const name = nameIn(target?.text ?? '');
    if (name === undefined || given == null) return this.#copy(node);
    const value = this.#valueOf(given);
    const old = this.#held(name);
    const all = operator?.text === '+=' && old !== undefined && value !== undefined ? old + value : value;
    this.#give(name, all);
    return this.#copy(node, (part) => (part === target ? part.text : this.spell(part)));
  }

  /** In a block, what a variable held before may hold as well: a branch that never runs hides nothing. */
  #give(name: string, value: string | undefined): void {
    const before = this.#blocks > 0 ? (this.#known.valuesOf(name) ?? []).flat() : (this.#given.get(name) ?? []);
    const all = new Set(before);
    if (value !== undefined) all.add(value);
    if (this.#blocks === 0) this.#given.set(name, all);
    else
      this.#known.set(
        name,
        [...all].map((one) => [one]),
      );
  }

  /** What a loop sets holds for its next round too: the outermost is gone through twice. */
  #loop(spell: () => string): string {
    if (this.#isLooping) return spell();
    this.#isLooping = true;
    const room = this.#room;
    spell();
    this.#room = room;
    const text = spell();
    this.#isLooping = false;
    return text;
  }

  #forEach(node: SyntaxNode): string {
    const [variable, listed] = node.namedChildren;
    const name = nameIn(variable?.text ?? '');
    if (name === undefined || listed == null) return this.#copy(node);
    const items = innermost(listed);
    const parts = items.type === 'array_literal_expression' ? items.namedChildren : [items];
    const values = parts.map((part) => (part === null ? undefined : this.#valueOf(part)));
    this.#known.set(
      name,
      values.flatMap((value) => (value === undefined ? [] : [[value]])),
    );
    return this.#loop(() => this.#copy(node, (part) => (part === variable ? part.text : this.spell(part))));
  }

  #held(name: string): string | undefined {
    const values = this.#known.valuesOf(name);
    return values?.[this.#turns?.digit(name, values.length) ?? 0]?.[0];
  }

  /** What an expression is, as it would stand between double quotes. */
  #valueOf(node: SyntaxNode): string | undefined {
    if (--this.#left <= 0 || this.#depth >= DEEPEST) return undefined;
    this.#depth++;
    const value = this.#read(innermost(node));
    this.#depth--;
    return value;
  }

  #read(at: SyntaxNode): string | undefined {
    const { type, text } = at;
    switch (type) {
      case 'variable':
        return this.#held(nameIn(text) ?? '') ?? (/^\$(?:env:)?\w+$/i.test(text) ? text : undefined);
      case 'verbatim_string_characters':
        return text.slice(1, -1).replaceAll("''", "'").replace(/[$"`]/g, '`$&');
      case 'expandable_string_literal': {
        const parts = this.#copy(at, (part) => this.#valueOf(part) ?? part.text);
        return text.startsWith('"') ? parts.slice(1, -1) : undefined;
      }
      case 'additive_expression': {
        const [left, right] = at.namedChildren;
        if (left == null || right == null || !/^\s*\+\s*$/.test(this.#source.slice(left.endIndex, right.startIndex)))
          return undefined;
        const [before, after] = [this.#valueOf(left), this.#valueOf(right)];
        return before === undefined || after === undefined ? undefined : before + after;
      }
      case 'command':
        return this.#joined(at);
      case 'generic_token':
        return this.#token(text);
      default:
        return undefined;
    }
  }

  #token(text: string): string {
    return text.replace(/\$(?:env:)?\w{1,60}/gi, (written) => this.#held(nameIn(written) ?? '') ?? written);
  }

  /** `Join-Path a b` */
  #joined(node: SyntaxNode): string | undefined {
    const [name, elements] = node.namedChildren;
    if (!/^join-path$/i.test(name?.text ?? '')) return undefined;
    const parts = (elements?.namedChildren ?? []).filter(
      (part) => part !== null && !/_sep$|^command_parameter$/.test(part.type),
    );
    const values = parts.map((part) => (part === null ? undefined : this.#valueOf(part)));
    if (values.length < 2 || values.includes(undefined)) return undefined;
    return values.map((value, i) => (i === values.length - 1 ? value : value?.replace(/[\\/]+$/, ''))).join('\\');
  }
}

/** What a node consists of where it is only wrapped in others, or in parentheses. */
function innermost(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let i = 0; i < 60; i++) {
    const [only, ...more] = at.namedChildren;
    if (only == null || more.length > 0 || at.type === 'expandable_string_literal' || at.type === 'variable') break;
    at = only;
  }
  return at;
}

const nameIn = (text: string): string | undefined =>
  /^\$(?:(?:script|global|local|private):)?(env:\w+|\w+)$/i.exec(text)?.[1]?.toLowerCase();
