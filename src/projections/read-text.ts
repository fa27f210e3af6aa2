import type { JsonPointer } from '../model/json.ts';
import { isPrinted } from '../model/result/field.ts';
import type { Steps } from '../model/steps.ts';
import { plainText, plainTextInSteps } from '../model/text/plain-text.ts';
import { withoutLines } from './calls/own-push.ts';
import { withLinesOpened } from './orders/openings.ts';
import { withoutTableHead } from './orders/table-head.ts';
import { Utterances } from './orders/utterances.ts';
import { decoded } from './reading/encoded.ts';
import { handlesIn, handlesInSteps } from './reading/handles.ts';
import { ownedText } from './reading/owned-text.ts';
import { respelled, respelledInSteps } from './reading/respelled.ts';
import { undisguised } from './reading/undisguised.ts';

const NONE: readonly string[] = Object.freeze([]);

/** A text that was read, as it is searched: the same for whoever reads it. */
export interface ReadText {
  /** In plain form, with all that stands in it in other spellings behind it. */
  readonly text: string;
  /** What its server calls parts of a page there: see `handlesIn`. */
  readonly handles: string;
  /** What it says, which may be asked of somebody. */
  readonly said: Utterances;
}

/** Reads a text that stood at a place. `own`: lines that ask for nothing. */
export function readText(raw: string, at: JsonPointer, own: readonly string[] = NONE): ReadText {
  const plain = plainText(raw);
  const more = decoded(raw);
  const again = undisguised(plain);
  const text = kept(plain, more + respelled(plain, raw) + again, raw);
  const heard = withoutLines(raw, own);
  const said = withLinesOpened(isPrinted(at) ? withoutTableHead(heard) : heard);
  const asks = said === raw ? plain + more + again : withUndisguised(plainText(said) + decoded(said));
  return { text, handles: handlesIn(raw), said: new Utterances(asks) };
}

/** Reads a long text, with pauses. */
export function* readTextInSteps(raw: string): Steps<ReadText> {
  const plain = yield* plainTextInSteps(raw);
  yield;
  const more = decoded(raw);
  yield;
  const again = yield* respelledInSteps(plain, raw);
  yield;
  const whole = undisguised(plain);
  yield;
  const text = kept(plain, more + again + whole, raw);
  yield;
  const said = withLinesOpened(raw);
  yield;
  const asks = said === raw ? plain : yield* plainTextInSteps(said);
  yield;
  const handles = yield* handlesInSteps(raw);
  const all = again === '' && asks === plain ? text : asks + more + whole;
  return { text, handles, said: new Utterances(all) };
}

/** What is kept of a text that was read. A plain form that differs from it was written anew and is no slice of it. */
const kept = (plain: string, more: string, raw: string): string =>
  more === '' && plain !== raw ? plain : ownedText(plain + more);

const withUndisguised = (plain: string): string => plain + undisguised(plain);
