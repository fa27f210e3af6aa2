import { LONGEST } from './length.ts';
import type { SyntaxNode } from './node.ts';
import { outputOf } from './output.ts';
import { type Surroundings, spelledWord, textOf, wordsIn } from './spelled-words.ts';
import { Turns } from './turns.ts';
import { Variables, type Words } from './variables.ts';

/** Work on a script for each of its letters; what more would take stays as written. */
const WORK_PER_LETTER = 4;
const LEAST_WORK = 65_536;
/** Nobody nests more deeply, and each level takes some of the stack; what lies deeper stays as written. */
const DEEPEST = 120;

const BESIDE = /^\s{0,5}&(?![&>])/;

/** What is known at one place of a script, and how far it is written anew: what all kinds of statements need. */
export abstract class Spelling implements Surroundings {
  protected known = new Variables();
  protected turns: Turns | undefined;
  /** The lines that a command may read from a pipe. */
  protected lines: Words | undefined;
  protected source: string;
  #left: number;
  #room: number;
  #isLooping = false;
  #isCut = false;
  #depth = 0;

  constructor(source: string) {
    this.source = source;
    // What is spelled out is read as the script is, and no longer; the commands that do not fit stay as written.
    this.#room = LONGEST - source.length;
    this.#left = LEAST_WORK + source.length * WORK_PER_LETTER;
  }

  abstract spell(node: SyntaxNode): string;

  /** How much work is left of what a script of this length may take. */
  get left(): number {
    return this.#left;
  }

  /** Whether all was spelled, as far as it is known. */
  get isWhole(): boolean {
    return this.#left > 0 && !this.#isCut;
  }

  spend(amount: number): boolean {
    this.#left -= amount;
    return this.#left > 0;
  }

  deeper<T>(act: () => T): T | undefined {
    if (this.#depth >= DEEPEST) return undefined;
    this.#depth++;
    const done = act();
    this.#depth--;
    return done;
  }

  copy(node: SyntaxNode, each: (part: SyntaxNode) => string): string {
    let text = '';
    let at = node.startIndex;
    for (const part of node.namedChildren) {
      if (part === null || part.startIndex < at) continue;
      text += this.source.slice(at, part.startIndex) + each(part);
      at = part.endIndex;
    }
    return text + this.source.slice(at, node.endIndex);
  }

  held(name: string): Words | undefined {
    if (/^\d+$/.test(name)) {
      const word = this.held('@')?.[Number(name) - 1];
      return word === undefined ? undefined : [word];
    }
    const values = this.known.valuesOf(name === '*' ? '@' : name);
    return values?.[this.turns?.digit(name, values.length) ?? 0];
  }

  printedBy(substitution: SyntaxNode): string | undefined {
    const [only, ...more] = substitution.namedChildren;
    if (only == null || more.length > 0) return undefined;
    return this.deeper(() => this.outputOf(only, undefined))?.replace(/\n+$/, '');
  }

  protected outputOf(node: SyntaxNode, input: string | undefined): string | undefined {
    const parts = node.namedChildren.filter((part) => part !== null);
    if (!this.spend(1)) return undefined;
    if (node.type === 'pipeline')
      return parts.reduce<string | undefined>(
        (given, part, i) => (i > 0 && given === undefined ? given : this.outputOf(part, given)),
        input,
      );
    if (node.type === 'list' && parts.length === 2)
      return this.apart(() => {
        const first = parts[0] as SyntaxNode;
        if (first.type !== 'command' || !/^cd\b/.test(first.text)) return undefined;
        this.spell(first);
        return this.outputOf(parts[1] as SyntaxNode, undefined);
      });
    if (node.type === 'redirected_statement' && parts.length === 2 && parts[0] !== undefined) {
      const text = this.hereText(node);
      return text === undefined ? undefined : this.outputOf(parts[0], text);
    }
    if (node.type !== 'command') return undefined;
    const words = parts
      .filter((part) => !/redirect$|assignment$/.test(part.type))
      .flatMap((part) => wordsIn(part, this));
    if (words[0] === 'pwd') return this.known.folder;
    const printed = outputOf(words, this.hereText(node) ?? input);
    return printed !== undefined && this.spend(printed.length) ? printed : undefined;
  }

  protected hereText(node: SyntaxNode): string | undefined {
    const here = node.namedChildren.find((part) => part?.type === 'herestring_redirect')?.namedChildren[0];
    return here == null ? undefined : textOf(here, this);
  }

  /** Once for each of the values that the variables in a command may have. Inside one already, it is the one's turn. */
  protected inTurns(node: SyntaxNode, spell: () => string): string {
    if (this.turns !== undefined) return spell();
    const each = new Set(this.everyTurn(spell));
    // What was spelled while the work ran out is half unknown.
    if (this.#left <= 0) return this.source.slice(node.startIndex, node.endIndex);
    return this.fit(node, each.size === 1 ? [...each].join('') : grouped([...each]));
  }

  protected everyTurn<T>(act: () => T): readonly T[] {
    if (this.turns !== undefined) return [act()];
    const turns = new Turns();
    this.turns = turns;
    const each: T[] = [];
    do each.push(act());
    while (this.#left > 0 && turns.next());
    this.turns = undefined;
    return each;
  }

  /** What a node became, if there is room for that; else what it may be instead. */
  protected fit(node: SyntaxNode, text: string, instead = this.source.slice(node.startIndex, node.endIndex)): string {
    const grown = Math.max(0, text.length - instead.length);
    if (grown > this.#room) {
      this.#isCut = true;
      return instead;
    }
    this.#room -= grown;
    return text;
  }

  protected parts(node: SyntaxNode): string {
    return this.copy(node, (part) => {
      if (WORD.test(part.type)) return spelledWord(part, this);
      // What runs beside the script has a shell of its own.
      const isBeside = BESIDE.test(this.source.slice(part.endIndex, part.endIndex + 8));
      return isBeside ? this.apart(() => this.spell(part)) : this.spell(part);
    });
  }

  /** What a loop sets holds for its next round too: the outermost is gone through twice. */
  protected loop(spell: () => string): string {
    const round = (): string => {
      const before = this.snapshot();
      const text = spell();
      this.known.join(before);
      return text;
    };
    if (this.#isLooping) return round();
    this.#isLooping = true;
    const room = this.#room;
    round();
    this.#room = room;
    const text = round();
    this.#isLooping = false;
    return text;
  }

  protected snapshot(): Variables {
    this.spend(this.known.size);
    return new Variables(this.known);
  }

  /** What is set in a shell of its own ends with it. */
  protected apart<T>(act: () => T): T {
    const outer = this.known;
    this.known = this.snapshot();
    const done = act();
    this.known = outer;
    return done;
  }
}

/** Commands in the place of one. A grammar takes parentheses in every place; apart from `$`, or they would be a sum. */
export const grouped = (commands: readonly string[]): string => ` (\n${commands.join('\n')}\n)`;

export const WORD =
  /^(?:word|number|string|raw_string|ansi_c_string|concatenation|simple_expansion|expansion|command_name|array|heredoc_body|subscript|brace_expression)$/;

/** Whether a text has commands in it whose output is put in their place. */
export const SUBSTITUTES = /\$\(|`|[<>]\(/;
