import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import { ownMark, type ProcessMark } from './process-table.ts';

/**
 * A process, and where it runs. Containers that share a state directory do not see each other's processes, and the same pid
 * and start may be one in each.
 */
export interface PlacedMark extends ProcessMark {
  readonly place: string;
}

let here: string | undefined;

function ownPlace(): string {
  here ??= `${hostname()} ${processNamespace()}`;
  return here;
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** This process. */
export const placedMark = (): PlacedMark => ({ ...ownMark(), place: ownPlace() });

/** Whether the process can be looked up by its pid. */
export const isHere = ({ place }: PlacedMark): boolean => place === ownPlace();

export const isSame = (one: PlacedMark, other: PlacedMark): boolean =>
  one.pid === other.pid && one.started === other.started && one.place === other.place;

export function readMark(text: string): PlacedMark | undefined {
  const value = jsonOf(text);
  if (!isObject(value)) return undefined;
  const { pid, started, place } = value;
  if (typeof pid !== 'number' || typeof started !== 'string' || typeof place !== 'string') return undefined;
  return { pid, started, place };
}
