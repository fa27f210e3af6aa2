import { PARTS_LETTERS } from '../../model/text/invisible.ts';
import { type Detector, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const KIND = 'definition.concealed';
/** In prose a single one may be a line-break hint. A definition is written by a program's author, who needs none. */
const ZERO_WIDTH = new RegExp(
  String.raw`(?<=[\x21-\x7e])[${PARTS_LETTERS}\ufeff]|[${PARTS_LETTERS}](?=[\x21-\x7e])`,
  'g',
);
const PRIVATE = /[\ue000-\uf8ff]|[\udb80-\udbff][\udc00-\udfff]/g;
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
/** More white space than any indentation, or empty line between sections, has. */
const WIDE = /\s{30,}/g;
const MOST_LINES = 30;
const MOST_COLUMNS = 200;
const ANY = new RegExp(
  String.raw`[\0-\x08\x0b\x0c\x0e-\x1f\x7f${PARTS_LETTERS}\ufeff\ue000-\uf8ff\udb80-\udbff]|\s{30}`,
);

const KINDS: readonly (readonly [pattern: RegExp, severity: Spotted['severity'], message: string])[] = [
  [ZERO_WIDTH, 'medium', 'Holds an invisible character, in a text that has no use for one.'],
  [PRIVATE, 'medium', 'Holds a character that stands for nothing that can be shown.'],
  [CONTROL, 'medium', 'Holds a control character, which a screen obeys instead of showing it.'],
];

/** Text after so much white space that it lies off the screen. */
function farBelow(text: string): Spotted | undefined {
  for (const { 0: run, index } of text.matchAll(WIDE)) {
    const end = index + run.length;
    if (end === text.length) return undefined;
    const lines = run.split('\n');
    if (lines.length <= MOST_LINES && lines.every((line) => line.length < MOST_COLUMNS)) continue;
    const message = 'Goes on far below or beside what fits on a screen.';
    return { kind: KIND, severity: 'medium', start: index, end: Math.min(text.length, end + 1), message };
  }
  return undefined;
}

function find(text: string): readonly Spotted[] {
  if (!ANY.test(text)) return NOTHING_SPOTTED;
  const found: Spotted[] = [];
  for (const [pattern, severity, message] of KINDS) {
    const hit = new RegExp(pattern).exec(text);
    if (hit !== null) found.push({ kind: KIND, severity, start: hit.index, end: hit.index + hit[0].length, message });
  }
  const far = farBelow(text);
  if (far !== undefined) found.push(far);
  return found.length === 0 ? NOTHING_SPOTTED : found.sort((a, b) => a.start - b.start);
}

/** Parts of a definition that its reader does not see on screen, stricter than `unicode`; the first of each sort. */
export const concealment: Detector = {
  name: 'concealment',
  kinds: [KIND],
  maturity: 'sandbox',
  sees: [
    { text: 'Reads a file.\u200b Then more.', kind: KIND },
    { text: 'Converts units.\ue000 More.', kind: KIND },
    { text: `Adds.${'\n'.repeat(60)}More.`, kind: KIND },
    { text: `Adds.${' '.repeat(400)}More.`, kind: KIND },
    { text: 'Adds.\u001b[1A More', kind: KIND },
  ],
  ignores: [
    'family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    'شما می\u200cخواهید',
    'क्\u200dष',
    'Adds.\n\n\n  - one\n  - two',
    'tabs\tand lines\r\n',
  ],
  find,
};
