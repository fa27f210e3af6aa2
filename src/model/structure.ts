import { parseStrict } from './json/parse.ts';
import { isObject, type Json, type JsonPointer } from './json.ts';
import { finish, type Steps } from './steps.ts';
import { JsonParts } from './structure/json-parts.ts';
import { itemCells, readListing } from './structure/listing.ts';
import { readLiteral } from './structure/literal.ts';
import { readMarkupInSteps } from './structure/markup.ts';
import { readNumberedRows } from './structure/numbered-rows.ts';
import { readOutline, type Shape } from './structure/outline.ts';
import type { Part, Parts } from './structure/outline-parts.ts';
import { unwrapped } from './structure/printed-result.ts';
import { readReceipt } from './structure/receipt.ts';
import { readTable } from './structure/table.ts';
import { readTranscript } from './structure/transcript.ts';
import { readKeptJson, readWrappedJson } from './structure/wrapped-json.ts';

/** Longer texts are read as prose: to find a structure takes reading all of it. */
const MOST = 1_048_576;

export interface Structure {
  readonly parts: Parts;
  /** How records were printed by lines: what the same result prints later is read in the same way. */
  readonly shape?: Shape;
  /** Whether values are part of a running text, which has to be read as a whole. */
  readonly isMixed?: boolean;
  /** What is read as a whole, where it was wrapped in something. */
  readonly inner?: string;
  /** The whole value, where the text is JSON. */
  readonly json?: Json;
}

/**
 * What a text says, as its writer structured it: JSON, with a server's words around it or without, a literal of a programming language, XML, an outline such as YAML or
 * headers above a text, a table, a list of what was found. Each string that is a value of its own is a leaf; undefined where
 * the text is prose, or nothing that can be told, such as JSON that names a key twice. Never throws; linear in the text.
 */
export const structureOf = (text: string, earlier?: Shape): Structure | undefined =>
  finish(structureInSteps(text, earlier));

/** `done`, `No such file.`: mere words are none of these. */
const ONLY_WORDS = /^[A-Za-z]+(?:(?: [A-Za-z]+)+[.!?]?)?$/;

/** The same, with a pause before each way of reading it. */
export function* structureInSteps(text: string, earlier?: Shape): Steps<Structure | undefined> {
  if (text.length > MOST || (earlier === undefined && ONLY_WORDS.test(text))) return undefined;
  const inner = unwrapped(text);
  if (inner === undefined) return yield* readInSteps(text, earlier);
  const read = yield* readInSteps(inner, earlier);
  return read === undefined ? { parts: [{ at: '', text: inner, key: false }] } : { ...read, inner };
}

function* readInSteps(text: string, earlier: Shape | undefined): Steps<Structure | undefined> {
  const first = text[text.search(/\S/)];
  if (first === undefined) return undefined;
  if (first === '{' || first === '[') {
    const read = parseStrict(text);
    yield;
    if (read.ok) return { parts: readKeptJson(read.value) ?? new JsonParts(read.value), json: read.value };
    // A repeated key shows different readers different values: neither is taken for what it seems.
    if (read.fault === 'duplicate-key') return undefined;
  }
  if ('{[('.includes(first) || (text.includes('(') && /^\s*[A-Za-z_][\w.]{0,100}\(/.test(text))) {
    const value = readLiteral(text);
    yield;
    if (isObject(value) || Array.isArray(value)) return { parts: new JsonParts(value) };
  }
  if (first === '<') {
    const markup = yield* readMarkupInSteps(text);
    if (markup !== undefined) return markup;
  }
  const wrapped = readWrappedJson(text) ?? readNumberedRows(text) ?? readReceipt(text);
  yield;
  if (wrapped !== undefined) return { parts: wrapped };
  const outline = readOutline(text, earlier);
  yield;
  if (outline !== undefined) {
    const { parts: values, shape } = outline;
    return { parts: values.hasItems ? yield* withCells(values) : values, shape, isMixed: values.isMixed };
  }
  const parts = readTable(text);
  if (parts !== undefined) return { parts };
  yield;
  const listing = readTranscript(text) ?? readListing(text);
  return listing === undefined ? undefined : { parts: listing, isMixed: true };
}

/** Parts that are looked at before a pause is offered. */
const MANY = 512;

/** An item without a name may be a line of cells. */
function* withCells(parts: Parts): Steps<readonly Part[]> {
  const found: Part[] = [];
  for (let index = 0, part = parts.at(0); part !== undefined; part = parts.at(++index)) {
    if (index % MANY === MANY - 1) yield;
    found.push(part);
    if (part.isText === true || part.key || !isItem(part.at)) continue;
    const cells = itemCells(part);
    for (let i = 0; i < cells.length; i++) found.push(cells[i] as Part);
  }
  return found;
}

/** Whether a place ends with a number. Its last letter tells of most that it does not. */
function isItem(at: JsonPointer): boolean {
  const last = at.charCodeAt(at.length - 1);
  return last > 47 && last < 58 && /\/\d+$/.test(at);
}
