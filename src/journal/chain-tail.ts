import { stat } from 'node:fs/promises';
import type { Record } from '../model/record.ts';
import { decodeLine } from './line.ts';
import { readAt } from './line-reader.ts';

const FIRST_LOOK = 16_384;
const NEWLINE = 10;

/** The last whole record of a segment, read from its end; undefined where it has none. */
export async function lastRecord(path: string): Promise<Record | undefined> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  for (let length = FIRST_LOOK; ; length *= 4) {
    const from = Math.max(0, size - length);
    const bytes = await readAt(path, from, size - from);
    const end = bytes.lastIndexOf(NEWLINE);
    const start = end <= 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
    if (end !== -1 && (start !== -1 || from === 0)) return decodeLine(bytes.toString('utf8', start + 1, end));
    if (from === 0) return undefined;
  }
}
