import type { Complaint } from '../../model/complaint.ts';
import type { JsonObject } from '../../model/json.ts';
import { LockfileError } from './error.ts';
import type { Locked, LockedKind, Pin } from './lockfile.ts';
import { readLockfile } from './read.ts';

/** A lockfile as it was read. */
export interface Source {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Where one thing is in it, in bytes. */
export interface Spot {
  /** Its server, and what kind of thing it is. */
  readonly within: readonly [string, LockedKind];
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const ABOVE = 'lockfile: 1\nservers:\n  it:\n    tools:\n';
const LINES_ABOVE = 4;

/** A thing whose rest is read when it is asked for. */
export class LaterLocked implements Locked {
  readonly pin: Pin;
  readonly confirmed: boolean;
  readonly #source: Source;
  readonly #spot: Spot;
  #whole: Locked | undefined;

  constructor(source: Source, spot: Spot, pin: Pin, confirmed: boolean) {
    this.#source = source;
    this.#spot = spot;
    this.pin = pin;
    this.confirmed = confirmed;
  }

  get name(): string {
    return this.#spot.name;
  }
  get risk(): Locked['risk'] {
    return this.#read().risk;
  }
  get powers(): Locked['powers'] {
    return this.#read().powers;
  }
  get roles(): Locked['roles'] {
    return this.#read().roles;
  }
  get labels(): Locked['labels'] {
    return this.#read().labels;
  }
  definition(): JsonObject {
    return this.#placed(() => this.#read().definition());
  }

  #read(): Locked {
    this.#whole ??= this.#placed(() => {
      const { file, bytes } = this.#source;
      const { start, end, name } = this.#spot;
      const { servers } = readLockfile(file, ABOVE + bytes.toString('utf8', start, end));
      const found = servers.get('it')?.tools.get(name);
      if (found === undefined) throw new Error(`${file}: ${name} cannot be read`);
      return found;
    });
    return this.#whole;
  }

  /** What is wrong with it is reported with its place in the file. */
  #placed<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LockfileError)) throw error;
      const { bytes } = this.#source;
      let before = -LINES_ABOVE;
      for (let at = bytes.indexOf(10); at >= 0 && at < this.#spot.start; at = bytes.indexOf(10, at + 1)) before++;
      throw new LockfileError(error.complaints.map((complaint) => this.#shifted(complaint, before)));
    }
  }

  #shifted({ path, place, ...rest }: Complaint, lines: number): Complaint {
    const { within, name } = this.#spot;
    const own = path.length < 4 ? path : ['servers', ...within, name, ...path.slice(4)];
    return { ...rest, path: own, place: place && { ...place, line: place.line + lines } };
  }
}
