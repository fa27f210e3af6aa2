import { PIECE, type Steps } from '../steps.ts';
import { mayBePacked, packedText, type Unpacking, unpackingOf } from './packed.ts';
import { runsOf, signsOf } from './runs.ts';

/** The longest text that is decoded. */
const LONGEST = 65_536;
/** How many runs of one text are told apart. */
const MOST_RUNS = 50;

const PERCENT = /%u?[0-9a-f]{2}/i;
/** Whole UTF-8 characters, so that no run is cut inside one. */
const CHARACTERS =
  /(?:%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}){1,64}/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|sol|bsol|period|colon|nbsp|commat));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  bsol: '\\',
  period: '.',
  colon: ':',
  nbsp: ' ',
  commat: '@',
};

/** Percent-decoding that keeps what it cannot decode; overlong UTF-8 (`%c0%ae`) becomes the character it means. */
export function decodePercent(text: string): string {
  if (!text.includes('%') || !PERCENT.test(text)) return text;
  return text
    .replace(/%c0%(ae|2e|af|2f)/gi, (_whole, low: string) => (/e$/i.test(low) ? '.' : '/'))
    .replace(/%c1%(?:9c|1c|pc)/gi, '\\')
    .replace(/%u(2215|2216|2044)/gi, (_whole, slash: string) => (slash === '2216' ? '\\' : '/'))
    .replace(/%u00([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(CHARACTERS, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run.replace(/%([0-7][0-9a-f])/gi, (_whole, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
      }
    });
}

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Longer texts are decoded in parts. */
const PART = PIECE * 2;
/** No entity is longer. */
const LONGEST_ENTITY = 12;

/** The same, with a pause after each part. */
export function* decodeEntitiesInSteps(text: string): Steps<string> {
  if (text.length <= PART || !text.includes('&')) return decodeEntities(text);
  let decoded = '';
  for (let from = 0; from < text.length; ) {
    let end = from + PART;
    // No entity is cut in two: each begins with `&`, and has no other.
    const last = text.lastIndexOf('&', end);
    if (last > end - LONGEST_ENTITY && last > from) end = last;
    decoded += decodeEntities(text.slice(from, end));
    from = end;
    yield;
  }
  return decoded;
}

/** A run of base64 that holds text: where it is, and what it says. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** It stands for this run and all that follow, which are too many to be told apart. */
  readonly rest?: true;
}

/** The runs of one text as they are told: what stands behind many decoys is no less there, so the last stands for all the others. */
export function toldApart(runs: readonly Decoded[]): readonly Decoded[] {
  if (runs.length <= MOST_RUNS) return runs;
  const rest = runs.slice(MOST_RUNS - 1);
  const { start } = rest[0] as Decoded;
  const { end } = rest.at(-1) as Decoded;
  return [...runs.slice(0, MOST_RUNS - 1), { start, end, text: rest.map(({ text }) => text).join('\n'), rest: true }];
}

const SIGNS = signsOf(/[A-Za-z0-9+/_-]/);
const SHORTEST_RUN = 32;
const LONGEST_RUN = 65_536;
const NO_RUNS: readonly Decoded[] = Object.freeze([]);

let last = '';
let lastRuns = NO_RUNS;

/**
 * Base64 (either alphabet) that holds printable text, packed or not, decoded once. Pictures and hashes are given up after 48
 * bytes. Kept for the last text, since several inspectors ask for the same one.
 */
export function base64Runs(text: string): readonly Decoded[] {
  if (text.length < 32) return NO_RUNS;
  if (text === last) return lastRuns;
  lastRuns = findRuns(text);
  last = text;
  return lastRuns;
}

function findRuns(text: string): readonly Decoded[] {
  const runs = runsOf(text, SIGNS, SHORTEST_RUN);
  let found: Decoded[] | undefined;
  let unpacking: Unpacking | undefined;
  for (let i = 0; i < runs.length; i += 2) {
    const whole = runs[i + 1] as number;
    for (let start = runs[i] as number; whole - start >= SHORTEST_RUN; ) {
      const isCut = whole - start > LONGEST_RUN;
      let end = isCut ? start + LONGEST_RUN : whole;
      const head = Buffer.from(text.slice(start, Math.min(end, start + 64)), 'base64');
      const isText = isPrintable(head.toString('latin1'));
      if (isText || mayBePacked(head)) {
        if (!isCut) for (let more = 0; more < 2 && text[end] === '='; more++) end++;
        const bytes = Buffer.from(text.slice(start, end), 'base64');
        if (!isText) unpacking ??= unpackingOf();
        const said = isText ? bytes.toString('utf8') : packedText(bytes, unpacking as Unpacking);
        if (said !== undefined && (isText || isPrintable(said.slice(0, 48)))) {
          found ??= [];
          found.push({ start, end, text: said });
        }
      }
      start = end;
    }
  }
  return found === undefined ? NO_RUNS : toldApart(found);
}

/** Printable ASCII with tabs and line ends, and now and then a byte of another letter. */
function isPrintable(text: string): boolean {
  let odd = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32) || code === 127) return false;
    if (code > 127) odd++;
  }
  return odd * 4 < text.length;
}

/** The text, and what it says after decoding percent signs and entities, at most twice. Long texts stay as they are. */
export function decodings(text: string): readonly string[] {
  const forms = [text];
  if (text.length > LONGEST) return forms;
  let here = text;
  for (let round = 0; round < 2; round++) {
    const next = decodeEntities(decodePercent(here));
    if (next === here) break;
    forms.push(next);
    here = next;
  }
  return forms;
}

/** So many characters of base64 tell whether a file may be a text, and so many bytes in the middle and at the end whether it is. */
const HEAD = 1_024;
const SAMPLE = 768;
/** Control characters but tabs and line ends, and what is no UTF-8. */
const NO_TEXT = /[\0-\x08\x0e-\x1f\ufffd]/g;
/** Of so many letters of a text one may be broken: texts are cut, edited, and written in older encodings. */
const FEW_BROKEN = 10;

/**
 * The text of a file that is given in base64; undefined where it is none. What is sent as a text is one, whatever is broken in
 * it: a client shows it as one.
 */
export function textInFile(base64: string, isSentAsText = false): string | undefined {
  // Most files are pictures, and are not decoded.
  if (!isSentAsText && !isReadable(Buffer.from(base64.slice(0, HEAD), 'base64'))) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  const middle = bytes.length >> 1;
  if (!isSentAsText && bytes.length > SAMPLE * 2)
    for (const from of [middle, bytes.length - SAMPLE])
      if (!isReadable(bytes.subarray(from, from + SAMPLE))) return undefined;
  return bytes.length === 0 ? undefined : bytes.toString('utf8');
}

function isReadable(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return text !== '' && (text.match(NO_TEXT)?.length ?? 0) * FEW_BROKEN <= text.length;
}
