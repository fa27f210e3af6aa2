import type { Finding } from '../model/evidence.ts';
import { pointerKey, pointerKeys } from '../model/json.ts';
import { afterString } from '../model/text/scan.ts';
import { type Edit, spanAt } from '../model/text/splice.ts';
import { UNSHOWN } from '../model/text/unshown.ts';
import { saysMore } from '../model/words/member-name.ts';
import { mayBeCard } from './gather.ts';

/** What is put in place of a found text. */
export type Replace = (kind: string, found: string) => string;

/**
 * For a finding that stands for the rest of a document: replaces every text that inspectors would see from there on, in one pass.
 * What the protocol itself says of a part (its type) stays, and so do members' plain names, without which nobody could read
 * what is left.
 */
export function* restEdits(text: string, finding: Finding, replace: Replace): Generator<Edit> {
  const { kind } = finding;
  let name = '';
  let from = beginningOf(text, finding);
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', from)) {
    yield* numberEdits(text, from, at, kind, replace);
    from = afterString(text, at);
    const said = JSON.parse(text.slice(at, from)) as string;
    const isName = /^\s{0,100}:/.test(text.slice(from, from + 101));
    const stays = isName ? !saysMore(said) && said.search(UNSHOWN) < 0 : TYPES.get(name)?.test(said) === true;
    if (!stays) yield { span: { start: at, end: from }, put: JSON.stringify(replace(kind, said)) };
    name = isName ? said : '';
  }
  yield* numberEdits(text, from, text.length, kind, replace);
}

/** No secret looks like one of these words. */
const WORD = /^[a-z][A-Za-z_-]{0,31}$/;
const TYPES: ReadonlyMap<string, RegExp> = new Map([
  ['type', WORD],
  ['role', WORD],
  ['action', WORD],
  ['resultType', WORD],
  ['stopReason', WORD],
  ['mimeType', /^[a-z]+\/[a-z\d][a-z\d.+-]{0,63}$/],
]);

/**
 * Where the first text stands that inspectors see after a place. They see all names of an object before any of its values. Names
 * that are numbers come before all others, wherever they were written, so where there are any, everything is replaced.
 */
function beginningOf(text: string, { at, inKey }: Finding): number {
  if (NUMBERED.test(text)) return 0;
  const above = pointerKeys(at).slice(0, -1);
  const around = inKey ? above.map((key) => `/${pointerKey(key)}`).join('') : at;
  return spanAt(text, around)?.start ?? 0;
}
const NUMBERED = /"\d+"\s*:/;

/** The numbers between two strings, as far as inspectors see them. */
function* numberEdits(text: string, from: number, to: number, kind: string, replace: Replace): Generator<Edit> {
  if (to - from < SHORTEST) return;
  for (const { 0: number, index } of text.slice(from, to).matchAll(NUMBER)) {
    if (!mayBeCard(Number(number))) continue;
    const start = from + index;
    yield { span: { start, end: start + number.length }, put: JSON.stringify(replace(kind, number)) };
  }
}
const SHORTEST = 13;
const NUMBER = /-?\d[\d.eE+-]*/g;
