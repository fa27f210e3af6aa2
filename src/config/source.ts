import path from 'node:path';
import { type Document, isScalar } from 'yaml';
import { messageOf } from '../model/caught.ts';
import { type Complaint, type Locate, MOST_COMPLAINTS, type Place, placeIn } from '../model/complaint.ts';
import { follow, keysIn, strayAliases, yamlDocument } from '../model/yaml.ts';
import { hiddenRanges, hideIn, type Range } from './hiding.ts';

/** The values of a configuration's text, and the way back from a value to its place. */
export interface Source {
  readonly value: unknown;
  readonly locate: Locate;
  readonly complaints: readonly Complaint[];
}

/** Reads YAML 1.2 or JSON (with comments, as editors write it). Never throws: what it cannot read is a complaint. */
export function readSource(file: string, given: string): Source {
  const text = /\.jsonc?$/i.test(path.extname(file)) ? blankComments(given) : given;
  let ranges: readonly Range[] = [];
  let isBroken = true;
  // What we print of a file ends up in terminals' scrollback, in logs and in questions to others.
  const shown = (line: string, start: number): string =>
    hideIn(
      line,
      ranges.map(([from, to]): Range => [from - start, to - start]),
      isBroken,
    );
  const placeAt = (offset: number): Place => placeIn(file, given, offset, shown);
  try {
    const document = yamlDocument(text);
    ranges = hiddenRanges(document);
    isBroken = document.errors.length > 0;
    const found = document.errors.map(({ code, message, pos }) => ({ at: pos[0], what: plainer(code, message) }));
    for (const { name, at } of [...keysIn(document)].flat()) if (name === LOST) found.push({ at, what: NO_NAME });
    for (const { name, at } of strayAliases(document))
      found.push({
        at,
        what: `nothing before this is named "&${name}"; a value that begins with "*" has to stand in quotes`,
      });
    const complaints = found.slice(0, MOST_COMPLAINTS).map(({ at, what }) => ({ place: placeAt(at), path: [], what }));
    const locate = locator(document, text, placeAt);
    // Of a file that ends too early, each bracket that is open complains at its end.
    const once = complaints.filter(({ place, what }, i) => {
      const first = complaints.findIndex((each) => each.what === what && each.place.line === place.line);
      return first === i;
    });
    // All that stands behind a bracket which is not closed is read as if it stood within: only the first of that may help.
    const isOpen = once.some(({ what }) => what.endsWith(MISSING));
    const told = isOpen ? once.filter(({ what }, i) => i === 0 || what.endsWith(MISSING)) : once;
    if (told.length > 0) return { value: undefined, locate, complaints: told };
    return { value: document.toJS({ maxAliasCount: 100 }), locate, complaints };
  } catch (error) {
    // Deep nesting overflows the parser's stack, and an alias bomb exceeds the count of aliases.
    const deep = error instanceof RangeError;
    const what = deep ? 'nests too deep to be read' : messageOf(error);
    return { value: undefined, locate: () => undefined, complaints: [{ place: placeAt(0), path: [], what }] };
  }
}

/** A key that is lost where values are checked: the one agent of that name would be none, and none named grants everything. */
const LOST = '__proto__';
const NO_NAME = `"${LOST}" cannot be a name; take another`;

function plainer(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in the same object; keep one';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented by spaces, not tabs';
  return PLAIN.find(([form]) => form.test(message))?.[1] ?? message;
}

const MISSING = 'is missing';
/** What the parser says in the words of YAML's grammar, which whoever forgot a bracket in a file of JSON has never read. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [
    /^Flow map\b.*end with a \}/,
    'the file or the object ends here, and a "{" above it is not closed: a "}" is missing',
  ],
  [
    /^Flow sequence\b.*end with a \]/,
    'the file or the object ends here, and a "[" above it is not closed: a "]" is missing',
  ],
  [/^Missing closing ["']/, 'a text in quotes is not closed: its last quote is missing'],
  [/^Missing , between flow/, 'a comma is missing before this, or a bracket above it is not closed'],
  [/^Missing , or :/, 'a comma or a colon is missing before this'],
  [/^All mapping items must start/, 'this is indented otherwise than the keys beside it'],
  [/^Nested mappings are not allowed/, 'a second ": " in one line: put what stands behind the first into quotes'],
  [
    /^Invalid escape sequence/,
    'a backslash in double quotes begins an escape, and this is none: put a Windows path into single quotes',
  ],
  [/^Plain value cannot start with reserved/, 'a value that begins with this sign has to stand in quotes'],
];

function locator(document: Document.Parsed, text: string, placeAt: (offset: number) => Place): Locate {
  return (path, point) => {
    const { node, key } = follow(document, path);
    const target = point?.key === true ? (key ?? node) : (node ?? key);
    const range = target?.range;
    if (range === undefined || range === null) return placeAt(0);
    if (point?.offset !== undefined && isScalar(node) && typeof node.value === 'string') {
      return placeAt(range[0] + rawOffset(text.slice(range[0], range[1]), node.value, point.offset));
    }
    return placeAt(range[0]);
  };
}

/** The source position of a value's `offset`th unit, past quotes, escapes, folds and indentation. */
function rawOffset(raw: string, value: string, offset: number): number {
  const escapes = raw.startsWith('"');
  let at = /^[|>]/.test(raw) ? raw.indexOf('\n') + 1 : /^["']/.test(raw) ? 1 : 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value[i] as string;
    const blank = unit === ' ' || unit === '\n';
    if (escapes) at += /^(?:\\\r?\n[ \t]*)*/.exec(raw.slice(at, at + 500))?.[0].length ?? 0;
    const length = escapes && raw[at] === '\\' ? escapeLength(raw[at + 1]) : 0;
    if (length === 0) while (at < raw.length && raw[at] !== unit && !(blank && /\s/.test(raw[at] as string))) at++;
    if (i === offset) break;
    // A fold is a newline with indentation in the source, and one blank in the value.
    if (length === 0 && blank && raw[at] !== ' ') {
      while (/\s/.test(raw[at + 1] ?? '') && !/\s/.test(value[i + 1] ?? 'x')) at++;
    }
    at += Math.max(1, length);
  }
  return Math.min(at, raw.length);
}

/** The length of an escape in a double-quoted string, by the letter after its backslash. */
const escapeLength = (letter: string | undefined): number =>
  letter === 'x' ? 4 : letter === 'u' ? 6 : letter === 'U' ? 10 : 2;

/** Comments of JSON become spaces, so that every place keeps its offset. */
function blankComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (piece) =>
    piece.startsWith('"') ? piece : piece.replace(/[^\n]/g, ' '),
  );
}
