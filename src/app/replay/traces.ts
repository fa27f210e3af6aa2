import { classify } from '../../catalog/classify.ts';
import type { Config } from '../../config/schema.ts';
import { openRehearsal } from '../../journal/rehearsal.ts';
import type { Approvals } from '../../model/approval.ts';
import type { Call, Principal } from '../../model/call.ts';
import { type Decision, decidingRules, effectBeforeAnswer } from '../../model/decision.ts';
import { nextId } from '../../model/id.ts';
import { sha256 } from '../../model/json/canonical.ts';
import type { Courier } from '../../model/relay.ts';
import type { Result } from '../../model/result.ts';
import { NO_FACTS, type ToolFacts } from '../../model/tool.ts';
import { approved } from '../../pipeline/approval.ts';
import type { Mounted } from '../../pipeline/gather.ts';
import { type Interposer, interpose } from '../../pipeline/interpose.ts';
import type { Foreign } from '../../projections/foreign.ts';
import type { Tell } from '../../projections/lesson.ts';
import { Sessions } from '../../projections/sessions.ts';
import type { ForeignCall, ForeignTrace } from './foreign-trace.ts';
import type { Asked, KnownCalls } from './known-calls.ts';
import type { KnownResults } from './known-results.ts';

export interface RehearsalParts {
  readonly inspectors: readonly Mounted[];
  readonly decide: Interposer['decide'];
  readonly servers: Config['servers'];
  /** Facts of this set's tools by name, as far as they were needed: classifying costs more than judging. */
  readonly known: Map<string, ToolFacts>;
  readonly asked: KnownCalls;
  readonly results: KnownResults;
  readonly tell: Tell;
  /** Whether what the user asked for is made known: values in it are the user's own. */
  readonly taskText: boolean;
  /** Whether the tools that the task was declared to need are made known. */
  readonly declaredTools: boolean;
  /** Given where several traces are taken for sessions of one process: counts what only one of them has read. */
  readonly foreign?: Foreign;
}

/** How one call of a trace was judged. */
export interface TraceDecision {
  readonly trace: string;
  readonly call: number;
  readonly effect: Decision['effect'];
  /** The rules that made it so. */
  readonly rules: readonly string[];
}

const COURIER: Courier = { signal: new AbortController().signal, capabilities: {} };
const PRINCIPAL: Principal = Object.freeze({ id: 'replay', human: 'out-of-band' });
const PERSON = 'replay';
const LIMIT = 60_000;

/**
 * Runs a recorded run through the spine again: each call is judged anew, and answered with what it was answered with then.
 * A call that is asked about goes on as it did, since the recording cannot show what would have happened otherwise.
 */
export async function replayTrace(trace: ForeignTrace, parts: RehearsalParts): Promise<TraceDecision[]> {
  const { foreign, results, tell } = parts;
  const token = (secret: string): string => journal.token('', secret);
  const sessions = new Sessions(1, { token, tell, ...(foreign === undefined ? {} : { foreign }) });
  const session = { key: trace.id, source: 'meta-key' } as const;
  const judgements: TraceDecision[] = [];
  let clock = 0;
  const now = (): number => ++clock;
  let decided: Decision | undefined;
  let at = 0;
  const last = trace.calls.length - 1;
  const journal = openRehearsal({
    // What came back last teaches nobody, where no other session is compared with this one.
    fold: (entry, when, payload, value) =>
      entry.kind === 'result' && at === last && foreign === undefined
        ? undefined
        : sessions.fold(entry, when, payload, value),
    now,
    decided: ({ decision }) => {
      decided = decision;
    },
    onFault: (message) => {
      throw new Error(`${trace.id}: ${message}`);
    },
  });
  const interposer: Interposer = {
    inspectors: parts.inspectors,
    limit: LIMIT,
    // As if a person said yes to everything at once: nothing has to be judged again after an answer.
    decide: (...given) => approved(parts.decide(...given), PERSON),
    view: (call) => sessions.around(call),
    journal,
    approvals: NOBODY,
    expire: LIMIT,
    patience: 0,
    relay: async (admitted) => (admitted.use() ? results.of(trace.calls[at] as ForeignCall) : USED),
    factsNow: ({ tool }) => tool,
    textNow: ({ text }) => text,
    roots: () => undefined,
    now,
  };
  if (parts.declaredTools && trace.declared !== undefined)
    sessions.declare(
      session.key,
      trace.declared.map((tool) => `${trace.toolset}.${tool}`),
    );
  for (const [index, call] of trace.calls.entries()) {
    at = index;
    decided = undefined;
    if (parts.taskText)
      for (const { before, text } of trace.said) if (before === index) sessions.tell(session.key, text);
    const made = callOf(parts.asked.of(trace.toolset, call), factsOf(trace, call.tool, parts), session, now());
    await interpose(made, COURIER, interposer);
    judgements.push(judgementOf(trace.id, index, decided));
  }
  return judgements;
}

function judgementOf(trace: string, call: number, decision: Decision | undefined): TraceDecision {
  if (decision === undefined) throw new Error(`${trace}: call ${call} was not decided`);
  const effect = effectBeforeAnswer(decision);
  const rules = effect === 'allow' ? [] : decidingRules({ matched: decision.matched, effect });
  return { trace, call, effect, rules: rules.map(({ rule }) => rule) };
}

/** A tool that no set describes may do anything. */
const UNKNOWN: ToolFacts = Object.freeze({ ...NO_FACTS, powers: ['write'] as const, labels: ['untrusted'] });

function factsOf({ tools, toolset }: ForeignTrace, name: string, { known, servers }: RehearsalParts): ToolFacts {
  let facts = known.get(name);
  if (facts === undefined) {
    const definition = tools.get(name);
    facts =
      definition === undefined ? UNKNOWN : classify(definition, sha256(JSON.stringify(definition)), servers[toolset]);
    known.set(name, facts);
  }
  return facts;
}

function callOf(asked: Asked, tool: ToolFacts, session: Call['session'], at: number): Call {
  const { target, args, params, text } = asked;
  return Object.freeze({
    id: nextId(at),
    at,
    session,
    principal: PRINCIPAL,
    origin: 'downstream' as const,
    method: 'tools/call',
    target,
    tool,
    args,
    params,
    text,
    // By it a person's answer finds its call, and nobody is asked here.
    digest: '',
  });
}

const USED: Result = { kind: 'failed', reason: 'refused', message: 'used', acted: false };

/** There is nobody to ask. */
const NOBODY: Approvals = {
  hold: async (hold) => hold,
  answer: async () => false,
  leave: async () => undefined,
  withdraw: async () => false,
  wait: async () => undefined,
  find: async () => undefined,
  consume: async () => false,
  giveBack: async () => undefined,
  get: async () => undefined,
  pending: async () => [],
};
