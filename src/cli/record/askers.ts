import type { Record } from '../../model/record.ts';
import { Bounded } from '../../projections/bounded.ts';
import { type LogLine, logLine } from '../printing/log-line.ts';

type Asker = Pick<LogLine, 'agent' | 'who' | 'principal' | 'server' | 'tool'>;

/** More calls are never under way at once; some never come to a result, and a record may be followed for months. */
const MOST_OPEN = 10_000;

/** Whose each result is, and of which tool a lost one: only the record of its call says it. */
export class Askers {
  readonly #open = new Bounded<Asker>(MOST_OPEN);

  hear(record: Record): void {
    const { entry } = record;
    if (entry.kind !== 'call' || entry.decision.effect !== 'allow') return;
    const { agent, who, principal, server, tool } = logLine(record);
    this.#open.set(entry.call, {
      ...(agent === undefined ? {} : { agent }),
      ...(who === undefined ? {} : { who }),
      ...(principal === undefined ? {} : { principal }),
      ...(server === undefined ? {} : { server }),
      ...(tool === undefined ? {} : { tool }),
    });
  }

  /** The line of a result or of a lost call, with whose it is. */
  named(line: LogLine): LogLine {
    if ((line.kind !== 'result' && line.kind !== 'lost') || line.call === undefined) return line;
    const asker = this.#open.get(line.call);
    return { ...line, ...asker };
  }
}
