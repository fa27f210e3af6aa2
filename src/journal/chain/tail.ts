import { stat } from 'node:fs/promises';
import type { Record } from '../../model/record.ts';
import { decodeLine } from './line.ts';
import { isPayloadLine, readAt } from './line-reader.ts';

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
    const record = lastLine(bytes, from === 0);
    if (record !== undefined) return decodeLine(record.toString('utf8'));
    if (from === 0) return undefined;
  }
}

/** The last whole line of a record; undefined where these bytes have none. `isStart`: the file begins with them. */
function lastLine(bytes: Buffer, isStart: boolean): Buffer | undefined {
  for (let end = bytes.lastIndexOf(NEWLINE); end > 0; ) {
    const start = bytes.lastIndexOf(NEWLINE, end - 1);
    if (start === -1 && !isStart) return undefined;
    const line = bytes.subarray(start + 1, end);
    if (!isPayloadLine(line)) return line;
    end = start;
  }
  return undefined;
}
