import type { Steps } from '../../../model/steps.ts';
import { LONGEST_SPELLED } from '../length.ts';
import { childrenOf, type SyntaxNode } from '../node.ts';
import { Turns } from './turns.ts';
import { Variables, type Words } from './variables.ts';

/** Work on a script for each of its letters; what more would take stays as written. */
const WORK_PER_LETTER = 16;
const LEAST_WORK = 65_536;
/** What no script may take, however long it is. */
const MOST_WORK = 393_216;
/** Work after which others may have their turn: about a millisecond. */
const PIECE_OF_WORK = 512;
/** Nobody nests more deeply, and each level takes some of the stack; what lies deeper stays as written. */
const DEEPEST = 160;

/** Gives a node's text anew, in steps or at once. */
export type Each = (part: SyntaxNode) => Steps<string> | string;

/**
 * Writes a script anew as one would who had put in the values of its variables by hand: in order, as far as they are known.
 * What is known at one place of it, and how much work and room are left, is the same in every shell.
 */
export abstract class Spelling {
  protected known = new Variables();
  protected source: string;
  #turns: Turns | undefined;
  #left: number;
  #room: number;
  #untilRest = PIECE_OF_WORK;
  #isLooping = false;
  #isCut = false;
  #isTurnMissed = false;
  #depth = 0;
  #hands = 0;
  readonly #told = new Set<string>();

  constructor(source: string) {
    this.source = source;
    // What does not fit stays as written.
    this.#room = LONGEST_SPELLED - source.length;
    this.#left = Math.min(LEAST_WORK + source.length * WORK_PER_LETTER, MOST_WORK);
  }

  /** A statement, and whatever is in it. */
  protected abstract statement(node: SyntaxNode): Steps<string>;
  /** Several commands in the place of one. */
  protected abstract grouped(commands: readonly string[]): string;

  /** How much work is left of what a script of this length may take. */
  get left(): number {
    return this.#left;
  }

  /** Whether all was spelled, as far as it is known. */
  get isWhole(): boolean {
    return this.#left > 0 && !this.#isCut;
  }

  /** Whether every value of every variable was put in. */
  get isExact(): boolean {
    return this.isWhole && !this.#isTurnMissed;
  }

  *spell(node: SyntaxNode): Steps<string> {
    if (!this.spend(1)) return node.text;
    if (this.rests()) yield;
    return (yield* this.deeper(() => this.statement(node))) ?? node.text;
  }

  /** Counts work; once it is false, everything stays as written. */
  spend(amount: number): boolean {
    this.#left -= amount;
    this.#untilRest -= amount;
    return this.#left > 0;
  }

  /** Whether it is time to pause; told once. */
  rests(): boolean {
    if (this.#untilRest > 0) return false;
    this.#untilRest = PIECE_OF_WORK;
    return true;
  }

  /** Does what lies a level deeper; undefined, and not done, where that is too deep. */
  *deeper<T>(act: () => Steps<T>): Steps<T | undefined> {
    if (this.#depth >= DEEPEST) return undefined;
    this.#depth++;
    const done = yield* act();
    this.#depth--;
    return done;
  }

  /** A node as written, each named part of it as `each` says. */
  *copy(node: SyntaxNode, each: Each): Steps<string> {
    let text = '';
    let at = node.startIndex;
    for (const part of yield* childrenOf(node)) {
      if (part === null || part.startIndex < at) continue;
      const spelled = each(part);
      text += this.source.slice(at, part.startIndex);
      text += typeof spelled === 'string' ? spelled : yield* spelled;
      at = part.endIndex;
    }
    return text + this.source.slice(at, node.endIndex);
  }

  /** What a variable holds in this turn. */
  protected valueNow(name: string): Words | undefined {
    const values = this.known.valuesOf(name);
    return values?.[this.#turns?.digit(name, values.length) ?? 0];
  }

  /** Once for each of the values that the variables in a command may have. Inside one already, it is the one's turn. */
  protected *inTurns(node: SyntaxNode, spell: () => Steps<string>): Steps<string> {
    if (this.#turns !== undefined) return yield* spell();
    const written = this.source.slice(node.startIndex, node.endIndex);
    return yield* this.instead(written, () => this.#allTurns(spell));
  }

  *#allTurns(spell: () => Steps<string>): Steps<string> {
    const [only = '', ...more] = new Set(yield* this.everyTurn(spell));
    return more.length === 0 ? only : this.grouped(this.#untold([only, ...more]));
  }

  /** What is told elsewhere need not be told for one more value; the first stays for what stands around it. */
  #untold([first = '', ...more]: readonly string[]): readonly string[] {
    return [first, ...more.filter((text) => this.tells(text))];
  }

  /** Whether a text says something that was not said yet. What hands its output to others says something in each place. */
  protected tells(text: string): boolean {
    if (this.#hands > 0) return true;
    const { size } = this.#told;
    return this.#told.add(text).size > size;
  }

  /** What was told since is not, as nothing of it stays: a set keeps its order. */
  #untell(size: number): void {
    if (this.#told.size > size) for (const text of [...this.#told].slice(size)) this.#told.delete(text);
  }

  /** Commands whose output goes to others. */
  protected *handing<T>(act: () => Steps<T>): Steps<T> {
    this.#hands++;
    const done = yield* this.ownTurns(act);
    this.#hands--;
    return done;
  }

  /** Commands inside another have turns of their own: all of them would be written for each value of any variable. */
  protected *ownTurns<T>(act: () => Steps<T>): Steps<T> {
    const outer = this.#turns;
    this.#turns = undefined;
    const done = yield* act();
    this.#turns = outer;
    return done;
  }

  protected *everyTurn<T>(act: () => Steps<T>): Steps<readonly T[]> {
    if (this.#turns !== undefined) return [yield* act()];
    const turns = new Turns();
    this.#turns = turns;
    const each: T[] = [];
    do each.push(yield* act());
    while (this.#left > 0 && turns.next());
    this.#isTurnMissed ||= turns.isCut;
    this.#turns = undefined;
    return each;
  }

  /** What becomes of something, if there is room for that; else what was written. What grew inside of it counts once. */
  protected *instead(written: string, act: () => Steps<string | undefined>): Steps<string> {
    const [room, { size }] = [this.#room, this.#told];
    const text = yield* act();
    this.#room = room;
    // What was spelled while the work ran out is half unknown.
    const fitting = text === undefined || this.#left <= 0 ? written : this.fit(text, written);
    if (fitting === written) this.#untell(size);
    return fitting;
  }

  protected fit(text: string, instead: string): string {
    const grown = Math.max(0, text.length - instead.length);
    if (grown > this.#room) {
      this.#isCut = true;
      return instead;
    }
    this.#room -= grown;
    return text;
  }

  /** What a loop sets holds for its next round too: the outermost is gone through twice. */
  protected *loop(spell: () => Steps<string>): Steps<string> {
    if (this.#isLooping) return yield* this.maybe(spell);
    this.#isLooping = true;
    const [room, { size }] = [this.#room, this.#told];
    yield* this.maybe(spell);
    this.#room = room;
    this.#untell(size);
    const text = yield* this.maybe(spell);
    this.#isLooping = false;
    return text;
  }

  /** What may not run: what held before it holds too. */
  protected *maybe<T>(act: () => Steps<T>): Steps<T> {
    const before = this.snapshot();
    const done = yield* act();
    this.known.join(before);
    return done;
  }

  /** What is set in a shell of its own ends with it. */
  protected *apart<T>(act: () => Steps<T>): Steps<T> {
    const outer = this.known;
    this.known = this.snapshot();
    const done = yield* act();
    this.known = outer;
    return done;
  }

  protected snapshot(): Variables {
    this.spend(this.known.size);
    return new Variables(this.known);
  }
}
