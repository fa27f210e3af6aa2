import { PIECE, type Steps } from '../model/steps.ts';
import { hasMatch } from '../model/text/matches.ts';
import { isUnspaced, UNSPACED } from '../model/text/unspaced.ts';
import { mayRespell, mayRespellInSteps } from './respelled.ts';

/** A shorter text is one value. */
const PASSAGE = 20;
/** What only a text that says several things is written with. */
const PACKS = /[;|{}[\]<>"]/;
/** The same, but that an address may be written with them. */
const JOINS = /[,&]/;

/** Whether a text is one to look into, and not one value. */
export const isText = (text: string): boolean =>
  !isBare(text) &&
  ((text.length >= PASSAGE && (/\s/.test(text) || isUnspaced(text) || isPacked(text))) || mayRespell(text));

/** Whether a text without space says several things: `{"to":"a","to":"b"}`, `a=1;b=2`. */
const isPacked = (text: string): boolean => PACKS.test(text) || (JOINS.test(text) && !text.includes('://'));

/** The same of a text that may be long, with pauses. */
export function* isTextInSteps(text: string): Steps<boolean> {
  if (text.length <= PIECE) return isText(text);
  return (
    (yield* hasMatch(text, /\s/)) ||
    (yield* hasMatch(text, UNSPACED)) ||
    (yield* hasMatch(text, PACKS)) ||
    ((yield* hasMatch(text, JOINS)) && !text.includes('://')) ||
    (yield* mayRespellInSteps(text))
  );
}

const NAME = 1;
const AT = 2;
const PART = 4;
/** What numbers, dates, names and addresses are written with. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/[\w.+-]/.test(sign)) return NAME;
  return sign === '@' ? AT : /[:/]/.test(sign) ? PART : 0;
});

/** Whether a text is plainly one value, as most are: asking its letters costs less than each of the expressions. */
function isBare(text: string): boolean {
  let kinds = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (KINDS[code] as number) : 0;
    if (kind === 0) return false;
    kinds |= kind;
  }
  // A mail address may stand behind one of these: `mailto:ann@…`.
  return (kinds & (AT | PART)) !== (AT | PART);
}
