import type { Principal, Target } from '../model/call.ts';
import { isOfCall, type Record } from '../model/record.ts';
import type { Label, Power } from '../model/tool.ts';

/** How one tool, prompt or resource was used. The counts cover the period in question; `last` covers all time. */
export interface Use {
  readonly kind: 'tool' | 'prompt' | 'resource';
  readonly target: Target;
  powers: readonly Power[];
  allowed: number;
  held: number;
  denied: number;
  /** Time of the last allowed call, even before the period; 0 if there was none. */
  last: number;
  /** Whether it was ever allowed or put to a person: a name that was only ever refused may not be a tool at all. */
  isReal: boolean;
}

/** What one agent did, and as whom. */
export interface AgentUsage {
  /** Undefined for callers that are no configured agent. */
  readonly agent: string | undefined;
  readonly principals: Set<string>;
  /** The names that the clients give themselves. */
  readonly clients: Set<string>;
  readonly uses: Map<string, Use>;
}

/** Who used what, and which data was involved. */
export interface Usage {
  /** By agent; '' for callers that are no configured agent. */
  readonly agents: Map<string, AgentUsage>;
  /** The labels of what each server returned. */
  readonly data: Map<string, Set<Label>>;
  /** When the record begins; undefined if it is empty. */
  begins: number | undefined;
  readonly facts: Map<string, readonly Power[]>;
}

export const noUsage = (): Usage => ({ agents: new Map(), data: new Map(), begins: undefined, facts: new Map() });

const KINDS: Readonly<{ [method: string]: Use['kind'] }> = {
  'tools/call': 'tool',
  'prompts/get': 'prompt',
  'resources/read': 'resource',
};

/**
 * Adds one record. A record older than `since` is not counted, but still tells when something was last used and what it
 * can do.
 */
export function foldUsage(
  usage: Usage,
  { writer, at, entry }: Pick<Record, 'writer' | 'at' | 'entry'>,
  since = 0,
): void {
  usage.begins = Math.min(usage.begins ?? at, at);
  if (entry.kind === 'tool') usage.facts.set(`${writer} ${entry.facts}`, entry.powers);
  if (entry.kind === 'result' && entry.origin !== 'upstream') {
    const marks = usage.data.get(entry.target.upstream) ?? new Set();
    for (const label of entry.evidence.labels) marks.add(label);
    usage.data.set(entry.target.upstream, marks);
  }
  if (!isOfCall(entry) || entry.origin !== 'downstream') return;
  const kind = KINDS[entry.method];
  if (kind === undefined || entry.target.upstream === '') return;
  const use = useOf(agentOf(usage, entry.principal), kind, entry.target);
  const powers = usage.facts.get(`${writer} ${entry.facts}`);
  if (powers !== undefined) use.powers = powers;
  const counts = at >= since ? 1 : 0;
  if (entry.kind === 'hold') {
    use.isReal = true;
    use.held += counts;
  } else if (entry.decision.effect === 'deny') use.denied += counts;
  else {
    use.isReal = true;
    use.allowed += counts;
    use.last = Math.max(use.last, at);
  }
}

function agentOf({ agents }: Usage, { agent, id, client }: Principal): AgentUsage {
  const key = agent ?? '';
  const known = agents.get(key) ?? { agent, principals: new Set(), clients: new Set(), uses: new Map() };
  agents.set(key, known);
  known.principals.add(id);
  if (client !== undefined) known.clients.add(client.name);
  return known;
}

function useOf({ uses }: AgentUsage, kind: Use['kind'], target: Target): Use {
  const key = `${kind} ${target.upstream} ${target.name}`;
  const known = uses.get(key) ?? {
    kind,
    target,
    powers: [],
    allowed: 0,
    held: 0,
    denied: 0,
    last: 0,
    isReal: false,
  };
  uses.set(key, known);
  return known;
}
