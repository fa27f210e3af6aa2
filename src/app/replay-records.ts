import { readRecords, type StoredRecord } from '../journal/reading.ts';
import { argsOf, type Call } from '../model/call.ts';
import type { Decide, Decision, Phase } from '../model/decision.ts';
import type { JsonObject } from '../model/json.ts';
import type { CallEntry, Entry, HoldEntry, Record, ResultEntry } from '../model/record.ts';
import type { ToolFacts } from '../model/tool.ts';
import type { View } from '../model/view.ts';
import { Pasts } from './pasts.ts';

export interface RecordReplay {
  /** What decides now, given the hash of the policy that decided then; undefined where nothing stands for it. */
  readonly decideBy: (policy: string) => Decide | undefined;
  /** Milliseconds since 1970: earlier records are folded, and not judged. */
  readonly since?: number;
  /** The key of one session, or its beginning. */
  readonly session?: string;
}

/** One recorded decision, made again. */
export interface Redecision {
  readonly call: string;
  readonly phase: Phase;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly session: string;
  readonly upstream: string;
  readonly tool: string;
  /** As the policy of then decided, before anybody was asked. */
  readonly before: Decision;
  /** Undefined where it cannot be decided again: its arguments were erased, or the record of its call is gone. */
  readonly after: Decision | undefined;
  readonly differs: boolean;
  /** Whether it follows, in its session, what the policy of now would have stopped. */
  readonly diverged: boolean;
}

/**
 * Decides every recorded call and result again (law 9): from the recorded evidence, at the recorded time, with what was
 * known around it then. In the order of the record. Nothing is inspected, relayed or written.
 */
export async function* redecide(dir: string, replay: RecordReplay): AsyncGenerator<Redecision> {
  const { session, since = 0 } = replay;
  const facts = new Map<string, ToolFacts>();
  /** Calls that were let go on, until their result is there. */
  const open = new Map<string, Call>();
  const diverged = new Set<string>();
  const pasts = new Pasts();
  for await (const stored of readRecords(dir, { isWhole: true })) {
    const { record } = stored;
    const { entry } = record;
    if (entry.kind === 'tool') facts.set(entry.facts, entry);
    const key = sessionOf(entry);
    if (key === undefined || (session !== undefined && !key.startsWith(session))) continue;
    if (entry.kind === 'lost') open.delete(entry.call);
    if (isJudgement(entry)) {
      const call = entry.kind === 'result' ? open.get(entry.call) : await callOf(stored, entry, facts);
      const view = pasts.around(record, entry);
      if (record.at >= since) {
        const again = redecision(record, entry, call, view, replay, diverged.has(key));
        if (isStopped(entry, again)) diverged.add(key);
        yield again;
      }
      if (entry.kind === 'result') open.delete(entry.call);
      else if (call !== undefined && entry.decision.effect === 'allow') open.set(entry.call, call);
    }
    pasts.fold(record);
  }
}

type Judgement = CallEntry | HoldEntry | ResultEntry;

const isJudgement = (entry: Entry): entry is Judgement =>
  entry.kind === 'call' || entry.kind === 'hold' || entry.kind === 'result';

function sessionOf(entry: Entry): string | undefined {
  if (entry.kind === 'call' || entry.kind === 'hold') return entry.session.key;
  return entry.kind === 'result' || entry.kind === 'lost' || entry.kind === 'purpose' ? entry.session : undefined;
}

function redecision(
  { at }: Record,
  entry: Judgement,
  call: Call | undefined,
  view: View,
  { decideBy }: RecordReplay,
  diverged: boolean,
): Redecision {
  const { evidence, asOf, target } = entry;
  const before = unasked(entry.decision);
  const decide = decideBy(before.policy);
  const result = entry.kind === 'result' ? { failed: entry.failed, size: entry.size } : undefined;
  const after = call === undefined ? undefined : decide?.(call, evidence, view, asOf, result);
  return {
    call: entry.call,
    phase: before.phase,
    at,
    session: sessionOf(entry) ?? '',
    upstream: target.upstream,
    tool: target.name,
    before,
    after,
    differs: after !== undefined && !isSame(before, after),
    diverged,
  };
}

/** What the pipeline puts before the rules where a person said no. */
const DENIED = 'denied-by-human';

/** An answer is a record of its own: what a person allowed or denied was, by the policy, a question. */
function unasked({ approval, ...decision }: Decision): Decision {
  if (approval === undefined) return decision;
  const matched = decision.matched.filter(({ rule, pack }) => rule !== DENIED || pack !== 'floor');
  return { ...decision, effect: 'ask', matched };
}

/** Under one policy all of it is the same; under another, what it comes to and by which rules. */
function isSame(a: Decision, b: Decision): boolean {
  if (isBare(a) && isBare(b)) return a.effect === b.effect;
  if (a.policy === b.policy) return JSON.stringify(a) === JSON.stringify(b);
  return outcomeText(a) === outcomeText(b);
}

/** Most decisions: no rule had anything to say. */
const isBare = ({ matched, obligations, excepted }: Decision): boolean =>
  matched.length === 0 && obligations.length === 0 && excepted.length === 0;

const outcomeText = ({ effect, matched, obligations }: Decision): string =>
  JSON.stringify([
    effect,
    matched.filter(({ mode }) => mode === 'enforce').map((one) => [one.rule, one.effect]),
    obligations.map(({ rule, findings }) => [rule, findings]),
  ]);

/** Whether what went on then would now have waited for a person whom nobody asked then, or not have been at all. */
function isStopped({ decision }: Judgement, { after }: Redecision): boolean {
  if (decision.effect !== 'allow' || after === undefined) return false;
  return after.effect === 'deny' || (after.effect === 'ask' && decision.approval === undefined);
}

/** The call as it was judged, its secrets tokenised; undefined where its text is gone. */
async function callOf(
  { record, payload }: StoredRecord,
  entry: CallEntry | HoldEntry,
  facts: ReadonlyMap<string, ToolFacts>,
): Promise<Call | undefined> {
  const text = await payload();
  const tool = facts.get(entry.facts);
  if (text === undefined || tool === undefined) return undefined;
  const params = paramsOf(text);
  const { call: id, session, principal, origin, method, target, digest } = entry;
  const args = argsOf(method, params);
  return { id, at: record.at, session, principal, origin, method, target, tool, params, args, text, digest };
}

function paramsOf(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}
