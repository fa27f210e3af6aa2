import type { Record } from '../../model/record.ts';
import { Bounded } from '../../projections/bounded.ts';
import { type LogLine, logLine } from '../printing/log-line.ts';

export type Asker = Pick<LogLine, 'agent' | 'who' | 'principal' | 'server' | 'tool'>;

/** More calls are never under way at once; some never come to a result, and a record may be followed for months. */
export const MOST_OPEN = 10_000;

/** Whose each result is, and of which tool a lost one: only the record of its call says it. */
export class Askers {
  readonly #open = new Bounded<Asker>(MOST_OPEN);

  hear(record: Record): void {
    const asker = askerOf(record);
    if (asker !== undefined && record.entry.kind === 'call') this.#open.set(record.entry.call, asker);
  }

  /** The line of a result or of a lost call, with whose it is. */
  named(line: LogLine): LogLine {
    return needsAsker(line) ? { ...line, ...this.#open.get(line.call) } : line;
  }
}

export const needsAsker = (line: LogLine): line is LogLine & { readonly call: string } =>
  (line.kind === 'result' || line.kind === 'lost') && line.call !== undefined;

/** Who asked, according to the record of a call that went on; undefined for all others. */
export function askerOf(record: Record): Asker | undefined {
  const { entry } = record;
  if (entry.kind !== 'call' || entry.decision.effect !== 'allow') return undefined;
  const { agent, who, principal, server, tool } = logLine(record);
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(who === undefined ? {} : { who }),
    ...(principal === undefined ? {} : { principal }),
    ...(server === undefined ? {} : { server }),
    ...(tool === undefined ? {} : { tool }),
  };
}
