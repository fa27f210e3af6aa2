import { concealObject } from '../catalog/lockfile/conceal.ts';
import { programOf } from '../discover/program.ts';
import { bookOf, definitionsOf, scanAmong } from '../inspect/definitions/names.ts';
import { scanDefinition } from '../inspect/definitions/scan.ts';
import { type Given, NOTHING_GIVEN } from '../inspect/secrets/given.ts';
import { openStateDir, stateRoot } from '../journal/state/state-dir.ts';
import type { Finding } from '../model/evidence.ts';
import type { ListKind } from '../model/gate.ts';
import type { JsonObject } from '../model/json.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Waits } from './behind.ts';
import { listOffers } from './locking/offers.ts';
import { givenIn } from './secrets/given-credentials.ts';
import { hiderOf } from './secrets/given-secrets.ts';
import { concealerOf, repeatedIn } from './secrets/repeated.ts';
import type { Configuration } from './settings.ts';

export { DEFINITION_KINDS } from '../inspect/definitions/kinds.ts';

/** What is looked through, and in which order. */
export const SCANNED = ['tools', 'prompts', 'resources', 'resourceTemplates'] as const satisfies readonly ListKind[];

/** What one server offers, wherever that was read. */
export interface Offered {
  readonly server: string;
  /** The file that it was read from; absent for a server that was asked. */
  readonly file?: string;
  /** What it runs, where that is known. */
  readonly program?: string;
  readonly instructions?: string;
  readonly definitions: readonly { readonly kind: ListKind; readonly value: JsonObject; readonly line?: number }[];
}

/** One definition with what was seen in it. */
export interface Scanned {
  readonly server: string;
  readonly file?: string;
  /** The line of the file, where each line is a definition. */
  readonly line?: number;
  readonly kind: ListKind | 'instructions';
  readonly name: string;
  readonly definition: JsonObject;
  readonly findings: readonly Finding[];
}

/** What could not be looked at: why, and what to do. */
export interface Unscanned {
  /** The server or file. */
  readonly what: string;
  readonly why: string;
  /** Set where it is switched off: nobody needs to be told. */
  readonly isOff?: true;
}

/** Looks through everything that is offered, of which credentials in `given` are not shown; calls `tell` for each definition. */
export function scanOffered(
  offered: readonly Offered[],
  tell: () => void = () => undefined,
  given: Given = NOTHING_GIVEN,
): Scanned[] {
  const conceal = concealerOf(() => given);
  const valuesOf = ({ definitions }: Offered, kind: ListKind): JsonObject[] =>
    definitions.flatMap((one) => (one.kind === kind ? [one.value] : []));
  // Names clash within one kind only. Definitions of all kinds may mention tools.
  const books = new Map(
    SCANNED.map((kind) => [
      kind,
      bookOf(
        offered.map((one) => ({
          server: one.server,
          definitions: valuesOf(one, kind),
          ...(one.program === undefined ? {} : { program: one.program }),
        })),
      ),
    ]),
  );
  return offered.flatMap((one) => {
    const { server, file, instructions, definitions } = one;
    const place = file === undefined ? { server } : { server, file };
    const scanned: Scanned[] = definitions.map(({ kind, value, line }) => {
      tell();
      const book = books.get(kind);
      const repeats = repeatsIn(value, given);
      const definition = repeats.length === 0 ? value : concealObject(value, conceal);
      const others = book === undefined ? [] : scanAmong(server, definition, book);
      const where = line === undefined ? place : { ...place, line };
      return {
        ...{ ...where, kind, name: conceal(nameOf(value)), definition },
        findings: [...repeats, ...scanDefinition(definition), ...others],
      };
    });
    if (instructions === undefined) return scanned;
    const definition = { instructions: conceal(instructions) };
    const tools = books.get('tools');
    const findings = [
      ...repeatsIn({ instructions }, given),
      ...scanDefinition(definition),
      ...(tools === undefined ? [] : scanAmong(server, definition, tools)),
    ];
    return [{ ...place, kind: 'instructions', name: 'instructions', definition, findings }, ...scanned];
  });
}

/** What is said of a server's credential names where it is configured, and never shows it. */
const repeatsIn = (definition: JsonObject, given: Given): Finding[] =>
  repeatedIn(definition, given).map(({ at, inKey, given: places }) => ({
    ...{ kind: 'definition.repeats-credential', severity: 'high', at, ...(inKey ? { inKey } : {}) },
    message: `Repeats a credential that a server is given: what ${places.join(' and ')} holds.`,
  }));

const nameOf = ({ name, uri, uriTemplate }: JsonObject): string =>
  [name, uri, uriTemplate].find((one) => typeof one === 'string') ?? '(no name)';

/** What a listing offers; entries that are not objects are left to the catalog, which reports them. */
export function offeredBy({ upstream, instructions, ...lists }: Listing): Offered {
  const definitions = SCANNED.flatMap((kind) => definitionsOf(lists[kind]).map((value) => ({ kind, value })));
  return { server: upstream, definitions, ...(instructions === undefined ? {} : { instructions }) };
}

export interface ServerScan {
  readonly state?: string | undefined;
  /** Only these. */
  readonly servers?: readonly string[] | undefined;
  readonly now: () => number;
  readonly waits: Waits;
}

/** What there is to look at. */
export interface Gathered {
  readonly offered: readonly Offered[];
  readonly unscanned: readonly Unscanned[];
  /** What configured servers are given; files are nobody's. */
  readonly given?: Given;
}

/** Starts the configured servers and takes what they offer. A server that fails does not keep the others from it. */
export async function offeredByServers(
  configuration: Configuration,
  { state: root, servers, now, waits }: ServerScan,
): Promise<Gathered> {
  const state = openStateDir(root ?? stateRoot());
  const wanted = Object.keys(configuration.config.servers).filter((name) => servers?.includes(name) ?? true);
  const { listings, missing } = await listOffers(configuration, state, {
    servers: new Set(wanted),
    about: 'scan',
    now,
    waits,
  });
  const hide = hiderOf(configuration);
  const unscanned = wanted.flatMap((what): Unscanned[] => {
    const why = missing.get(what);
    if (why !== undefined) return [{ what, why: hide(why) }];
    return configuration.config.servers[what]?.disabled === true ? [{ what, why: 'it is disabled', isOff: true }] : [];
  });
  const offered = [...listings.values()].map((listing) => {
    const { command, args } = configuration.config.servers[listing.upstream] ?? {};
    const program = programOf([command ?? '', ...(args ?? [])]);
    return { ...offeredBy(listing), ...(program === undefined ? {} : { program: `${program.kind} ${program.name}` }) };
  });
  return { offered, unscanned, given: givenIn(configuration)() };
}
