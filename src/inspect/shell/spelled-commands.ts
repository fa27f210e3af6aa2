import { isKnown } from './expansion.ts';
import type { SyntaxNode } from './node.ts';
import { programOf } from './program.ts';
import { follow, goesThroughLinks, placesFiles } from './settings.ts';
import { asCode, oneWord, quoted, says, spelledWord, textOf, wordsIn } from './spelled-words.ts';
import { grouped, Spelling, SUBSTITUTES, WORD } from './spelling.ts';
import type { Words } from './variables.ts';
import { nameOf } from './words.ts';
import { unwrap } from './wrappers.ts';

/** Functions in functions, `eval` in `eval`. */
const DEEPEST_CALL = 3;
const IS_SHELL = /^(?:[a-z]{0,3}sh|eval)$/;

interface Body {
  readonly node: SyntaxNode;
  readonly source: string;
}

/** One argument of a command, and the words that it becomes. */
interface Part {
  readonly node: SyntaxNode;
  readonly words: Words;
  /** Where its words begin among all of the command. */
  readonly at: number;
}

/** Spells commands and assignments, and follows what they change for the commands after them. */
export abstract class CommandSpelling extends Spelling {
  protected readonly functions = new Map<string, Body>();
  readonly #parse: (text: string) => SyntaxNode | undefined;
  protected calls = 0;

  constructor(source: string, parse: (text: string) => SyntaxNode | undefined) {
    super(source);
    this.#parse = parse;
  }

  protected command(node: SyntaxNode): string {
    const parts: Part[] = [];
    let count = 0;
    for (const part of node.namedChildren) {
      if (part === null || /redirect$|^variable_assignment$/.test(part.type)) continue;
      const words = wordsIn(part, this);
      parts.push({ node: part, words, at: count });
      count += words.length;
    }
    const words = parts.flatMap((part) => part.words);
    if (!words.every((word, i) => i > 0 || isKnown(word))) return this.parts(node);
    const { at } = unwrap(words);
    const [name, args] = [nameOf(words[at] ?? ''), words.slice(at + 1)];
    const body = this.functions.get(words[at] ?? '');
    if (body !== undefined) return this.#call(body, args) ?? this.parts(node);
    if (name === 'eval') return this.#nested(asCode(args.join(' '))) ?? this.parts(node);
    const here = name === 'read' ? this.hereText(node) : undefined;
    const code = IS_SHELL.test(name) ? this.#handed(node, name, args, at + 1) : undefined;
    const files = placesFiles(name);
    const last = parts.at(-1)?.node;
    const text = this.copy(node, (part) => {
      if (part.type === 'variable_assignment') return this.parts(part);
      const own = parts.find((one) => one.node === part);
      if (own === undefined) return this.spell(part);
      if (code !== undefined && own.at <= code.at && code.at < own.at + own.words.length) return code.text;
      const isFile = own.at > at && (files === 'all' || (files === 'last' && part === last));
      return isFile ? this.placed(part, own.words, goesThroughLinks(name)) : spelledWord(part, this);
    });
    follow(name, args, here === undefined ? this.lines : here.split('\n'), this.known);
    return text;
  }

  /** Code that a shell is handed as a word, spelled with what that shell knows: variables, and words behind the code. */
  #handed(node: SyntaxNode, name: string, args: Words, from: number): { at: number; text: string } | undefined {
    const program = programOf(name, args);
    if (program?.from !== 'code') return undefined;
    const text = this.apart(() => {
      for (const part of node.namedChildren) if (part?.type === 'variable_assignment') this.#assign(part);
      this.known.set('@', [args.slice(program.at + 2)]);
      return this.read(asCode(program.code));
    });
    return text === undefined ? undefined : { at: from + program.at, text: quoted(text) };
  }

  protected file(part: SyntaxNode): string {
    if (part.type === 'number' || part.type === 'file_descriptor') return part.text;
    if (!WORD.test(part.type)) return this.spell(part);
    const text = this.placed(part, wordsIn(part, this), true);
    return text === '' ? '""' : text;
  }

  /** A word that names a file, from where it begins; options and what needs no such help are spelled like any word. */
  protected placed(node: SyntaxNode, words: Words, isThrough: boolean): string {
    const places = words.map((word) =>
      word === '' || word.startsWith('-') || !isKnown(word) ? word : this.known.placeOf(word, isThrough),
    );
    const isPlain = places.every(
      (place, i) => place === words[i] || `./${place}` === words[i] || `${place}/` === words[i],
    );
    return isPlain ? spelledWord(node, this) : places.map(oneWord).join(' ');
  }

  #call(body: Body, args: Words): string | undefined {
    if (this.calls >= DEEPEST_CALL || !this.spend(1)) return undefined;
    const outer = this.known.valuesOf('@') ?? [];
    const before = this.snapshot();
    this.known.set('@', [args]);
    const text = this.within(body);
    // Its own variables end with it.
    this.known.join(before);
    this.known.set('@', outer);
    return grouped([text]);
  }

  #nested(code: string): string | undefined {
    const text = this.read(code);
    return text === undefined ? undefined : grouped([text]);
  }

  protected read(code: string): string | undefined {
    if (this.calls >= DEEPEST_CALL || code.trim() === '' || !this.spend(code.length)) return undefined;
    const node = this.#parse(code);
    return node === undefined ? undefined : this.within({ node, source: code });
  }

  protected within({ node, source }: Body): string {
    const outer = this.source;
    this.source = source;
    this.calls++;
    const text = this.spell(node);
    this.calls--;
    this.source = outer;
    return text;
  }

  protected commandOf(node: SyntaxNode, printed: string): string | undefined {
    const words = node.namedChildren.flatMap((part) =>
      part === null || /redirect$|^variable_assignment$/.test(part.type) ? [] : wordsIn(part, this),
    );
    const { at, takesInput } = unwrap(words);
    const [name, rest] = [nameOf(words[at] ?? ''), words.slice(at)];
    if (takesInput) {
      const given = printed.split(/\s+/).filter((word) => word !== '');
      const isPut = rest.some((word) => word.includes('{}'));
      const all = isPut ? rest.map((word) => word.replaceAll('{}', () => given.join(' '))) : [...rest, ...given];
      return this.read(all.map(oneWord).join(' '));
    }
    return IS_SHELL.test(name) && programOf(name, rest.slice(1))?.from === 'input'
      ? this.read(asCode(printed))
      : undefined;
  }

  protected assignment(node: SyntaxNode): string {
    const isPart = /^(?:declaration_command|variable_assignments|command)$/.test(node.parent?.type ?? '');
    const values: Words[] = [];
    let first: string | undefined;
    const text = this.inTurns(node, () => {
      const { value, written } = this.#valueIn(node);
      values.push(value);
      first ??= written;
      return isPart || !SUBSTITUTES.test(node.text) ? first : written;
    });
    this.#setTo(node, values);
    return text;
  }

  #assign(node: SyntaxNode): void {
    this.#setTo(node, [this.#valueIn(node).value]);
  }

  #valueIn(node: SyntaxNode): { readonly value: Words; readonly written: string } {
    const [target, given] = node.namedChildren;
    if (given == null || target == null) return { value: [''], written: node.text };
    const value = given.type === 'array' ? wordsIn(given, this) : [textOf(given, this)];
    const isPut =
      /[$`]/.test(given.text) && given.type !== 'array' && given.type !== 'raw_string' && value.every(isKnown);
    const written = isPut
      ? this.source.slice(node.startIndex, given.startIndex) + oneWord(value[0] ?? '')
      : this.parts(node);
    const isAdded = this.source.slice(target.endIndex, target.endIndex + 2) === '+=';
    const old = isAdded ? this.held(target.text) : undefined;
    if (old === undefined) return { value, written };
    return {
      value: given.type === 'array' ? [...old, ...value] : [`${old[0] ?? ''}${value[0] ?? ''}`, ...old.slice(1)],
      written,
    };
  }

  #setTo({ namedChildren: [target] }: SyntaxNode, values: readonly Words[]): void {
    const told = this.left > 0 ? values.filter(says) : [];
    if (target?.type === 'variable_name') this.known.set(target.text, told);
    else if (target?.type === 'subscript') this.known.forget(target.namedChildren[0]?.text ?? '');
  }
}
