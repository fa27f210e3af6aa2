import type { Complaint, Path } from '../../model/complaint.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { POWERS, type Power, ROLES, type Role } from '../../model/tool.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { LockfileError } from './error.ts';
import { OtherForm, readLines, type Tree } from './lines.ts';
import {
  FORMAT,
  type Identity,
  LOCKED_KINDS,
  type Locked,
  type LockedKind,
  type LockedServer,
  type Lockfile,
  MOST_BYTES,
  type Pin,
  RISKS,
  type Risk,
} from './lockfile.ts';
import { isKnownRecipe } from './recipe.ts';
import { REMEDY, readYaml } from './source.ts';

/** Reads a lockfile. Throws `LockfileError` with what is wrong, where, and what to do. */
export function readLockfile(file: string, text: string): Lockfile {
  if (text.length > MOST_BYTES) {
    const what = `${file}: has ${text.length} characters`;
    throw new LockfileError([{ path: [], what, instead: `At most ${MOST_BYTES} are read: is this the right file?` }]);
  }
  const ours = readLineForm(text, (path) => definitionAt(file, text, path));
  if (ours !== undefined) return ours;
  // It is in another form than ours, or something is wrong with it, whose place has to be found.
  const { value, complaints, locate } = readYaml(file, text);
  if (complaints.length > 0) throw new LockfileError(complaints);
  const reading = new Reading(() => ({}));
  const lockfile = reading.read((value ?? {}) as Tree);
  if (reading.complaints.length === 0) return lockfile;
  throw new LockfileError(
    reading.complaints.slice(0, 20).map((complaint) => ({ ...complaint, place: locate(complaint.path) })),
  );
}

/** Reads the line form; undefined for any other, and where something is wrong. */
export function readLineForm(text: string, later: (path: Path) => JsonObject): Lockfile | undefined {
  const lines = readLines(text, 'definition');
  if (lines === undefined) return undefined;
  const reading = new Reading(later);
  const lockfile = reading.read(lines);
  return reading.complaints.length === 0 ? lockfile : undefined;
}

/** A definition in another form than ours: the whole file is read for it. */
function definitionAt(file: string, text: string, path: Path): JsonObject {
  const { value, complaints, locate } = readYaml(file, text);
  if (complaints.length > 0) throw new LockfileError(complaints);
  const found = path.reduce<unknown>((here, step) => (isObject(here) ? here[String(step)] : undefined), value);
  if (isObject(found)) return found;
  throw new LockfileError([{ path, place: locate(path), what: 'must be an object', instead: REMEDY }]);
}

type Wrong = (path: Path, what: string, instead?: string) => void;

/** Checks what was read, and collects what is wrong with it. */
class Reading {
  readonly complaints: Complaint[] = [];
  readonly #later: (path: Path) => JsonObject;

  constructor(later: (path: Path) => JsonObject) {
    this.#later = later;
  }

  readonly #wrong: Wrong = (path, what, instead = REMEDY) => void this.complaints.push({ path, what, instead });

  read(tree: Tree): Lockfile {
    const top = this.#map(tree, []);
    const format = top.get('lockfile');
    if (format !== FORMAT) {
      const isNewer = typeof format === 'number' && format > FORMAT;
      const instead = isNewer
        ? 'Update Sallyport, or take an older file from git.'
        : `Its first key is: lockfile: ${FORMAT}`;
      this.#wrong(['lockfile'], `is no version of a lockfile that is read here (${FORMAT})`, instead);
      return { servers: new Map() };
    }
    this.#known(top, ['lockfile', 'servers'], []);
    const servers = new Map<string, LockedServer>();
    for (const [name, server] of this.#map(top.get('servers') ?? EMPTY, ['servers'])) {
      servers.set(name, this.#server(server, ['servers', name]));
    }
    return { servers };
  }

  #server(tree: Tree, at: Path): LockedServer {
    const server = this.#map(tree, at);
    this.#known(server, ['identity', 'instructions', ...LOCKED_KINDS], at);
    const instructions = this.#text(server.get('instructions'), [...at, 'instructions']);
    const things = (kind: LockedKind): ReadonlyMap<string, Locked> => {
      const path = [...at, kind];
      const found = new Map<string, Locked>();
      for (const [name, thing] of this.#map(server.get(kind) ?? EMPTY, path)) {
        found.set(name, this.#locked(thing, [...path, name]));
      }
      return found;
    };
    return {
      identity: this.#identity(server.get('identity') ?? EMPTY, [...at, 'identity']),
      ...(instructions === undefined ? {} : { instructions }),
      tools: things('tools'),
      prompts: things('prompts'),
      resourceTemplates: things('resourceTemplates'),
    };
  }

  #identity(tree: Tree, at: Path): Identity {
    const identity = this.#map(tree, at);
    this.#known(identity, ['args', ...IDENTITY_TEXTS], at);
    const texts = IDENTITY_TEXTS.flatMap((key): [string, string][] => {
      const text = this.#text(identity.get(key), [...at, key]);
      return text === undefined ? [] : [[key, text]];
    });
    const args = identity.get('args');
    if (args === undefined) return Object.fromEntries(texts);
    return { ...Object.fromEntries(texts), args: this.#texts(args, [...at, 'args']) };
  }

  #locked(tree: Tree, at: Path): Locked {
    const thing = this.#map(tree, at);
    this.#known(thing, ['pin', 'confirmed', 'risk', 'powers', 'roles', 'labels', 'definition'], at);
    const confirmed = thing.get('confirmed') ?? false;
    if (typeof confirmed !== 'boolean') this.#wrong([...at, 'confirmed'], 'must be true or false');
    const risk = thing.get('risk') ?? 'high';
    if (!isOneOf(RISKS, risk)) this.#oneOf([...at, 'risk'], risk, RISKS);
    return {
      pin: this.#pin(thing.get('pin') ?? EMPTY, [...at, 'pin']),
      confirmed: confirmed === true,
      risk: isOneOf(RISKS, risk) ? (risk as Risk) : 'high',
      powers: this.#powers(thing.get('powers') ?? EMPTY, [...at, 'powers']),
      roles: this.#roles(thing.get('roles') ?? EMPTY, [...at, 'roles']),
      labels: this.#texts(thing.get('labels') ?? [], [...at, 'labels']),
      definition: this.#definition(thing.get('definition') ?? EMPTY, [...at, 'definition']),
    };
  }

  #pin(tree: Tree, at: Path): Pin {
    const pin = this.#map(tree, at);
    this.#known(pin, ['recipe', 'hash'], at);
    const recipe = pin.get('recipe');
    const hash = pin.get('hash');
    if (typeof recipe !== 'number' || !isKnownRecipe(recipe)) {
      const instead = 'Update Sallyport: a newer one may have written this.';
      this.#wrong(at, `was made by a recipe that is not known here: ${String(recipe)}`, instead);
    }
    if (typeof hash !== 'string' || !/^[\w-]{43}$/.test(hash)) {
      this.#wrong(at, 'has no hash of 43 letters', 'Take the line from git, or run `sallyport accept` for it.');
    }
    return { recipe: Number(recipe), hash: String(hash) };
  }

  #powers(tree: Tree, at: Path): ReadonlyMap<Power, string> {
    const powers = new Map<Power, string>();
    for (const [power, why] of this.#map(tree, at)) {
      if (isOneOf(POWERS, power)) powers.set(power, typeof why === 'string' ? why : '');
      else this.#oneOf([...at, power], power, POWERS);
    }
    return powers;
  }

  #roles(tree: Tree, at: Path): Locked['roles'] {
    const roles = new Map<string, { role: Role; why: string }>();
    for (const [pointer, each] of this.#map(tree, at)) {
      const path = [...at, pointer];
      const { role, why } = Object.fromEntries(typeof each === 'string' ? [['role', each]] : this.#map(each, path));
      if (isOneOf(ROLES, role)) roles.set(pointer, { role, why: typeof why === 'string' ? why : '' });
      else this.#oneOf(path, role, ROLES);
    }
    return roles;
  }

  #definition(tree: Tree, at: Path): () => JsonObject {
    if (typeof tree !== 'function') {
      const value = Object.fromEntries(this.#map(tree, at)) as JsonObject;
      return () => value;
    }
    return () => {
      try {
        return tree();
      } catch (error) {
        if (error instanceof OtherForm || error instanceof RangeError) return this.#later(at);
        throw error;
      }
    };
  }

  #map(tree: Tree, at: Path): ReadonlyMap<string, Tree> {
    if (tree instanceof Map) return tree as ReadonlyMap<string, Tree>;
    if (isObject(tree)) return new Map(Object.entries(tree));
    if (tree === null) return EMPTY;
    this.#wrong(at, 'must be an object');
    return EMPTY;
  }

  #text(tree: Tree | undefined, at: Path): string | undefined {
    if (tree === undefined || typeof tree === 'string') return tree;
    this.#wrong(at, 'must be a string');
    return undefined;
  }

  #texts(tree: Tree, at: Path): readonly string[] {
    if (Array.isArray(tree) && tree.every((item) => typeof item === 'string')) return tree;
    this.#wrong(at, 'must be a list of strings');
    return [];
  }

  #oneOf(at: Path, given: unknown, words: readonly string[]): void {
    const hint = typeof given === 'string' ? didYouMean(given, words) : '';
    this.#wrong(
      at,
      `${JSON.stringify(given) ?? 'nothing'} is not possible here${hint}`,
      `One of: ${words.join(', ')}.`,
    );
  }

  #known(map: ReadonlyMap<string, Tree>, keys: readonly string[], at: Path): void {
    for (const key of map.keys()) {
      if (keys.includes(key)) continue;
      this.#wrong([...at, key], `there is no key "${key}"${didYouMean(key, keys)}`, `Known here: ${keys.join(', ')}.`);
    }
  }
}

const EMPTY: ReadonlyMap<string, Tree> = new Map();

const IDENTITY_TEXTS = ['command', 'url', 'package', 'packageVersion', 'image', 'name', 'version', 'protocol'] as const;

const isOneOf = <T extends string>(words: readonly T[], word: unknown): word is T =>
  words.some((each) => each === word);
