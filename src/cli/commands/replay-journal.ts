import { existsSync } from 'node:fs';
import { aboutState } from '../../app/places/config-place.ts';
import { textOf } from '../../app/replay/configuration-text.ts';
import { threadsFor } from '../../app/replay/cores.ts';
import { Crew } from '../../app/replay/crew.ts';
import { DifferenceCount, type Differences, type RuleDifference } from '../../app/replay/differences.ts';
import { EvidenceCount, type EvidenceDifferences } from '../../app/replay/evidence-count.ts';
import { type Redecision, redecide } from '../../app/replay/records.ts';
import { inRecordOrder, type Share } from '../../app/replay/shares.ts';
import { readSettings, type Settings } from '../../app/settings.ts';
import type { Ends } from '../../journal/chain/cursor.ts';
import { recordEnds } from '../../journal/reading.ts';
import { countOf } from '../../model/count.ts';
import type { Decision } from '../../model/decision.ts';
import { tellConfig } from '../configuration.ts';
import { openLines } from '../lines-file.ts';
import { idsText, printEvidence } from '../printing/evidence-text.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { parseTime, stampText } from '../printing/time.ts';
import { type CallWish, callFilter } from '../record/call-filter.ts';
import type { Screen } from '../screen.ts';
import { findState } from '../state.ts';
import { openRecordBench, type RecordWish } from './replay-bench.ts';
import type { ThreadWish } from './replay-thread.ts';

export interface JournalReplay extends CallWish {
  readonly config?: string;
  readonly out?: string;
  readonly since?: string;
  readonly until?: string;
  /** A prefix of a session's key. */
  readonly session?: string;
  readonly state?: string;
  /** Gathers evidence anew from what the record has kept. */
  readonly regather?: boolean;
  /** With `regather`: runs inspectors that nobody has reviewed. For unattended setups. */
  readonly trust?: boolean;
  readonly json?: boolean;
  /** Most processor cores to gather evidence on. */
  readonly cores?: number;
}

const MOST_TOOLS = 3;
/** What a thread runs that decides with others. */
const THREAD = new URL('./replay-thread.js', import.meta.url);
/** A record has this many times the bytes of recordings that take as long: evidence and decisions are in it too. */
const BESIDE = 2;

/**
 * Decides every recorded call again under a policy, and prints each rule whose outcome changes, with the calls
 * affected.
 */
export async function replayJournal(options: JournalReplay, screen: Screen): Promise<number> {
  const { cores, session, state, regather = false, trust = false } = options;
  const since = options.since === undefined ? undefined : parseTime(options.since, screen.now());
  const until = options.until === undefined ? undefined : parseTime(options.until, screen.now(), '--until');
  // What is wrong with these options is told before anything is read.
  callFilter(options);
  const { journal } = findState(state);
  if (!existsSync(journal)) throw new Error(`${journal}: there is no record here yet; --state names another`);
  const settings = await readSettings({ place: await tellConfig(options, screen) }, screen.now());
  const { loaded } = settings;
  const wish: RecordWish = {
    configuration: textOf(settings),
    now: screen.now(),
    state,
    calls: options,
    regather,
    trust,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(session === undefined ? {} : { session }),
  };
  const judging = await openJudging(wish, settings, cores, (line) => screen.err(`sallyport: ${plain(line)}`));
  try {
    return await printJudging(judging.decisions, loaded.path, options, screen);
  } finally {
    // Whatever happened: a thread that goes on would keep the process.
    await judging.close();
  }
}

async function printJudging(
  made: AsyncIterable<Redecision>,
  policy: string,
  { out, json, state, regather = false }: JournalReplay,
  screen: Screen,
): Promise<number> {
  const lines = out === undefined ? undefined : openLines(out);
  const progress = openProgress();
  const count = new DifferenceCount();
  const evidence = new EvidenceCount();
  let decisions = 0;
  const started = performance.now();
  try {
    for await (const one of made) {
      count.add(one);
      if (regather) evidence.add(one);
      lines?.write(JSON.stringify(lineOf(one)));
      decisions++;
      progress.say(() => `${decisions} decisions made again`);
    }
  } finally {
    progress.end();
    lines?.close();
  }
  const { found } = count;
  if (found.decisions === 0) {
    screen.err('sallyport: no recorded call fits; `sallyport log --since 7d` shows what there is');
    return 1;
  }
  const anew = regather ? evidence.found : undefined;
  if (json === true) screen.out(JSON.stringify(objectOf(found, policy, anew)));
  else print(found, policy, aboutState(state), screen);
  if (anew !== undefined && json !== true) printEvidence(anew, screen);
  const seconds = (performance.now() - started) / 1_000;
  screen.err(
    `${countOf(found.decisions, 'decision')} about ${countOf(found.calls, 'call')} made again in ${seconds.toFixed(1)} s`,
  );
  return found.broken.length > 0 ? 1 : 0;
}

interface Judging {
  readonly decisions: AsyncIterable<Redecision>;
  close(): void | Promise<void>;
}

/** Decides here, or on several threads where that pays: each then has some of the sessions. */
async function openJudging(
  wish: RecordWish,
  settings: Settings,
  cores: number | undefined,
  tell: (line: string) => void,
): Promise<Judging> {
  const { journal } = findState(wish.state);
  if (wish.regather && wish.session === undefined) {
    const ends = await recordEnds(journal);
    const of = threadsFor([...ends.values()].reduce((sum, bytes) => sum + bytes, 0) / BESIDE, cores);
    if (of > 1) return openShares(wish, ends, of, tell);
  }
  const bench = await openRecordBench(wish, settings, tell);
  return { decisions: redecide(journal, bench.replay), close: () => bench.close() };
}

async function openShares(wish: RecordWish, ends: Ends, of: number, tell: (line: string) => void): Promise<Judging> {
  const given = (index: number): ThreadWish => ({ about: 'record', wish, share: { index, of, ends } });
  const crew = await Crew.open<undefined, Share<Redecision>>(THREAD, of, given, tell);
  const sharers = crew.threads.map((thread) => ({ ask: () => thread.ask(undefined) }));
  return { decisions: inRecordOrder(sharers), close: () => crew.end() };
}

function print(found: Differences, policy: string, about: string, { out, paint }: Screen): void {
  const { decisions, calls, different, diverged, undecided, broken } = found;
  const of = `${countOf(decisions, 'decision')} about ${countOf(calls, 'call')}`;
  if (different === 0) out(`By ${plainLine(policy)}, all of ${of} come out as they were.`);
  else out(`By ${plainLine(policy)}, ${paint.bold(String(different))} of ${of} come out otherwise.`);
  for (const isNew of [true, false]) {
    for (const effect of ['deny', 'ask', 'allow'] as const) {
      const rules = found.rules.filter((one) => one.isNew === isNew && one.effect === effect);
      if (rules.length === 0) continue;
      out(
        `\n${paint.bold(`Would ${isNew ? 'newly' : 'no longer'} ${effect === 'allow' ? 'match, and allow' : effect}`)}`,
      );
      for (const rule of rules) out(ruleText(rule));
    }
  }
  if (diverged > 0) {
    const rest = 'calls that this policy would have stopped: what the agent would have done then is not known.';
    out(`\nDiverged: ${countOf(diverged, 'decision')} ${diverged === 1 ? 'follows' : 'follow'} ${rest}`);
  }
  if (undecided > 0)
    out(`\nNot decided again: ${undecided}, since their arguments were erased or their records removed.`);
  if (different > 0) out(`\nsallyport show ID${about} shows one of these calls whole.`);
  if (broken.length > 0) {
    out(
      paint.red(
        `\n${broken.length} of these were decided by this very policy, and must not differ: ${idsText(broken)}`,
      ),
    );
    out('Either records before them were removed, or Sallyport is at fault: please report it.');
  }
}

/** All findings, for programs. */
const objectOf = (found: Differences, policy: string, evidence: EvidenceDifferences | undefined): object => ({
  policy,
  ...found,
  rules: found.rules.map(({ tools, ...rule }) => ({ ...rule, tools: Object.fromEntries(tools) })),
  ...(evidence === undefined ? {} : { evidence: { ...evidence, kept: Object.fromEntries(evidence.kept) } }),
});

function ruleText({ rule, calls, tools, diverged }: RuleDifference): string {
  const some = tools.slice(0, MOST_TOOLS).map(([tool, number]) => `${tool} ${number}`);
  const others = tools.length > MOST_TOOLS ? ', …' : '';
  const after = diverged === 0 ? '' : `, ${diverged} of them diverged`;
  return `  ${rule}  ${plainLine(`${calls.length} (${some.join(', ')}${others}${after})`)}\n    ${idsText(calls)}`;
}

/** What is written for each decision: programs rely on these keys. */
function lineOf(made: Redecision): object {
  const { call, phase, at, session, upstream, tool, before, after, differs, diverged, gathered, isAfterGap } = made;
  const head = { call, phase, at: stampText(at), session, server: upstream, tool };
  const sides = { before: sideOf(before), after: after === undefined ? null : sideOf(after), differs, diverged };
  if (gathered === undefined) return { ...head, ...sides };
  const { changes, lacks = null, kept } = gathered;
  const tell = (isNew: boolean): string[] => changes.filter((one) => one.isNew === isNew).map(({ what }) => what);
  return { ...head, ...sides, evidence: { seen: tell(true), unseen: tell(false), lacks, kept, afterGap: isAfterGap } };
}

const sideOf = ({ effect, matched }: Decision): object => ({
  effect,
  rules: matched.filter(({ mode }) => mode === 'enforce').map(({ rule }) => rule),
});
