import type { SyntaxNode } from './node.ts';
import { changesMeaning } from './words.ts';

/** What may be done in the end: nothing that leads elsewhere, and nothing removed but what one variable holds. */
const AT_END =
  /^\s*(?:(?:echo|kill|wait|exit|true|docker)(?:\s[\w\s$"{}:?!%./>&-]*)?|rm(?:\s+-[rRfv]+){0,3}(?:\s+(?:["']\$\w+["']|"\$\{\w+(?::\?)?\}"|\$\w+)){1,9}\s*(?:2?>\s?\/dev\/null\s*)?)?$/;
/** Commands whose effect, or whose output, is known. */
const IS_KNOWN =
  /^(?:cd|chdir|pushd|popd|set|trap|command|mktemp|printf|wait|test|echo|kill|exit|true|docker|rm|export|git|pwd|dirname|basename|seq|cat|rev|base64|xxd)$/;
const NAMES = /\$\{?(\w{1,80})/g;
export const namesIn = (text: string): readonly string[] => [...text.matchAll(NAMES)].map(([, name = '']) => name);

const partsOf = (text: string): readonly string[] => text.split(/;|&&|\|\||\n/);

/** What a script for bash does whenever it ends, or a function of it does: what that names must hold the same all along. */
export class Ending {
  /** How often each variable is given a value. */
  readonly #given: Map<string, number>;
  readonly #named: string[] = [];
  readonly #functions = new Map<string, string>();

  constructor(given: Map<string, number>) {
    this.#given = given;
  }

  /** Whether what is done then is the same now. */
  get isSure(): boolean {
    return this.#named.every((name) => (this.#given.get(name) ?? 0) <= 1);
  }

  isFunction(name: string): boolean {
    return this.#functions.has(name);
  }

  call(name: string): void {
    this.#keep(this.#functions.get(name) ?? '');
  }

  /** Whether the code of a trap does no more than what may be done in the end. */
  trap(code: string): boolean {
    const [, later, now, name] = /^'([^']*)'$|^"([^"\\`]*)"$|^([\w-]+)$/.exec(code) ?? [];
    if (now !== undefined) return partsOf(now).every((part) => this.#isOfEnd(part, false));
    return partsOf(later ?? name ?? '(').every((part) => this.#isOfEnd(part));
  }

  /** Whether a function does no more than that either. */
  define(parts: readonly (SyntaxNode | null)[]): boolean {
    const [name, body] = [parts[0]?.text ?? '', parts.at(-1)];
    if (parts.length !== 2 || body?.type !== 'compound_statement' || IS_KNOWN.test(name)) return false;
    if (changesMeaning(name) || this.#functions.has(name)) return false;
    const text = body.text.slice(1, -1);
    this.#functions.set(name, text);
    return partsOf(text).every((part) => AT_END.test(part));
  }

  #isOfEnd(part: string, isLater = true): boolean {
    const called = this.#functions.get(part.trim());
    if (called === undefined && !AT_END.test(part)) return false;
    if (called !== undefined || isLater) this.#keep(called ?? part);
    return true;
  }

  #keep(text: string): void {
    for (const name of namesIn(text)) {
      // Given a value only later, it would hold another one now.
      if (!this.#given.has(name)) this.#given.set(name, 0);
      this.#named.push(name);
    }
  }
}
