import { PIECE, type Steps } from '../../model/steps.ts';
import { hasMatch } from '../../model/text/matches.ts';
import { HAS_AT, HAS_MORE, HAS_STEP, signsIn } from '../../model/text/text-signs.ts';
import { isUnspaced, UNSPACED } from '../../model/text/unspaced.ts';
import { isUrged } from '../orders/openings.ts';
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
  ((text.length >= PASSAGE ? /\s/.test(text) || isUnspaced(text) || isPacked(text) : isShortOrder(text)) ||
    mayRespell(text));

/** A few words may tell their reader what to do, and what with: `Delete R-4411.` */
function isShortOrder(text: string): boolean {
  const { 1: verb = '' } = ORDER.exec(text) ?? [];
  return verb !== '' && isUrged(verb.toLowerCase());
}
const ORDER = /^[^\p{L}\p{N}]{0,6}(?:(?:\d{1,2}[.)]|please|bitte|todo:?|action:?) ){0,2}(\p{L}{3,12}) (?=.*[\d_@/-])/iu;

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

/** Whether a text is plainly one value, as most are: the signs of a short one are known, or soon asked for. */
function isBare(text: string): boolean {
  if (text.length > FEW) return BARE.test(text);
  const signs = signsIn(text);
  return (signs & HAS_MORE) === 0 && (signs & (HAS_AT | HAS_STEP)) !== (HAS_AT | HAS_STEP);
}
const FEW = 200;
const BARE = /^(?:[\w.+@-]*|[\w.+:/-]*)$/;
