import type { Lockfile } from '../../catalog/lockfile/lockfile.ts';
import type { Config } from '../../config/schema.ts';
import type { Find } from '../../discover/find.ts';
import { configIn } from '../../discover/sources/clients.ts';
import type { Power } from '../../model/tool.ts';
import { compileGrants } from '../../policy/grants.ts';
import type { AgentUsage, Usage } from '../../projections/usage.ts';

/** What an agent may use, and what it did use. Tools as `server.tool`. */
export interface AgentStock {
  /** Undefined for callers that no configured agent is. */
  readonly agent: string | undefined;
  /** Where it is known from: the configuration; a client's file that starts us as it; or its calls in the record alone. */
  readonly known: 'configuration' | 'client' | 'record';
  readonly purpose: string | undefined;
  readonly about: string;
  /** Clients as they called themselves. */
  readonly clients: readonly string[];
  /** Clients whose files start Sallyport with this configuration, as this agent: they may call whether they did or not. */
  readonly setUpIn: readonly string[];
  readonly principals: readonly string[];
  readonly granted: readonly string[];
  /** Servers that are granted whole, and of which no tool is known. */
  readonly unknown: readonly string[];
  /** How many of those can do what. */
  readonly powers: Readonly<Partial<Record<Power, number>>>;
  /** In the time that counts. */
  readonly used: readonly string[];
  /** Granted and used before that time alone: `server.*` where that is so of all of a server's. */
  readonly idle: readonly string[];
  /** Granted and never used since the record begins, likewise; servers of which no tool is known among them. */
  readonly never: readonly string[];
  /** What it was refused in the time that counts. */
  readonly refused: readonly string[];
  /** When it last used something, at any time. */
  readonly last: number;
}

export type Settings = Pick<Config, 'servers' | 'agents' | 'purposes'>;

/** A tool that is known, from the lockfile or because it was called. */
interface KnownTool {
  readonly upstream: string;
  readonly name: string;
  readonly powers: readonly Power[];
}

export interface AgentParts {
  readonly config: Settings;
  readonly file: string;
  readonly lockfile: Lockfile;
  readonly usage: Usage;
  readonly finds: readonly Find[];
}

export function agentStock({ config, file, lockfile, usage, finds }: AgentParts): AgentStock[] {
  const tools = knownTools(lockfile, usage);
  const met = new Set(tools.map(({ upstream }) => upstream));
  const unmet = Object.keys(config.servers).filter((server) => !met.has(server));
  const granted = compileGrants(config);
  const configured = Object.keys(config.agents);
  const setUp = setUpFor(finds, file);
  const used = [...usage.agents.values()].map(({ agent }) => agent ?? '');
  // Without configured agents whoever calls has everything; else a stranger is shown only where one called.
  const names = new Set([...configured, ...(configured.length === 0 ? [''] : []), ...used, ...setUp.keys()]);
  return [...names].sort().map((name): AgentStock => {
    const agent = name === '' ? undefined : name;
    const usedBy = usage.agents.get(name);
    const purpose = agent === undefined ? undefined : config.agents[agent]?.purpose;
    const principal = { id: name, human: 'out-of-band', ...(agent === undefined ? {} : { agent }) } as const;
    const may = tools.filter(({ upstream, name: tool, powers }) => granted(principal, upstream, tool, powers));
    const unknown = unmet.filter((server) => granted(principal, server, ANY_NAME)).sort();
    const uses = [...(usedBy?.uses.values() ?? [])];
    const did = (isSo: (use: (typeof uses)[number]) => boolean): Set<string> =>
      new Set(uses.filter((use) => use.kind === 'tool' && isSo(use)).map(({ target }) => toolName(target)));
    const now = did(({ allowed }) => allowed > 0);
    const ever = did(({ last }) => last > 0);
    return {
      agent,
      known:
        agent === undefined || configured.includes(agent) ? 'configuration' : setUp.has(name) ? 'client' : 'record',
      purpose,
      about: purpose === undefined ? '' : (config.purposes[purpose]?.about ?? ''),
      clients: sorted(usedBy?.clients),
      setUpIn: sorted(setUp.get(name)),
      principals: sorted(usedBy?.principals),
      granted: may.map(toolName).sort(),
      unknown,
      powers: powersOf(may),
      used: [...now].sort(),
      idle: byServer(may, (tool) => ever.has(tool) && !now.has(tool)),
      never: [...byServer(may, (tool) => !ever.has(tool)), ...unknown.map((server) => `${server}.*`)].sort(),
      refused: uses
        .filter(({ denied }) => denied > 0)
        .map(({ target }) => toolName(target))
        .sort(),
      last: lastOf(usedBy),
    };
  });
}

/** What no tool is called: who may use this may use whatever a server has. */
const ANY_NAME = '\u0000';

function knownTools(lockfile: Lockfile, usage: Usage): KnownTool[] {
  const known = new Map<string, KnownTool>();
  for (const { uses } of usage.agents.values()) {
    for (const { kind, target, powers, isReal } of uses.values()) {
      if (kind === 'tool' && isReal) known.set(toolName(target), { ...target, powers });
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

function powersOf(tools: readonly KnownTool[]): Partial<Record<Power, number>> {
  const counts: Partial<Record<Power, number>> = {};
  for (const { powers } of tools) for (const power of powers) counts[power] = (counts[power] ?? 0) + 1;
  return counts;
}

/** Who starts Sallyport with a configuration, by the agent that they name. */
function setUpFor(finds: readonly Find[], file: string): Map<string, Set<string>> {
  const machine = { platform: process.platform, home: '', env: {} };
  const found = new Map<string, Set<string>>();
  for (const { source, kind, by, launch } of finds.flatMap(({ seen }) => seen)) {
    const args = launch.args ?? [];
    if (source !== 'clients' || kind !== 'sallyport' || by === undefined || configIn(args, machine) !== file) continue;
    const agent = args[args.indexOf('--agent') + 1];
    const name = args.includes('--agent') && agent !== undefined ? agent : '';
    found.set(name, (found.get(name) ?? new Set()).add(by));
  }
  return found;
}

const sorted = (values: ReadonlySet<string> | undefined): string[] => [...(values ?? [])].sort();
const lastOf = (usage: AgentUsage | undefined): number =>
  Math.max(0, ...[...(usage?.uses.values() ?? [])].map(({ last }) => last));

/** The tools of which something is so; all of one server's in one. */
function byServer(may: readonly KnownTool[], isSo: (tool: string) => boolean): string[] {
  const servers = [...new Set(may.map(({ upstream }) => upstream))].sort();
  return servers.flatMap((server) => {
    const own = may.filter(({ upstream }) => upstream === server).map(toolName);
    const left = own.filter(isSo);
    return left.length === own.length && own.length > 1 ? [`${server}.*`] : left.sort();
  });
}
