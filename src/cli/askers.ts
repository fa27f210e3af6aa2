import type { Record } from '../model/record.ts';
import { type LogLine, logLine } from './printing/log-line.ts';

type Asker = Pick<LogLine, 'agent' | 'who' | 'principal'>;

/** Whose each result is: only the record of its call says it. */
export class Askers {
  readonly #open = new Map<string, Asker>();

  hear(record: Record): void {
    const { entry } = record;
    if (entry.kind !== 'call' || entry.decision.effect !== 'allow') return;
    const { agent, who, principal } = logLine(record);
    this.#open.set(entry.call, {
      ...(agent === undefined ? {} : { agent }),
      ...(who === undefined ? {} : { who }),
      ...(principal === undefined ? {} : { principal }),
    });
  }

  /** The line of a result, with whose it is. */
  named(line: LogLine): LogLine {
    if (line.kind !== 'result' || line.call === undefined) return line;
    const asker = this.#open.get(line.call);
    this.#open.delete(line.call);
    return { ...line, ...asker };
  }
}
