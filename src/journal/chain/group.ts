import { messageOf } from '../../model/caught.ts';
import type { Entry, ToolEntry } from '../../model/record.ts';
import type { Label } from '../../model/tool.ts';
import { encodePayload, type Payload } from '../payload/payload.ts';
import { encodeEntry } from './compact.ts';
import { digestOf, lineBody, lineEnd } from './line.ts';
import { Sheet } from './sheet.ts';

/** An entry on its way to the disk. */
export interface Item {
  readonly entry: Entry;
  readonly at: number;
  readonly payload: Payload | undefined;
  /** Written before it in each segment that does not hold it yet. */
  readonly tool: ToolEntry | undefined;
  /** Called when it is durable, or with why it is not. An item that nobody waits for is kept and tried again instead. */
  readonly done: ((fault?: string) => void) | undefined;
  /** Kept and tried again as well, although somebody waits: what a session has taken in already has to be in its record. */
  readonly isKept?: true;
  /** Of a result: what counts for it where nothing but its loss can be recorded. */
  readonly labels?: readonly Label[];
}

/** The last record that is durable. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Records that are written together, each payload directly before the record that names it. The bytes are the sheet's own. */
export interface Group {
  readonly bytes: Buffer;
  readonly head: Head;
  /** Facts of tools that were written with it. */
  readonly facts: readonly string[];
  /** Items that could not be made JSON, and are left out. */
  readonly refused: readonly { readonly item: Item; readonly message: string }[];
}

/** Where a group begins. */
export interface GroupStart extends Head {
  readonly writer: string;
  readonly facts: ReadonlySet<string>;
}

/** Chains entries onto a head. Changes nothing but the sheet: the chain takes the new head once the bytes are durable. */
export function writeGroup(items: readonly Item[], start: GroupStart, sheet = new Sheet()): Group {
  let { seq, hash } = start;
  sheet.clear();
  const facts: string[] = [];
  const refused: { item: Item; message: string }[] = [];
  // What stands between the hashed parts of two lines is written with the second: each write costs, however short.
  let between = '';
  const put = (text: string, at: number): void => {
    seq++;
    const body = lineBody(start.writer, seq, at, hash, text);
    const from = sheet.length;
    sheet.put(between + body);
    const isAscii = sheet.length - from === between.length + body.length;
    hash = digestOf(sheet.since(from + (isAscii ? between.length : Buffer.byteLength(between))));
    between = lineEnd(hash);
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    const { entry, at, payload, tool } = item;
    let text: string;
    try {
      text = encodeEntry(entry);
    } catch (error) {
      refused.push({ item, message: `a record of kind ${entry.kind} is not JSON: ${messageOf(error)}` });
      continue;
    }
    if (tool !== undefined && !start.facts.has(tool.facts) && !facts.includes(tool.facts)) {
      facts.push(tool.facts);
      put(encodeEntry(tool), at);
    }
    if (payload !== undefined) between += encodePayload(payload.ref.digest, payload.salt, payload.text);
    put(text, at);
  }
  sheet.put(between);
  return { bytes: sheet.since(0), head: { seq, hash }, facts, refused };
}
