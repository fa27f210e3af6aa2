import type { StoredRecord } from '../../journal/reading.ts';
import type { Record } from '../../model/record.ts';
import { type LogLine, logLine } from '../printing/log-line.ts';
import { type Asker, askerOf, MOST_OPEN, needsAsker } from './askers.ts';
import { isFor } from './named-tools.ts';
import type { ValueSearch } from './value-search.ts';

/** A line that may be one of the last. */
interface Candidate {
  line: LogLine;
  /** Undefined while it is not known whose it is: that stands in the record of its call, which is older. */
  fits: boolean | undefined;
  /** How many calls had been met when it was. */
  readonly met: number;
}

/**
 * The last lines that fit, oldest first, from records that come newest first: of these no more are read than that takes. What
 * it finds is what whoever reads all of them forwards finds, save between chains while a clock was set back.
 */
export async function newestLines(
  records: AsyncIterable<StoredRecord>,
  most: number,
  fits: (line: LogLine) => boolean,
  search?: ValueSearch,
): Promise<LogLine[]> {
  const found: LogLine[] = [];
  /** From the newest on of which it is not known, newest first. */
  const candidates: Candidate[] = [];
  const waiting = new Map<string, Candidate[]>();
  const following = new Map<string, Record>();
  let calls = 0;
  const settle = (call: string | undefined, asker?: Asker): void => {
    if (call === undefined) return;
    for (const each of waiting.get(call) ?? []) {
      const { places, ...line } = each.line;
      each.line = { ...line, ...asker, ...(places === undefined ? {} : { places }) };
      each.fits = fits(each.line);
    }
    waiting.delete(call);
  };
  const tellDecided = (): void => {
    let decided = 0;
    for (const { line, fits: isFit } of candidates) {
      if (isFit === undefined) break;
      if (isFit) found.push(line);
      decided++;
    }
    if (decided > 0) candidates.splice(0, decided);
  };
  for await (const stored of records) {
    const { record } = stored;
    const asker = askerOf(record);
    if (asker !== undefined) calls++;
    // Whoever reads forwards has forgotten by then whose call it was.
    while (candidates[0] !== undefined && calls - candidates[0].met > MOST_OPEN) {
      settle(candidates[0].line.call);
      tellDecided();
    }
    if (asker !== undefined && record.entry.kind === 'call') settle(record.entry.call, asker);
    const line = await lineOf(stored, following.get(record.writer), search);
    following.set(record.writer, record);
    if (line !== undefined) {
      const one: Candidate = { line, fits: needsAsker(line) ? undefined : fits(line), met: calls };
      if (one.fits !== false) candidates.push(one);
      if (one.fits === undefined && line.call !== undefined)
        waiting.set(line.call, [...(waiting.get(line.call) ?? []), one]);
    }
    tellDecided();
    if (found.length >= most) break;
  }
  for (const call of [...waiting.keys()]) settle(call);
  tellDecided();
  return found.slice(0, most).reverse();
}

/** Undefined where the record has not the value that is looked for. */
async function lineOf(
  stored: StoredRecord,
  next: Record | undefined,
  search: ValueSearch | undefined,
): Promise<LogLine | undefined> {
  const { record } = stored;
  if (search === undefined) return logLine(record, next !== undefined && isFor(record, next) ? next : undefined);
  const places = await search.placesOf(stored);
  return places === undefined ? undefined : { ...logLine(record), places };
}
