import type { Steps } from '../../../model/steps.ts';
import type { SyntaxNode } from '../node.ts';
import { programOf } from '../program.ts';
import { nameOf } from '../words.ts';
import { unwrap } from '../wrappers.ts';
import { BashSpelling, SUBSTITUTES, WORD } from './bash-spelling.ts';
import { gapsOf, isKnown, unknown } from './expansion.ts';
import { follow, goesThroughLinks, isFileAt, placesFiles } from './settings.ts';
import { asCode, oneWord, quoted, says, spelledWord, textOf, wordsIn } from './spelled-words.ts';
import type { Words } from './variables.ts';

/** Functions in functions, `eval` in `eval`. */
const DEEPEST_CALL = 3;
const MOST_TRAPS = 10;
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

/** Code among the words of a command, spelled, and which word it is. */
interface Code {
  readonly at: number;
  readonly text: string;
}

/** The value that an assignment gives in one turn, and how it is written. */
interface Assigned {
  readonly value: Words;
  readonly written: string;
}

/** Spells commands and assignments, and follows what they change for the commands after them. */
export abstract class CommandSpelling extends BashSpelling {
  protected readonly functions = new Map<string, Body>();
  readonly #parse: (text: string) => Steps<SyntaxNode | undefined>;
  readonly #traps = new Map<string, string>();
  protected calls = 0;
  /** Shells that code is handed to, one in the other. */
  #shells: number;
  /** The lines that a command may read from a pipe. */
  protected lines: Words | undefined;

  constructor(source: string, parse: (text: string) => Steps<SyntaxNode | undefined>, isOwn = true) {
    super(source);
    this.#parse = parse;
    this.#shells = isOwn ? 0 : 1;
  }

  protected get isOwn(): boolean {
    return this.#shells === 0;
  }

  /** A command, spelled out; a call of one of the script's functions becomes the function's body, for all arguments it may get. */
  protected *command(node: SyntaxNode): Steps<string> {
    const calls = new Map<Body, Words[]>();
    let text = yield* this.inTurns(node, () => this.#oneCommand(node, calls));
    for (const [body, given] of calls) text = yield* this.instead(text, () => this.#call(body, given));
    return text;
  }

  *#oneCommand(node: SyntaxNode, calls: Map<Body, Words[]>): Steps<string> {
    const parts: Part[] = [];
    let count = 0;
    for (const part of node.namedChildren) {
      if (part === null || /redirect$|^variable_assignment$/.test(part.type)) continue;
      const words = yield* wordsIn(part, this);
      parts.push({ node: part, words, at: count });
      count += words.length;
    }
    const words = parts.flatMap((part) => part.words);
    if (!words.every((word, i) => i > 0 || isKnown(word))) return yield* this.parts(node);
    const { at } = unwrap(words);
    const [name, args] = [nameOf(words[at] ?? ''), words.slice(at + 1)];
    const body = this.functions.get(words[at] ?? '');
    if (body !== undefined) {
      calls.set(body, [...(calls.get(body) ?? []), args]);
      return node.text;
    }
    if (name === 'eval') return (yield* this.#nested(asCode(args.join(' ')))) ?? (yield* this.parts(node));
    const here = /^(?:read|mapfile|readarray)$/.test(name) ? yield* this.hereText(node) : undefined;
    const code = yield* name === 'trap' ? this.#trap(args[0] ?? '', at + 1) : this.#handed(node, words, at);
    const files = placesFiles(name);
    const last = parts.at(-1)?.node;
    const text = yield* this.copy(node, (part) => {
      if (part.type === 'variable_assignment') return this.parts(part);
      const own = parts.find((one) => one.node === part);
      if (own === undefined) return this.spell(part);
      if (code !== undefined && own.at <= code.at && code.at < own.at + own.words.length) return code.text;
      const isFile =
        own.at > at && (files === 'last' ? part === last : files === 'all' && isFileAt(name, args, own.at - at - 1));
      return isFile ? this.placed(part, own.words, goesThroughLinks(name)) : spelledWord(part, this);
    });
    if (name === 'cd')
      for (const part of node.namedChildren)
        if (part?.type === 'variable_assignment' && part.text.startsWith('CDPATH=')) yield* this.#assign(part);
    const gaps = name === 'read' ? yield* this.#gapsOf(node) : undefined;
    follow(name, args, here === undefined ? this.lines : here.split('\n'), this.known, gaps);
    return text;
  }

  /** What parts the words that a command reads: `IFS=, read a b`. */
  *#gapsOf(node: SyntaxNode): Steps<RegExp | undefined> {
    let separators = this.held('IFS')?.[0];
    for (const part of node.namedChildren)
      if (part?.type === 'variable_assignment' && part.text.startsWith('IFS='))
        separators = (yield* this.#valueIn(part)).value[0];
    return gapsOf(separators);
  }

  /** Code that a shell is handed as a word, spelled with what that shell knows: variables, and words behind the code. */
  *#handed(node: SyntaxNode, words: Words, at: number): Steps<Code | undefined> {
    const args = words.slice(at + 1);
    const name = nameOf(words[at] ?? '');
    const program = IS_SHELL.test(name) ? programOf(name, args) : undefined;
    if (program?.from !== 'code') return undefined;
    const text = yield* this.apart(() =>
      this.#readHanded(node, words.slice(0, at), program.code, args.slice(program.at + 2)),
    );
    return text === undefined ? undefined : { at: at + 1 + program.at, text: quoted(text) };
  }

  *#readHanded(node: SyntaxNode, before: Words, code: string, args: Words): Steps<string | undefined> {
    for (const part of node.namedChildren) if (part?.type === 'variable_assignment') yield* this.#assign(part);
    // `env A=b sh -c '…$A…'`
    for (const word of before) {
      const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
      if (name !== undefined) this.known.set(name, [[value]]);
    }
    this.known.set('@', [args]);
    this.#shells++;
    const text = yield* this.read(asCode(code));
    this.#shells--;
    return text;
  }

  protected *file(part: SyntaxNode): Steps<string> {
    if (part.type === 'number' || part.type === 'file_descriptor') return part.text;
    if (!WORD.test(part.type)) return yield* this.spell(part);
    const text = yield* this.placed(part, yield* wordsIn(part, this), true);
    return text === '' ? '""' : text;
  }

  /** A word that names a file, from where it begins; options and what needs no such help are spelled like any word. */
  protected *placed(node: SyntaxNode, words: Words, isThrough: boolean): Steps<string> {
    const places = words.map((word) =>
      word === '' || word.startsWith('-') || !isKnown(word) ? word : this.known.placeOf(word, isThrough),
    );
    const isPlain = places.every(
      (place, i) => place === words[i] || `./${place}` === words[i] || `${place}/` === words[i],
    );
    // A list in braces is several words, which only the shell sees.
    const isListed = words.length > 1 && !/["'\\$`]/.test(node.text);
    return isPlain && !isListed ? yield* spelledWord(node, this) : places.map(oneWord).join(' ');
  }

  /** What runs when a signal or the end comes: with what is known now, and with what is known then. */
  *#trap(code: string, at: number): Steps<Code | undefined> {
    if (!/^[^-]/.test(code) || this.#traps.size >= MOST_TRAPS) return undefined;
    const text = (yield* this.apart(() => this.read(asCode(code)))) ?? '';
    this.#traps.set(code, text);
    return text === '' ? undefined : { at, text: quoted(text) };
  }

  protected *trapped(): Steps<string> {
    if (this.calls > 0) return '';
    let text = '';
    for (const [code, before] of this.#traps) {
      const after = (yield* this.apart(() => this.read(asCode(code)))) ?? '';
      for (const one of new Set([before, after])) if (one !== code && one !== '') text += this.fit(`\n${one}`, '');
    }
    return text;
  }

  *#call(body: Body, given: readonly Words[]): Steps<string | undefined> {
    if (this.calls >= DEEPEST_CALL || !this.spend(1)) return undefined;
    const outer = this.known.valuesOf('@') ?? [];
    // Its own variables end with it.
    const text = yield* this.ownTurns(() =>
      this.maybe(() => {
        this.known.set('@', given);
        return this.within(body);
      }),
    );
    this.known.set('@', outer);
    return this.tells(text) ? this.grouped([text]) : undefined;
  }

  *#nested(code: string): Steps<string | undefined> {
    const text = yield* this.read(code);
    return text === undefined ? undefined : this.grouped([text]);
  }

  protected *read(code: string): Steps<string | undefined> {
    if (this.calls >= DEEPEST_CALL || code.trim() === '' || !this.spend(code.length)) return undefined;
    const node = yield* this.#parse(code);
    return node === undefined ? undefined : yield* this.within({ node, source: code });
  }

  protected *within({ node, source }: Body): Steps<string> {
    const outer = this.source;
    this.source = source;
    this.calls++;
    const text = yield* this.spell(node);
    this.calls--;
    this.source = outer;
    return text;
  }

  protected *commandOf(node: SyntaxNode, printed: string): Steps<string | undefined> {
    const words: string[] = [];
    for (const part of node.namedChildren)
      if (part !== null && !/redirect$|^variable_assignment$/.test(part.type))
        words.push(...(yield* wordsIn(part, this)));
    const { at, takesInput } = unwrap(words);
    const [name, rest] = [nameOf(words[at] ?? ''), words.slice(at)];
    if (takesInput) {
      const given = printed.split(/\s+/).filter((word) => word !== '');
      const isPut = rest.some((word) => word.includes('{}'));
      const all = isPut ? rest.map((word) => word.replaceAll('{}', () => given.join(' '))) : [...rest, ...given];
      return yield* this.read(all.map(oneWord).join(' '));
    }
    return IS_SHELL.test(name) && programOf(name, rest.slice(1))?.from === 'input'
      ? yield* this.read(asCode(printed))
      : undefined;
  }

  protected *assignment(node: SyntaxNode): Steps<string> {
    const isPart = /^(?:declaration_command|variable_assignments|command)$/.test(node.parent?.type ?? '');
    const turns: Assigned[] = [];
    const text = yield* this.inTurns(node, () => this.#assigned(node, turns, isPart));
    this.#setTo(
      node,
      turns.map(({ value }) => value),
    );
    return text;
  }

  /** An assignment in one of its turns. It is written once, unless commands run in it. */
  *#assigned(node: SyntaxNode, turns: Assigned[], isPart: boolean): Steps<string> {
    const turn = yield* this.#valueIn(node);
    turns.push(turn);
    return isPart || !SUBSTITUTES.test(node.text) ? (turns[0] ?? turn).written : turn.written;
  }

  *#assign(node: SyntaxNode): Steps<void> {
    this.#setTo(node, [(yield* this.#valueIn(node)).value]);
  }

  *#valueIn(node: SyntaxNode): Steps<Assigned> {
    const [target, given] = node.namedChildren;
    if (given == null || target == null) return { value: [''], written: node.text };
    const isList = given.type === 'array';
    const value = isList ? yield* wordsIn(given, this) : [yield* textOf(given, this)];
    const isPut = /[$`]/.test(given.text) && !isList && given.type !== 'raw_string' && value.every(isKnown);
    const written = isPut
      ? this.source.slice(node.startIndex, given.startIndex) + oneWord(value[0] ?? '')
      : yield* this.parts(node);
    const isAdded = this.source.slice(target.endIndex, target.endIndex + 2) === '+=';
    const old = isAdded ? this.held(target.text) : undefined;
    if (old === undefined) return { value, written };
    return { value: isList ? [...old, ...value] : [`${old[0] ?? ''}${value[0] ?? ''}`, ...old.slice(1)], written };
  }

  #setTo({ namedChildren: [target] }: SyntaxNode, values: readonly Words[]): void {
    const told = this.left > 0 ? values.filter(says) : [];
    // Whoever parts words by what nobody knows may make any words of a value.
    if (target?.text === 'IFS' && told.length === 0) this.known.set('IFS', [[unknown('$IFS')]]);
    else if (target?.type === 'variable_name') this.known.set(target.text, told);
    else if (target?.type === 'subscript') this.known.forget(target.namedChildren[0]?.text ?? '');
  }
}
