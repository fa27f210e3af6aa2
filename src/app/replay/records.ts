import { readRecords, type StoredRecord } from '../../journal/reading.ts';
import { argsOf, type Call } from '../../model/call.ts';
import type { Decide, Decision, Phase, ResultFacts } from '../../model/decision.ts';
import { jsonOf } from '../../model/json/parse.ts';
import type { JsonObject } from '../../model/json.ts';
import type { CallEntry, HoldEntry, JudgedEntry } from '../../model/record/judged.ts';
import { type Entry, isJudged, type Record, sessionOf } from '../../model/record.ts';
import type { ToolFacts } from '../../model/tool.ts';
import type { View } from '../../model/view.ts';
import { DENIED_BY_HUMAN } from '../../pipeline/approval.ts';
import type { Mounted } from '../../pipeline/gather.ts';
import { Pasts } from './pasts.ts';
import { isUnheard, type Regathered, regather } from './regather.ts';

export interface RecordReplay {
  /** What decides now, by the hash of the policy that decided then; undefined where nothing does. */
  readonly decideBy: (policy: string) => Decide | undefined;
  /** Milliseconds since 1970: earlier records are folded but not judged. */
  readonly since?: number;
  /** Milliseconds since 1970: where the reading ends. */
  readonly until?: number;
  /** The key of one session, or its beginning. */
  readonly session?: string;
  /** Which of them are asked for; `call` is what a result answers, undefined where that is not known. */
  readonly fits?: (entry: JudgedEntry, call: Call | undefined) => boolean;
  /** With `inspectors`: whose sessions are judged here, by their keys; all unless told. Asked of every record, in order. */
  readonly isOurs?: (session: string) => boolean;
  /** They gather the evidence anew; without them the recorded evidence is used. */
  readonly inspectors?: readonly Mounted[];
  /** Makes the tokens that stand for secrets in the record; needed to gather anew. */
  readonly token?: (secret: string) => string;
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
  /** What the policy of then decided, before anybody was asked. */
  readonly before: Decision;
  /** Undefined where it cannot be decided again: its arguments were erased, or its call is no longer in the record. */
  readonly after: Decision | undefined;
  readonly differs: boolean;
  /** Whether it follows, in its session, something that the policy of now would have stopped. */
  readonly diverged: boolean;
  /** Undefined where the evidence is the recorded one. */
  readonly gathered?: Omit<Regathered, 'evidence'>;
  /** Whether what came before in its session is not recorded completely: flows from it can no longer be seen. */
  readonly isAfterGap: boolean;
}

/** How many sessions' texts are remembered at once: as many as a serving process remembers. */
const MOST_REMEMBERED = 1_000;

/**
 * Decides every recorded call and result again (law 9): from the recorded evidence, at the recorded time, with what was
 * known around it then; with `inspectors`, from evidence that is gathered anew. In the order of the record. Relays and
 * writes nothing.
 */
export async function* redecide(dir: string, replay: RecordReplay): AsyncGenerator<Redecision> {
  const { until } = replay;
  const again = redeciding(replay);
  for await (const stored of readRecords(dir, { isWhole: true, ...(until === undefined ? {} : { until }) })) {
    const made = await again(stored);
    if (made !== undefined) yield made;
  }
}

/** The same for one record after another; answers with what is decided about it, if anything is asked for. */
export function redeciding(replay: RecordReplay): (stored: StoredRecord) => Promise<Redecision | undefined> {
  const { session, since = 0, inspectors, token, fits, isOurs } = replay;
  const isTextual = inspectors !== undefined;
  const facts = new Map<string, ToolFacts>();
  /** Allowed calls whose result has not come yet. */
  const open = new Map<string, Call>();
  const diverged = new Set<string>();
  const pasts = new Pasts(isTextual ? MOST_REMEMBERED : undefined, token);
  /** Sessions with calls, results, or words of the user, that are not recorded completely. */
  const gapped = new Set<string>();
  return async (stored) => {
    const { record } = stored;
    const { entry } = record;
    if (entry.kind === 'tool') facts.set(entry.facts, entry);
    if (isForAll(entry) && isTextual) pasts.fold(record, await stored.payload());
    const key = sessionOf(entry);
    if (key === undefined || (session !== undefined && !key.startsWith(session))) return undefined;
    if (isOurs?.(key) === false) {
      // It counts for which sessions are remembered, and for what their principals sent.
      if (isJudged(entry)) pasts.around(record, entry);
      pasts.fold(record);
      return undefined;
    }
    if (entry.kind === 'lost') open.delete(entry.call);
    const text = isTextual ? await stored.payload() : undefined;
    const made = isJudged(entry) ? await judged(stored, entry, key, text) : undefined;
    pasts.fold(record, text);
    if (isTextual && isGap(entry, text)) gapped.add(key);
    return made;
  };

  async function judged(
    stored: StoredRecord,
    entry: JudgedEntry,
    key: string,
    text: string | undefined,
  ): Promise<Redecision | undefined> {
    const { record } = stored;
    // What was said in a call was judged with its arguments, and is recorded without.
    const known = entry.kind === 'result' || isUnheard(entry) ? open.get(entry.call) : undefined;
    const call = entry.kind === 'result' ? known : (known ?? (await callOf(stored, entry, facts, text)));
    const view = pasts.around(record, entry);
    const isAsked = record.at >= since && (fits === undefined || fits(entry, call));
    let made: Redecision | undefined;
    if (record.at >= since) {
      const gathered =
        isTextual && isAsked && call !== undefined ? await regather(inspectors, entry, call, text, view) : undefined;
      const marks = { diverged: diverged.has(key), isAfterGap: gapped.has(key) };
      made = redecision(record, entry, call, view, replay, gathered, marks);
      if (isStopped(entry, made)) diverged.add(key);
    }
    if (entry.kind === 'result') open.delete(entry.call);
    else if (call !== undefined && entry.decision.effect === 'allow') open.set(entry.call, call);
    // What is not asked for may still have been stopped, which marks what follows.
    return isAsked ? made : undefined;
  }
}

/** Whether all sessions of its process were told. */
const isForAll = (entry: Entry): boolean => entry.kind === 'saying' && entry.session === undefined;

/** Whether later calls may rest on something that can no longer be read: what a call named before counts as well. */
const isGap = (entry: Entry, text: string | undefined): boolean =>
  (entry.kind === 'call' || entry.kind === 'result' || entry.kind === 'task' || entry.kind === 'saying') &&
  (text === undefined || entry.payload.cut === true);

function redecision(
  { at }: Record,
  entry: JudgedEntry,
  call: Call | undefined,
  view: View,
  { decideBy }: RecordReplay,
  gathered: Regathered | undefined,
  marks: Pick<Redecision, 'diverged' | 'isAfterGap'>,
): Redecision {
  const { asOf, target } = entry;
  const evidence = gathered?.evidence ?? entry.evidence;
  const before = unasked(entry.decision);
  const decide = decideBy(before.policy);
  const after = call === undefined ? undefined : decide?.(call, evidence, view, asOf, resultOf(entry));
  return {
    call: entry.call,
    phase: before.phase,
    at,
    session: sessionOf(entry) ?? '',
    upstream: target.upstream,
    tool: target.name,
    before,
    after,
    differs: after !== undefined && !isSame(before, after, gathered !== undefined),
    ...(gathered === undefined ? {} : { gathered: toldOf(gathered) }),
    ...marks,
  };
}

/** What was decided about as a result, if it was. */
function resultOf(entry: JudgedEntry): ResultFacts | undefined {
  if (entry.kind === 'result') return { failed: entry.failed, size: entry.size };
  return isUnheard(entry) ? { failed: false, ...entry.notice } : undefined;
}

/** The evidence itself is not told: it is as large as the record. */
const toldOf = ({ evidence: _, ...told }: Regathered): Omit<Regathered, 'evidence'> => told;

/** A decision before a person answered: by the policy alone, what they allowed or denied was a question. */
function unasked({ approval, list: _, ...decision }: Decision): Decision {
  if (approval === undefined) return decision;
  const matched = decision.matched.filter(({ rule, pack }) => rule !== DENIED_BY_HUMAN || pack !== 'floor');
  return { ...decision, effect: 'ask', matched };
}

/** Under the same policy everything must be the same; otherwise only effect, rules and redactions are compared. */
function isSame(a: Decision, b: Decision, isGathered: boolean): boolean {
  if (isBare(a) && isBare(b)) return a.effect === b.effect;
  if (a.policy === b.policy && !isGathered) return JSON.stringify(a) === JSON.stringify(b);
  return outcomeText(a, isGathered) === outcomeText(b, isGathered);
}

/** Most decisions: no rule had anything to say. */
const isBare = ({ matched, obligations, excepted }: Decision): boolean =>
  matched.length === 0 && obligations.length === 0 && excepted.length === 0;

/** Redactions name findings by their index in the evidence; in other evidence only their number can be compared. */
const outcomeText = ({ effect, matched, obligations }: Decision, isGathered: boolean): string =>
  JSON.stringify([
    effect,
    matched.filter(({ mode }) => mode === 'enforce').map((one) => [one.rule, one.effect]),
    obligations.map(({ rule, findings }) => [rule, isGathered ? findings.length : findings]),
  ]);

/** Whether a call that went through would now be denied, or ask a person who was not asked then. */
function isStopped({ decision }: JudgedEntry, { after }: Redecision): boolean {
  if (decision.effect !== 'allow' || after === undefined) return false;
  return after.effect === 'deny' || (after.effect === 'ask' && decision.approval === undefined);
}

/** The call as it was judged, its secrets masked; undefined where its text is gone. */
async function callOf(
  { record, payload }: StoredRecord,
  entry: CallEntry | HoldEntry,
  facts: ReadonlyMap<string, ToolFacts>,
  known: string | undefined,
): Promise<Call | undefined> {
  const text = known ?? (await payload());
  const tool = facts.get(entry.facts);
  if (text === undefined || tool === undefined) return undefined;
  const params = (jsonOf(text) ?? {}) as JsonObject;
  const { call: id, session, principal, origin, method, target, digest } = entry;
  const args = argsOf(method, params);
  return { id, at: record.at, session, principal, origin, method, target, tool, params, args, text, digest };
}
