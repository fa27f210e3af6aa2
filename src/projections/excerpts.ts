import { endsOf } from '../model/text/ends.ts';
import { plainText } from '../model/text/plain-text.ts';
import type { Quote, Sighted } from '../model/view.ts';

/** Fewer words in a row may match by chance. */
const RUN = 4;
/**
 * How much text may wait to be indexed, in UTF-16 units. Waiting text is indexed when a call sends something out, which
 * never happens in most sessions.
 */
const MOST_WAITING = 262_144;
/** How many runs of words are kept; the oldest go first. */
const MOST_RUNS = 65_536;
const LONGEST = 65_536;
const MOST_QUOTES = 200;
const WORD = /[\p{L}\p{N}]+/gu;

/** What a session has read, by runs of four words: recognised in whatever text they are copied into. */
export class Excerpts {
  readonly #runs = new Map<number, Sighted>();
  #waiting: { readonly text: string; readonly source: Sighted }[] = [];
  #size = 0;

  add(text: string, source: Sighted): void {
    const read = endsOf(text, LONGEST);
    this.#waiting.push({ text: read, source });
    this.#size += read.length;
    if (this.#size > MOST_WAITING * 2) this.#shorten();
  }

  /** The passages of a text that were read before, in plain form. */
  find(text: string): Quote[] {
    this.#read();
    const quotes: Quote[] = [];
    if (this.#runs.size === 0) return quotes;
    const plain = plainOf(text);
    const hashes = hashesOf(plain);
    if (!this.#hasRun(hashes)) return quotes;
    const words = plain.match(WORD) ?? [];
    for (let i = 0; i + RUN <= words.length && quotes.length < MOST_QUOTES; ) {
      const source = this.#runs.get(runAt(hashes, i));
      if (source === undefined) {
        i++;
        continue;
      }
      let end = i + RUN;
      while (end < words.length && this.#runs.has(runAt(hashes, end - RUN + 1))) end++;
      quotes.push({ text: words.slice(i, end).join(' '), source });
      i = end;
    }
    return quotes;
  }

  #hasRun(hashes: readonly number[]): boolean {
    for (let i = 0; i + RUN <= hashes.length; i++) if (this.#runs.has(runAt(hashes, i))) return true;
    return false;
  }

  #shorten(): void {
    let from = 0;
    for (; this.#size > MOST_WAITING; from++) this.#size -= this.#waiting[from]?.text.length ?? this.#size;
    this.#waiting = this.#waiting.slice(from);
  }

  #read(): void {
    if (this.#waiting.length === 0) return;
    if (this.#size > MOST_WAITING) this.#shorten();
    for (const { text, source } of this.#waiting) {
      const hashes = hashesOf(plainOf(text));
      for (let i = 0; i + RUN <= hashes.length; i++) this.#runs.set(runAt(hashes, i), source);
    }
    this.#waiting = [];
    this.#size = 0;
    for (const run of this.#runs.keys()) {
      if (this.#runs.size <= MOST_RUNS) break;
      this.#runs.delete(run);
    }
  }
}

const plainOf = (text: string): string => plainText(text.length > LONGEST ? text.slice(0, LONGEST) : text);

/** The constants of FNV-1a, by which words are hashed. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(word: string): number {
  let hash = BASIS;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

/** Hashes of the words of a plain text. If it is all ASCII, no words need be cut out: whole sessions go through this. */
function hashesOf(plain: string): number[] {
  if (BEYOND_ASCII.test(plain)) return (plain.match(WORD) ?? []).map(hashOf);
  const hashes: number[] = [];
  let hash = BASIS;
  let isInWord = false;
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at);
    if ((code > 96 && code < 123) || (code > 47 && code < 58)) {
      hash = Math.imul(hash ^ code, PRIME);
      isInWord = true;
    } else if (isInWord) {
      hashes.push(hash);
      hash = BASIS;
      isInWord = false;
    }
  }
  if (isInWord) hashes.push(hash);
  return hashes;
}
const BEYOND_ASCII = /[^\0-\x7f]/;

/** A hash over the hashes of a run's words. */
function runAt(hashes: readonly number[], from: number): number {
  let run = 0x811c9dc5;
  for (let i = from; i < from + RUN; i++) {
    run = Math.imul(run ^ (hashes[i] as number), 0x01000193);
    run ^= run >>> 15;
  }
  return run;
}
