import { hash } from 'node:crypto';
import { type Entry, RECORD_VERSION, type Record } from '../../model/record.ts';
import { LaterRecord } from '../journal-error.ts';
import { decodeEntry } from './compact.ts';

/** SHA-256 of bytes, or of text in UTF-8, in one call: in base64url (43 characters). */
export const digestOf = (data: string | Buffer): string => hash('sha256', data, 'base64url');

/** Between the hashed part of a line and its hash. */
const SEAM = ',"hash":"';
const HASH_LENGTH = 43;
const TAIL_LENGTH = SEAM.length + HASH_LENGTH + '"}'.length;

/** The part of a line that its hash covers: every byte before it, the hash of the line before (`prev`) included. */
export const lineBody = (writer: string, seq: number, at: number, prev: string, entryText: string): string =>
  `{"v":${RECORD_VERSION},"writer":"${writer}","seq":${seq},"at":${at},"prev":"${prev}","entry":${entryText}`;

/** What follows the hashed part of a line. */
export const lineEnd = (lineHash: string): string => `${SEAM}${lineHash}"}\n`;

/** The record of a line, and whether its hash fits its bytes. Undefined if it is no record at all. */
export function readLine(line: string): { record: Record; intact: boolean } | undefined {
  const record = decodeLine(line);
  if (record === undefined) return undefined;
  const body = line.slice(0, -TAIL_LENGTH);
  const intact = line === `${body}${SEAM}${record.hash}"}` && digestOf(body) === record.hash;
  return { record, intact };
}

/** A line's record without looking at its hash. Throws on a record of a later version. */
export function decodeLine(line: string): Record | undefined {
  let stored: Partial<Record> | null;
  try {
    stored = JSON.parse(line) as Partial<Record> | null;
  } catch {
    return undefined;
  }
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { v, writer, seq, at, prev, entry, hash: lineHash } = stored;
  if (typeof v === 'number' && v > RECORD_VERSION) {
    throw new LaterRecord(
      `chain ${writer} of the record has version ${v}, this Sallyport reads up to ${RECORD_VERSION}: update it`,
    );
  }
  if (v !== RECORD_VERSION || typeof writer !== 'string' || typeof seq !== 'number' || typeof at !== 'number')
    return undefined;
  if (typeof prev !== 'string' || typeof lineHash !== 'string' || typeof entry !== 'object' || entry === null)
    return undefined;
  const decoded = decodeSafely(entry);
  return decoded && { v: RECORD_VERSION, writer, seq, at, prev, entry: decoded, hash: lineHash };
}

/** An edited line may be valid JSON of the wrong shape. */
function decodeSafely(entry: object): Entry | undefined {
  try {
    return decodeEntry(entry);
  } catch {
    return undefined;
  }
}
