import type { Principal, Target } from '../model/call.ts';
import type { Record } from '../model/record.ts';
import type { Label, Power } from '../model/tool.ts';

/** What was made of one tool, prompt or resource. The counts are of the time that counts; `last` is of any. */
export interface Use {
  readonly kind: 'tool' | 'prompt' | 'resource';
  readonly target: Target;
  powers: readonly Power[];
  allowed: number;
  held: number;
  denied: number;
  /** Of an allowed call, also of one before the time that counts; 0 where there was none. */
  last: number;
  /** Whether it was ever let through or put to a person: a name that was only ever refused may be no tool at all. */
  isReal: boolean;
}

/** What one agent did, and as whom. */
export interface AgentUsage {
  /** Undefined for callers that no configured agent is. */
  readonly agent: string | undefined;
  readonly principals: Set<string>;
  /** As they call themselves. */
  readonly clients: Set<string>;
  readonly uses: Map<string, Use>;
}

/** Who used what, and which data that was. */
export interface Usage {
  /** By agent; '' for callers that are none. */
  readonly agents: Map<string, AgentUsage>;
  /** Marks of what servers returned. */
  readonly data: Map<string, Set<Label>>;
  /** When the record begins; undefined where it is empty. */
  begins: number | undefined;
  readonly facts: Map<string, readonly Power[]>;
}

export const noUsage = (): Usage => ({ agents: new Map(), data: new Map(), begins: undefined, facts: new Map() });

const KINDS: Readonly<{ [method: string]: Use['kind'] }> = {
  'tools/call': 'tool',
  'prompts/get': 'prompt',
  'resources/read': 'resource',
};

/** Takes one record in. What is older than `since` is in no count, but says when something was used last, and what it can do. */
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
  if ((entry.kind !== 'call' && entry.kind !== 'hold') || entry.origin !== 'downstream') return;
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
