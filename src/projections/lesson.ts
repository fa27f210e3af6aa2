import { isObject, isSameJson, type Json, type JsonPointer, type Placed, Values } from '../model/json.ts';
import { isBlob, isBytes, isData, isPrinted, isSentAsText, STRUCTURED } from '../model/result/field.ts';
import { finish, PIECE, type Steps } from '../model/steps.ts';
import type { Shape } from '../model/structure/outline.ts';
import { type Structure, structureInSteps, structureOf } from '../model/structure.ts';
import { textInFile } from '../model/text/decode.ts';
import type { ReadText } from './read-text.ts';
import { isText, isTextInSteps } from './reading/running-text.ts';
import { seamOf } from './reading/seams.ts';
import { type Learner, LOOK, Teller } from './values/teller.ts';

/** Units examined per result, and how many of these at its end; what is between counts as forgotten. */
const MOST_TEXT = 1_000_000;
const END = 250_000;
/** The cost of a value besides its letters, in letters. */
const VALUE = 64;
/** A shorter number occurs everywhere. */
const SMALLEST_NUMBER = 1_000;

/** Receives what a short result holds. */
export interface Listener extends Learner {
  /** A text that may contain values. `known`: what reads it, where others are told it as well. */
  read(text: string, at: JsonPointer, known?: () => ReadText): void;
}

/** Receives what any result holds. */
export interface Pupil extends Listener {
  /** A long text that may contain values, with pauses. */
  readInSteps(text: string, at: JsonPointer): Steps<void>;
  /** Called for something that was not examined. `isUnread`: not even its text is kept to be searched. */
  forget(isUnread?: boolean): void;
}

/** How somebody is told what a short result holds. */
export type Tell = (value: Json, pupil: Listener) => void;

/** Passes on everything in a short result, in order. */
export function tell(value: Json, pupil: Listener): void {
  const teller = new Teller(pupil);
  const values = new Values(value, SMALLEST_NUMBER);
  let shape: Shape | undefined;
  let isTold = false;
  let last = '';
  for (let some = values.next(FEW); some.length > 0; some = values.next(FEW)) {
    for (let i = 0; i < some.length; i++) {
      const { text: given, under, at } = some[i] as Placed;
      // Most leaves are inside structured content, which is neither envelope nor printed output.
      const isDeep = under.startsWith(VALUES);
      if (isTold && (isDeep || under === STRUCTURED)) continue;
      if (!isDeep && isEnvelope(under + at, given)) continue;
      const file = isDeep ? undefined : fileText(given, under + at, value);
      if (file === undefined && !isDeep && isData(under + at, given)) continue;
      const text = file ?? given;
      // Only what a server printed is parsed as output: a string inside a value is one value, whoever wrote it.
      const isOutput = !isDeep && (file !== undefined || isPrinted(under + at));
      const printed = isOutput ? structureOf(text, shape) : undefined;
      shape = printed?.shape ?? shape;
      if (!isTold && isStructuredOf(value, printed, under + at)) {
        isTold = true;
        values.leaveOut(STRUCTURED);
      }
      if (isOutput) last = tellSeam(last, text, under + at, pupil);
      if (printed === undefined) teller.value(text, under, at, false);
      else finish(tellParts(printed, `${under}${at}#`, teller));
      if (printed !== undefined && printed.isMixed !== true) continue;
      const whole = printed?.inner ?? text;
      if (isText(whole)) pupil.read(whole, under + at);
    }
  }
  teller.end();
}

/** The same with pauses, for a result that may be long; whatever exceeds the limits counts as forgotten. */
export function* tellInSteps(value: Json, pupil: Pupil): Steps<void> {
  const teller = new Teller(pupil);
  const values = new Values(value, SMALLEST_NUMBER);
  let seen = 0;
  /** Units that are left, once so much was examined that this matters. */
  let left: number | undefined;
  let isSkipping = false;
  let told = 0;
  let shape: Shape | undefined;
  let isTold = false;
  let last = '';
  for (let some = values.next(AT_ONCE); some.length > 0; some = values.next(AT_ONCE)) {
    // By index: in work with pauses an iterator allocates an object for each element.
    for (let i = 0; i < some.length; i++) {
      const { text: given, under, at } = some[i] as Placed;
      if (seen >= MOST_TEXT - END) left ??= sizeOf(some, i) + (yield* values.sizeInSteps(weigh));
      if (left !== undefined) left -= weigh(given);
      const isDeep = under.startsWith(VALUES);
      if (isTold && (isDeep || under === STRUCTURED)) continue;
      if (!isDeep && isEnvelope(under + at, given)) continue;
      if (left !== undefined && (left >= END || (seen >= MOST_TEXT && weigh(given) === 0))) {
        if (!isSkipping) pupil.forget(true);
        isSkipping = true;
        if (i === 0) yield;
        continue;
      }
      const file = isDeep ? undefined : fileText(given, under + at, value);
      // A picture takes no text's place.
      if (file === undefined && !isDeep && isData(under + at, given)) continue;
      seen += given.length;
      const text = file ?? given;
      // One look tells of a long text: of a short one, asking again costs nothing.
      const isRead = text.length > LOOK ? yield* isTextInSteps(text) : undefined;
      if (isRead !== undefined) pupil.forget(!isRead);
      if (!isDeep && (file !== undefined || isPrinted(under + at))) {
        last = tellSeam(last, text, under + at, pupil);
        const printed = yield* tellPrint(text, under + at, shape, teller, isRead);
        shape = printed?.shape ?? shape;
        if (!isTold && isStructuredOf(value, printed, under + at)) {
          isTold = true;
          values.leaveOut(STRUCTURED);
        }
      } else {
        teller.value(text, under, at, false);
        if (isRead ?? isText(text)) yield* tellText(text, under + at, pupil);
      }
      told += text.length + VALUE;
      if (told < PIECE) continue;
      told = 0;
      yield;
    }
  }
  teller.end();
}

function sizeOf(values: readonly Placed[], from: number): number {
  let size = 0;
  for (let i = from; i < values.length; i++) size += weigh((values[i] as Placed).text);
  return size;
}

/** How much of what is to be read a text is: long bytes are none of it. */
const weigh = (text: string): number => (text.length > LOOK && isBytes(text) ? 0 : text.length);

const VALUES = `${STRUCTURED}/`;
/** How many values are held at a time; of a short result few, as what comes first may tell all of the rest. */
const AT_ONCE = 512;
const FEW = 8;

/**
 * Whether a printed text is the JSON of the structured content beside it, as servers send both for older clients. Then
 * all of it has been told, under the places where clients show it.
 */
const isStructuredOf = (result: Json, printed: Structure | undefined, at: JsonPointer): boolean =>
  printed?.json !== undefined &&
  isPrinted(at) &&
  isObject(result) &&
  result.structuredContent !== undefined &&
  isSameJson(printed.json, result.structuredContent);

/** Passes on printed output by its structure, which it returns: its shape is that of later output. `isRead`: whether it is a text, if known. */
function* tellPrint(
  text: string,
  at: JsonPointer,
  earlier: Shape | undefined,
  teller: Teller<Pupil>,
  isRead: boolean | undefined,
): Steps<Structure | undefined> {
  const printed = yield* structureInSteps(text, earlier);
  if (printed === undefined) teller.value(text, at, '', false);
  else yield* tellParts(printed, `${at}#`, teller, (part, place) => tellText(part, place, teller.pupil));
  if (printed !== undefined && printed.isMixed !== true) return printed;
  const { inner } = printed ?? {};
  if (inner === undefined ? (isRead ?? isText(text)) : isText(inner)) yield* tellText(inner ?? text, at, teller.pupil);
  return printed;
}

/** `long` is told a text that takes long to read; without it all are read at once. */
function* tellParts(
  printed: Structure,
  place: JsonPointer,
  teller: Teller<Listener>,
  long?: (text: string, at: JsonPointer) => Steps<void>,
): Steps<void> {
  const { parts, isMixed = false } = printed;
  let told = 0;
  let under = place;
  let last: JsonPointer | undefined;
  for (let i = 0, part = parts.at(0); part !== undefined; part = parts.at(++i)) {
    if (part.key) continue;
    const { text, at } = part;
    // Values of one object come one after the other and share its place: one string, which is kept with each of them.
    if (part.under !== last) {
      last = part.under;
      under = last === undefined ? place : place + last;
    }
    teller.value(text, under, at, part.isText === true, printed);
    // Values in a running text are read together with all of it.
    if (!isMixed && isText(text)) {
      // Most are short: work with pauses is an object for each.
      if (long === undefined || text.length < PIECE) teller.pupil.read(text, under + at);
      else yield* long(text, under + at);
    }
    told += text.length + VALUE;
    if (told < PIECE) continue;
    told = 0;
    yield;
  }
}

/** Passes on what two texts say together; returns what comes before the next. */
function tellSeam(before: string, text: string, at: JsonPointer, pupil: Listener): string {
  const seam = seamOf(before, text);
  if (seam !== undefined) pupil.read(seam, at);
  return text;
}

function* tellText(text: string, at: string, pupil: Pupil): Steps<void> {
  if (text.length < PIECE) pupil.read(text, at);
  else {
    yield;
    yield* pupil.readInSteps(text, at);
  }
}

/** Parts of a result that say what it is, not what it holds; a sentence there holds what any other does. */
const isEnvelope = (at: string, text: string): boolean => ENVELOPE.test(at) && !isText(text);
const ENVELOPE = /^\/(?:_meta\b|content\/\d+\/(?:type|mimeType|annotations)\b|resultType$)/;

/** The text of a file that was sent as base64; undefined where the value is none, or the file is no text. */
const fileText = (text: string, at: string, result: Json): string | undefined =>
  isBlob(at) ? textInFile(text, isSentAsText(result, at)) : undefined;
