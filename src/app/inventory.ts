import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Lockfile } from '../catalog/lockfile/lockfile.ts';
import type { Config } from '../config/schema.ts';
import type { Find, Standing } from '../discover/find.ts';
import { hideLaunch } from '../discover/hidden-launch.ts';
import { mergeSeen } from '../discover/merging.ts';
import { entryOfServer } from '../discover/sources/own.ts';
import { readRecords } from '../journal/reading.ts';
import type { StateDir } from '../journal/state-dir.ts';
import type { Power } from '../model/tool.ts';
import { compileGrants } from '../policy/grants.ts';
import { type AgentUsage, foldUsage, noUsage, type Usage } from '../projections/usage.ts';
import { seeSecrets } from './discovering.ts';
import { openLockfile } from './locking/file.ts';
import { lockfileOf } from './locking/place.ts';
import { CONFIG_FILE, readConfiguration } from './settings.ts';
import { readSnapshot } from './snapshot.ts';

export interface InventoryWish {
  readonly config?: string | undefined;
  readonly lockfile?: string | undefined;
  readonly state: StateDir;
  /** Uses count from here on. */
  readonly since: number;
}

/** What an agent may use, and what it did use. Tools as `server.tool`. */
export interface AgentStock {
  /** Undefined for callers that no configured agent is. */
  readonly agent: string | undefined;
  readonly purpose: string | undefined;
  readonly about: string;
  readonly clients: readonly string[];
  readonly principals: readonly string[];
  readonly granted: readonly string[];
  readonly used: readonly string[];
  /** Granted and never used: `server.*` where that is so of all of a server's. */
  readonly unused: readonly string[];
  /** What it was refused. */
  readonly refused: readonly string[];
  readonly last: number;
}

export interface ServerStock {
  readonly server: string;
  readonly runs: string;
  readonly tools: number;
  readonly prompts: number;
  /** Templates of resources, and resources that were read. */
  readonly resources: number;
  /** Marks of its data: configured, and seen on results. */
  readonly data: readonly string[];
  /** Secrets in plain text, wherever it was seen. */
  readonly secrets: number;
  readonly standing: Standing | undefined;
  readonly calls: number;
  readonly last: number;
}

export interface Inventory {
  readonly agents: readonly AgentStock[];
  readonly servers: readonly ServerStock[];
  /** What was discovered and is not in the configuration. */
  readonly others: readonly Find[];
  /** When was last looked for them. */
  readonly discovered: number | undefined;
  /** When the record begins. */
  readonly begins: number | undefined;
  readonly notes: readonly string[];
}

/** A tool that is known, from the lockfile or because it was called. */
interface KnownTool {
  readonly upstream: string;
  readonly name: string;
  readonly powers: readonly Power[];
}

/** Puts together what the configuration, the lockfile, the last discovery and the record say. Throws where one cannot be read. */
export async function takeInventory(wish: InventoryWish): Promise<Inventory> {
  const notes: string[] = [];
  const { config, file, lockfile } = await settingsOf(wish, notes);
  const usage = noUsage();
  if (existsSync(wish.state.journal)) {
    for await (const { record } of readRecords(wish.state.journal)) foldUsage(usage, record, wish.since);
  }
  const snapshot = await readSnapshot(wish.state);
  const times = Object.values(snapshot?.sources ?? {}).map(({ at }) => at);
  const finds = mergeSeen(Object.values(snapshot?.sources ?? {}).flatMap(({ seen }) => seen));
  if (snapshot === undefined) notes.push('nothing was discovered yet: sallyport discover');
  const tools = knownTools(lockfile, usage);
  const servers = Object.entries(config.servers).map(([name, server]) =>
    serverStock(name, server, { usage, lockfile, find: finds.find((each) => isConfigured(each, name, file)) }),
  );
  const unlocked = Object.keys(config.servers).filter((name) => !lockfile.servers.has(name));
  if (unlocked.length > 0) {
    notes.push(
      `of these servers only tools that were called are known, until \`sallyport lock\`: ${unlocked.join(', ')}`,
    );
  }
  return {
    agents: agentsIn(config, usage, tools),
    servers,
    others: finds.filter((find) => find.kind !== 'sallyport' && !isIn(find, config, file)),
    discovered: times.length === 0 ? undefined : Math.min(...times),
    begins: usage.begins,
    notes,
  };
}

type Settings = Pick<Config, 'servers' | 'agents' | 'purposes'>;

async function settingsOf(
  { config, lockfile }: InventoryWish,
  notes: string[],
): Promise<{ config: Settings; file: string; lockfile: Lockfile }> {
  const file = path.resolve(config ?? CONFIG_FILE);
  if (config === undefined && !existsSync(file)) {
    notes.push(`there is no ${CONFIG_FILE} in this folder: name one with --config to see what is granted`);
    return { config: { servers: {}, agents: {}, purposes: {} }, file, lockfile: { servers: new Map() } };
  }
  const { loaded } = await readConfiguration({ config: file });
  const locked = await openLockfile(lockfile === undefined ? lockfileOf(loaded.folder) : path.resolve(lockfile));
  return { config: loaded.config, file, lockfile: locked.lockfile };
}

const isConfigured = ({ seen }: Find, name: string, file: string): boolean =>
  seen.some((each) => each.source === 'sallyport' && each.name === name && each.at.file === file);

const isIn = (find: Find, { servers }: Settings, file: string): boolean =>
  Object.keys(servers).some((name) => isConfigured(find, name, file));

function knownTools(lockfile: Lockfile, usage: Usage): KnownTool[] {
  const known = new Map<string, KnownTool>();
  for (const { uses } of usage.agents.values()) {
    for (const { kind, target, powers, allowed, held } of uses.values()) {
      // A name that was only ever refused may be no tool at all.
      if (kind !== 'tool' || allowed + held === 0) continue;
      known.set(toolName(target), { ...target, powers });
    }
  }
  for (const [upstream, { tools }] of lockfile.servers) {
    for (const [name, { powers }] of tools)
      known.set(toolName({ upstream, name }), { upstream, name, powers: [...powers.keys()] });
  }
  return [...known.values()];
}

const toolName = ({ upstream, name }: { readonly upstream: string; readonly name: string }): string =>
  `${upstream}.${name}`;

function agentsIn(config: Settings, usage: Usage, tools: readonly KnownTool[]): AgentStock[] {
  const granted = compileGrants(config);
  const configured = Object.keys(config.agents);
  const used = [...usage.agents.values()].map(({ agent }) => agent ?? '');
  // Without configured agents whoever calls has everything; else a stranger is shown only where one called.
  const names = new Set([...configured, ...(configured.length === 0 ? [''] : []), ...used]);
  return [...names].sort().map((name): AgentStock => {
    const agent = name === '' ? undefined : name;
    const usedBy = usage.agents.get(name);
    const purpose = agent === undefined ? undefined : config.agents[agent]?.purpose;
    const principal = { id: name, human: 'out-of-band', ...(agent === undefined ? {} : { agent }) } as const;
    const may = tools.filter(({ upstream, name: tool, powers }) => granted(principal, upstream, tool, powers));
    const uses = [...(usedBy?.uses.values() ?? [])];
    const did = new Set(
      uses.filter(({ kind, allowed }) => kind === 'tool' && allowed > 0).map(({ target }) => toolName(target)),
    );
    return {
      agent,
      purpose,
      about: purpose === undefined ? '' : (config.purposes[purpose]?.about ?? ''),
      clients: sorted(usedBy?.clients),
      principals: sorted(usedBy?.principals),
      granted: may.map(toolName).sort(),
      used: [...did].sort(),
      unused: unusedOf(may, did),
      refused: uses
        .filter(({ denied }) => denied > 0)
        .map(({ target }) => toolName(target))
        .sort(),
      last: lastOf(usedBy),
    };
  });
}

const sorted = (values: ReadonlySet<string> | undefined): string[] => [...(values ?? [])].sort();
const lastOf = (usage: AgentUsage | undefined): number =>
  Math.max(0, ...[...(usage?.uses.values() ?? [])].map(({ last }) => last));

function unusedOf(may: readonly KnownTool[], did: ReadonlySet<string>): string[] {
  const servers = [...new Set(may.map(({ upstream }) => upstream))].sort();
  return servers.flatMap((server) => {
    const own = may.filter(({ upstream }) => upstream === server).map(toolName);
    const left = own.filter((tool) => !did.has(tool));
    return left.length === own.length && own.length > 1 ? [`${server}.*`] : left.sort();
  });
}

function serverStock(
  name: string,
  server: Config['servers'][string],
  { usage, lockfile, find }: { usage: Usage; lockfile: Lockfile; find: Find | undefined },
): ServerStock {
  const locked = lockfile.servers.get(name);
  const uses = [...usage.agents.values()]
    .flatMap((each) => [...each.uses.values()])
    .filter(({ target }) => target.upstream === name);
  const count = (kind: 'tool' | 'prompt' | 'resource', known: Iterable<string> = []): number => {
    const used = uses.filter((each) => each.kind === kind && each.allowed > 0);
    return new Set([...known, ...used.map(({ target }) => target.name)]).size;
  };
  const { launch, held } = hideLaunch(entryOfServer(server), seeSecrets);
  return {
    server: name,
    runs: launch.url ?? [launch.command ?? '', ...(launch.args ?? [])].join(' '),
    tools: count('tool', locked?.tools.keys()),
    prompts: count('prompt', locked?.prompts.keys()),
    resources: count('resource', locked?.resourceTemplates.keys()),
    data: [...new Set([...(server.labels ?? ['untrusted']), ...(usage.data.get(name) ?? [])])].sort(),
    secrets: (find?.held ?? held).length,
    standing: find?.standing,
    calls: uses.reduce((sum, { allowed }) => sum + allowed, 0),
    last: Math.max(0, ...uses.map(({ last }) => last)),
  };
}

export type { Find } from '../discover/find.ts';
