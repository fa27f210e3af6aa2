import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Severity } from '../model/evidence/severity.ts';
import type { SaidIn } from '../model/saying.ts';
import type { Label } from '../model/tool.ts';
import { completeRule, type Rule, type RuleSource, type Supposition } from './rule.ts';

export const PACKS = ['floor', 'observe', 'recommended', 'strict'] as const;
export type PackName = (typeof PACKS)[number];

/** A call that an example supposes, with its flows and facts; what is left out is plain and clean. */
export interface Example extends Omit<Supposition, 'tool'> {
  readonly tool?: string;
  readonly method?: string;
  readonly origin?: 'downstream' | 'upstream' | 'ours';
  readonly roles?: Readonly<Record<string, string>>;
  /** Where its findings are; by default the arguments as a whole. */
  readonly at?: string;
  /** By default `medium`. */
  readonly severity?: Severity;
  /** `role < labels`, then `prose` or `field`, `only` (it stood nowhere else), `asks` (that text asks for it) `stated` (it asks for nothing) or `listed` (a person let all of its list pass): `target < untrusted prose only`. */
  readonly flows?: readonly string[];
  /** What leaves for where: place, number of values, letters of each: `there.example 3 x 40`. */
  readonly outflows?: readonly string[];
  readonly faults?: readonly string[];
  readonly failures?: readonly string[];
  /** Labels of the tool itself. */
  readonly marks?: readonly string[];
  readonly recent?: readonly {
    readonly tool: string;
    readonly powers: readonly string[];
    readonly labels?: readonly Label[];
  }[];
  readonly granted?: boolean;
  readonly frozen?: string;
  readonly incomplete?: boolean;
  /** For a result: whether it failed; for text that is no result, where it was said. */
  readonly failed?: boolean;
  readonly said?: SaidIn;
  /** What the session was narrowed to. `no-pii` allows every tool, and no data marked `pii`. */
  readonly purposes?: readonly string[];
}

export interface PackRule extends RuleSource {
  readonly examples: { readonly matches: readonly Example[]; readonly ignores: readonly Example[] };
}

/** A set of rules we ship, as its file says it. */
export interface Pack {
  readonly about: string;
  /** A pack whose rules this one includes. */
  readonly extends?: PackName;
  /** Applies to every rule of the pack and of the one it extends. */
  readonly mode?: 'audit';
  readonly rules: readonly PackRule[];
}

export type Packs = Readonly<Record<PackName, Pack>>;

/** The packs that ship with Sallyport, each read when it is first asked for. */
class PackFiles implements Packs {
  readonly #read = new Map<PackName, Pack>();

  get floor(): Pack {
    return this.#pack('floor');
  }
  get observe(): Pack {
    return this.#pack('observe');
  }
  get recommended(): Pack {
    return this.#pack('recommended');
  }
  get strict(): Pack {
    return this.#pack('strict');
  }

  #pack(name: PackName): Pack {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const pack = read(name);
    this.#read.set(name, pack);
    return pack;
  }
}

/** A pack as the build wrote it, or its source where nothing was built: parsing that would take 20 to 40 ms of every start. */
function read(name: PackName): Pack {
  // The path goes by way of the folder above, since the bundle is in the folder beside this one.
  const built = new URL(`../policy/packs/${name}.json`, import.meta.url);
  if (existsSync(built)) return JSON.parse(readFileSync(built, 'utf8')) as Pack;
  return parse(readFileSync(new URL(`../policy/packs/${name}.yaml`, import.meta.url), 'utf8')) as Pack;
}

/** The packs that ship. Reading one throws where its file is missing: without the floor nothing may run. */
export const readPacks = (): Packs => new PackFiles();

/** The rules of the chosen packs, floor first, each once: a pack that enforces a rule outweighs one that audits it. */
export function rulesOf(chosen: readonly string[], packs: Packs): Rule[] {
  const rules = new Map<string, Rule>();
  const add = (name: PackName, mode: 'audit' | undefined): void => {
    const pack = packs[name];
    const inherited = mode ?? pack.mode;
    if (pack.extends !== undefined) add(pack.extends, inherited);
    for (const source of pack.rules) {
      const { examples: _, ...rule } = source;
      const known = rules.get(rule.id);
      if (known === undefined || known.mode === 'audit') rules.set(rule.id, completeRule(rule, name, inherited));
    }
  };
  add('floor', undefined);
  for (const name of chosen) if (isPack(name)) add(name, undefined);
  return [...rules.values()];
}

export const isPack = (name: string): name is PackName => (PACKS as readonly string[]).includes(name);
