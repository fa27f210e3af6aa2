import type { Head, Item } from './chain.ts';
import { encodeEntry } from './compact.ts';
import { messageOf } from './journal-error.ts';
import { closeLine, hashLine, lineBody } from './line.ts';
import { encodePayload } from './payload.ts';

/** The bytes of a group of records, each payload directly before the record that names it, and where they leave the chain. */
export interface Group {
  readonly bytes: Buffer;
  readonly head: Head;
  /** Facts of tools that were written with it. */
  readonly facts: readonly string[];
  /** Items that are no JSON, and are not in it. */
  readonly refused: readonly { readonly item: Item; readonly message: string }[];
}

/** Where a group begins. */
export interface GroupStart extends Head {
  readonly writer: string;
  readonly facts: ReadonlySet<string>;
}

/** Chains entries onto a head. Pure: until its bytes are durable, none of this has happened. */
export function writeGroup(items: readonly Item[], start: GroupStart): Group {
  let { seq, hash } = start;
  let lines = '';
  const facts: string[] = [];
  const refused: { item: Item; message: string }[] = [];
  const put = (text: string, at: number): void => {
    seq++;
    const body = lineBody(start.writer, seq, at, hash, text);
    hash = hashLine(body);
    lines += closeLine(body, hash);
  };
  for (const item of items) {
    const { entry, at, payload, tool } = item;
    let text: string;
    try {
      text = encodeEntry(entry);
    } catch (error) {
      refused.push({ item, message: `a record of kind ${entry.kind} is no JSON: ${messageOf(error)}` });
      continue;
    }
    if (tool !== undefined && !start.facts.has(tool.facts) && !facts.includes(tool.facts)) {
      facts.push(tool.facts);
      put(encodeEntry(tool), at);
    }
    if (payload !== undefined) lines += encodePayload(payload.ref.digest, payload.salt, payload.text);
    put(text, at);
  }
  return { bytes: Buffer.from(lines, 'utf8'), head: { seq, hash }, facts, refused };
}
