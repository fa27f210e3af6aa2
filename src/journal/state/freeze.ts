import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf, messageOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import { Stamp } from '../disk/stamp.ts';
import { replaceWhole } from '../disk/whole-file.ts';

export const SUBJECTS = ['session', 'agent', 'server'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Something that a person has stopped, until somebody lifts it. */
export interface Stop {
  readonly subject: Subject;
  /** A session's key, an agent's name, a server's name. */
  readonly name: string;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Freezer {
  /** Why a call of this session and agent to this server is stopped, or undefined. Cheap enough for every call. */
  check(session: string, agent: string | undefined, server: string): string | undefined;
  /** Rejects where it cannot be written, or the name is too long to be one. */
  freeze(stop: Stop): Promise<void>;
  /** False if it was not stopped. */
  lift(subject: Subject, name: string): boolean;
  /** Oldest first. Empty where the folder was never made, as in a copy of the record. */
  list(): readonly Stop[];
}

/** A stop takes effect in every process within this time. */
const LOOK_EVERY_MS = 100;
const NONE: ReadonlyMap<string, Stop> = new Map();

/** Stops as one file each in `frozen/`, so that setting and lifting are atomic. A folder that cannot be read stops everything. */
export function openFreezer(dir: string, now: () => number = Date.now): Freezer {
  let stops = NONE;
  let fault: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const stamp = new Stamp(dir);

  const look = (): void => {
    try {
      stamp.whenChanged(() => {
        const read = readStops(dir);
        stops = read.size === 0 ? NONE : read;
      });
      fault = undefined;
    } catch (error) {
      // Whoever removes the folder must not thereby lift every stop.
      const isGone = codeOf(error) === 'ENOENT';
      const why = isGone ? `${dir} was removed or moved: put it back, or restart Sallyport` : messageOf(error);
      fault = `the list of stops cannot be read, so that nobody can tell whether this is stopped: ${why}`;
    }
  };

  return {
    check(session, agent, server) {
      const time = now();
      if (time - lookedAt >= LOOK_EVERY_MS || time < lookedAt) {
        lookedAt = time;
        look();
      }
      if (fault !== undefined) return fault;
      if (stops === NONE) return undefined;
      const stop =
        stops.get(`server ${server}`) ??
        stops.get(`session ${session}`) ??
        (agent === undefined ? undefined : stops.get(`agent ${agent}`));
      return stop && `${stop.subject} ${stop.name} was stopped by ${stop.by}: ${stop.reason}`;
    },
    async freeze(stop) {
      if (stop.name === '' || Buffer.byteLength(stop.name) > 100) {
        throw new Error(`"${stop.name.slice(0, 100)}" cannot be stopped: a name has 1 to 100 bytes`);
      }
      await replaceWhole(stopFile(dir, stop.subject, stop.name), JSON.stringify(stop));
      lookedAt = Number.NEGATIVE_INFINITY;
      stamp.forget();
    },
    lift(subject, name) {
      lookedAt = Number.NEGATIVE_INFINITY;
      stamp.forget();
      try {
        rmSync(stopFile(dir, subject, name));
        return true;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      }
    },
    list() {
      try {
        return [...readStops(dir).values()].sort((a, b) => a.at - b.at);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }
    },
  };
}

/** In hexadecimal: some file systems fold case, and names may hold anything. */
const stopFile = (dir: string, subject: Subject, name: string): string =>
  path.join(dir, `${subject}.${Buffer.from(name).toString('hex')}.json`);

/** The file's name says what is stopped, its content only why. A damaged one still stops. */
function readStops(dir: string): Map<string, Stop> {
  const stops = new Map<string, Stop>();
  for (const file of readdirSync(dir)) {
    const parts = /^(session|agent|server)\.([0-9a-f]+)\.json$/.exec(file);
    if (parts === null) continue;
    const subject = parts[1] as Subject;
    const name = Buffer.from(parts[2] as string, 'hex').toString();
    stops.set(`${subject} ${name}`, { subject, name, ...readWhy(path.join(dir, file)) });
  }
  return stops;
}

function readWhy(file: string): Pick<Stop, 'by' | 'reason' | 'at'> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(value)) {
      return { by: String(value.by), reason: String(value.reason), at: Number(value.at) || 0 };
    }
  } catch {
    // Said below.
  }
  return { by: 'somebody', reason: 'the file that says why is damaged', at: 0 };
}
