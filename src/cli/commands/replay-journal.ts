import { existsSync } from 'node:fs';
import { aboutState } from '../../app/places/config-place.ts';
import { mountInspectors } from '../../app/places/mounting.ts';
import { DifferenceCount, type Differences, type RuleDifference } from '../../app/replay/differences.ts';
import { EvidenceCount, type EvidenceDifferences } from '../../app/replay/evidence-count.ts';
import { type Judgement, type RecordReplay, type Redecision, redecide } from '../../app/replay/records.ts';
import { readSettings, type Settings } from '../../app/settings.ts';
import { equip, openWorkshop } from '../../app/workshop.ts';
import { makeToken, readTokenKey } from '../../journal/keys.ts';
import { openTrust } from '../../journal/state/trust.ts';
import type { Call } from '../../model/call.ts';
import { countOf } from '../../model/count.ts';
import type { Decision } from '../../model/decision.ts';
import { tellConfig } from '../configuration.ts';
import { openLines } from '../lines-file.ts';
import { printEvidence } from '../printing/evidence-text.ts';
import { askerText, toolText } from '../printing/hold-text.ts';
import type { LogLine } from '../printing/log-line.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { parseSince } from '../printing/time.ts';
import { type CallWish, callFilter } from '../record/call-filter.ts';
import type { Screen } from '../screen.ts';
import { findState } from '../scribe.ts';

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
}

/** How many ids of calls are printed for one number; the file of --out has all. */
const MOST_IDS = 5;
const MOST_TOOLS = 3;

/**
 * Decides every recorded call again under a policy, and prints each rule whose outcome changes, with the calls
 * affected.
 */
export async function replayJournal(options: JournalReplay, screen: Screen): Promise<number> {
  const since = options.since === undefined ? undefined : parseSince(options.since, screen.now());
  const until = options.until === undefined ? undefined : parseSince(options.until, screen.now(), '--until');
  const isAsked = callFilter(options);
  const { journal } = findState(options.state);
  if (!existsSync(journal)) throw new Error(`${journal}: there is no record here yet; --state names another`);
  const settings = await readSettings({ place: await tellConfig(options, screen) }, screen.now());
  const { policy, loaded } = settings;
  const bench = options.regather === true ? await openBench(settings, options, screen) : undefined;
  const lines = options.out === undefined ? undefined : openLines(options.out);
  const progress = openProgress();
  const count = new DifferenceCount();
  const evidence = new EvidenceCount();
  let decisions = 0;
  const started = performance.now();
  try {
    const judged = redecide(journal, {
      decideBy: () => policy.decide,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      fits: (entry, call) => isAsked(askedOf(entry, call)),
      ...(options.session === undefined ? {} : { session: options.session }),
      ...bench?.parts,
    });
    for await (const made of judged) {
      count.add(made);
      if (bench !== undefined) evidence.add(made);
      lines?.write(JSON.stringify(lineOf(made)));
      decisions++;
      progress.say(() => `${decisions} decisions made again`);
    }
  } finally {
    progress.end();
    lines?.close();
    bench?.close();
  }
  const { found } = count;
  if (found.decisions === 0) {
    screen.err('sallyport: no recorded call is asked for; `sallyport log --since 7d` shows what there is');
    return 1;
  }
  const anew = bench === undefined ? undefined : evidence.found;
  if (options.json === true) screen.out(JSON.stringify(objectOf(found, loaded.path, anew)));
  else print(found, loaded.path, aboutState(options.state), screen);
  if (anew !== undefined && options.json !== true) printEvidence(anew, screen);
  const seconds = (performance.now() - started) / 1_000;
  screen.err(
    `${countOf(found.decisions, 'decision')} about ${countOf(found.calls, 'call')} made again in ${seconds.toFixed(1)} s`,
  );
  return found.broken.length > 0 ? 1 : 0;
}

/** What calls are chosen by; a result is chosen by the call that it answers. */
function askedOf(entry: Judgement, call: Call | undefined): Partial<LogLine> {
  const { decision, target } = entry;
  const asked = entry.kind === 'result' ? call : entry;
  const about = { effect: decision.effect, server: target.upstream };
  if (asked === undefined) return { ...about, tool: `${target.upstream}.${target.name}` };
  const { agent } = asked.principal;
  return {
    ...about,
    tool: toolText(asked),
    who: askerText(asked.principal),
    ...(agent === undefined ? {} : { agent }),
  };
}

interface OpenBench {
  readonly parts: Pick<RecordReplay, 'inspectors' | 'token'>;
  close(): void;
}

/** Everything that inspects calls now: built-in inspectors, and the user's own that somebody has reviewed. */
async function openBench(
  settings: Settings,
  { trust, state }: Pick<JournalReplay, 'trust' | 'state'>,
  screen: Screen,
): Promise<OpenBench> {
  const { root, trust: file, journal } = findState(state);
  const store = openTrust(file, (message) => screen.err(`sallyport: ${message}`));
  const isTrusted = (hash: string): boolean => trust === true || store.isTrusted(hash);
  const workshop = openWorkshop({ isTrusted, log: (line) => screen.err(`sallyport: ${plain(line)}`) });
  const inspectors = mountInspectors(await equip(settings, workshop), root);
  const key = await readTokenKey(journal);
  const token = key === undefined ? {} : { token: (secret: string) => makeToken(key, '', secret) };
  return { parts: { inspectors, ...token }, close: () => workshop.keep([]) };
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
    out(`\nDiverged: ${diverged} decisions follow ${rest}`);
  }
  if (undecided > 0)
    out(`\nNot decided again: ${undecided}, since their arguments were erased or their records removed.`);
  if (different > 0) out(`\nsallyport show ID${about} shows one of these calls whole.`);
  if (broken.length > 0) {
    const some = broken.slice(0, MOST_IDS).join(' ');
    out(paint.red(`\n${broken.length} of these were decided by this very policy, and must not differ: ${some}`));
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
  const ids = calls.slice(0, MOST_IDS).join(' ') + (calls.length > MOST_IDS ? ' …' : '');
  return `  ${rule}  ${plainLine(`${calls.length} (${some.join(', ')}${others}${after})`)}\n    ${ids}`;
}

/** What is written for each decision: programs rely on these keys. */
function lineOf(made: Redecision): object {
  const { call, phase, at, session, upstream, tool, before, after, differs, diverged, gathered, isAfterGap } = made;
  const head = { call, phase, at: new Date(at).toISOString(), session, server: upstream, tool };
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
