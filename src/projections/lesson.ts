import { entitiesOf, exactKey } from '../model/entity.ts';
import { type Json, leaves, leavesInSteps } from '../model/json.ts';
import { isMailboxName } from '../model/mailbox.ts';
import type { Shape } from '../model/outline.ts';
import { isPrinted } from '../model/result-field.ts';
import { secretTokens } from '../model/secret-token.ts';
import { PIECE, type Steps } from '../model/steps.ts';
import { type Structure, structureInSteps } from '../model/structure.ts';
import type { Shape as ShapeSeen } from './sightings.ts';

/** A leaf longer than this is text to look into, not a value of its own. */
const FIELD = 200;
/** A text of fewer letters is a value. */
const PASSAGE = 20;
/** Looked into per string; a longer one is cut, and the cut counts as forgotten. */
const LOOK = 65_536;
/** Looked into per result; what stands behind it counts as forgotten. */
const MOST_TEXT = 1_000_000;
/** What a value costs beside its letters, in letters. */
const VALUE = 64;
/** A number of fewer digits stands everywhere. */
const SMALLEST_NUMBER = 1_000;

/** Takes what a result tells. */
export interface Pupil {
  /** A value that stands at a place in a text, or at one in what that text says: then `under` is the text's place. */
  add(key: string, under: string, at: string, shape: ShapeSeen): void;
  /** A text that values may be written into. */
  read(text: string, at: string): void;
  /** The same for a long one, with pauses. */
  readInSteps(text: string, at: string): Steps<void>;
  /** Something that is not looked into. */
  forget(): void;
}

/** Tells all that stands in a result, in its order, with pauses where that is much. */
export function* tell(value: Json, pupil: Pupil, isShort: boolean): Steps<void> {
  const all = isShort ? leaves(value, SMALLEST_NUMBER) : yield* leavesInSteps(value, SMALLEST_NUMBER);
  let left = MOST_TEXT;
  let told = 0;
  let shape: Shape | undefined;
  for (const { text, at, key } of all) {
    if (key || isEnvelope(at)) continue;
    if (left <= 0) {
      pupil.forget();
      break;
    }
    left -= text.length;
    if (text.length > LOOK) pupil.forget();
    // Only what a server printed is read as its print: a string inside a value is one value, whoever wrote it.
    if (isPrinted(at)) shape = yield* tellPrint(text, at, shape, pupil);
    else {
      tellValue(text, '', at, false, pupil);
      if (isText(text)) yield* tellText(text, at, pupil);
    }
    told += text.length + VALUE;
    if (told < PIECE) continue;
    told = 0;
    yield;
  }
}

/** What was printed, as it was structured. Returns the shape of it, by which what is printed after it is read. */
function* tellPrint(text: string, at: string, earlier: Shape | undefined, pupil: Pupil): Steps<Shape | undefined> {
  const printed = yield* structureInSteps(text, earlier);
  if (printed === undefined) tellValue(text, '', at, false, pupil);
  else yield* tellParts(printed, `${at}#`, pupil);
  if ((printed === undefined || printed.isMixed === true) && isText(text)) yield* tellText(text, at, pupil);
  return printed?.shape ?? earlier;
}

function* tellParts({ parts, isMixed = false }: Structure, under: string, pupil: Pupil): Steps<void> {
  let told = 0;
  for (const part of parts) {
    if (part.key) continue;
    const { text, at } = part;
    tellValue(text, under, at, part.isText === true, pupil);
    // Values in a running text are read with the whole of it.
    if (!isMixed && isText(text)) yield* tellText(text, `${under}${at}`, pupil);
    told += text.length + VALUE;
    if (told < PIECE) continue;
    told = 0;
    yield;
  }
}

const isText = (text: string): boolean => text.length >= PASSAGE && /\s/.test(text);

function* tellText(text: string, at: string, pupil: Pupil): Steps<void> {
  if (text.length < PIECE) pupil.read(text, at);
  else {
    yield;
    yield* pupil.readInSteps(text, at);
  }
}

/** The values of one text. `isRunning`: it is a part of a text, and whatever stands in it was written by somebody. */
function tellValue(text: string, under: string, at: string, isRunning: boolean, pupil: Pupil): void {
  const whole = text.length <= FIELD && !isRunning ? exactKey(text) : undefined;
  if (whole !== undefined) pupil.add(whole, under, at, 'field');
  const looked = text.length > LOOK ? text.slice(0, LOOK) : text;
  const isField = (start: number, end: number): boolean => !isRunning && isWhole(looked, start, end);
  for (const { key, start, end } of entitiesOf(looked))
    pupil.add(key, under, at, isField(start, end) ? 'field' : isLink(looked, start) ? 'link' : 'prose');
  for (const { key, start, end } of secretTokens(text))
    pupil.add(key, under, at, !isRunning && isWhole(text, start, end) ? 'field' : 'prose');
}

/** An address that a page links to: following links is what reading the web is. */
const isLink = (text: string, start: number): boolean =>
  /(?:\]\(|\b(?:href|src|url|link|loc)\s*[=:>]\s*["']?|\s(?:data-[\w-]{1,24}|id|value)=["'])$/i.test(
    text.slice(Math.max(0, start - 34), start),
  );

/** Parts of a result that say what it is, not what it holds. */
const isEnvelope = (at: string): boolean =>
  /^\/(?:_meta\b|content\/\d+\/(?:type|mimeType|annotations)\b|resultType$)/.test(at);

/** In a value only a whole value is a field: whatever stands beside other words was written by somebody. */
const isWhole = (text: string, start: number, end: number): boolean =>
  isNothingBefore(text.slice(0, start)) && /^[\s>"'),.]*$/.test(text.slice(end));
const isNothingBefore = (before: string): boolean =>
  /^[\s<"'(]*$/.test(before) || (before.endsWith('<') && isMailboxName(before.slice(0, -1)));
