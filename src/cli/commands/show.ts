import type { StoredRecord } from '../../journal/reading.ts';
import type { Principal } from '../../model/call.ts';
import type { Decision } from '../../model/decision.ts';
import { type Evidence, type Flow, isOwnWord } from '../../model/evidence.ts';
import { withList } from '../printing/entry-text.ts';
import { fold } from '../printing/fold.ts';
import { askerText, toolText } from '../printing/hold-text.ts';
import { logLine } from '../printing/log-line.ts';
import { indentJson, plain, plainLine } from '../printing/plain.ts';
import { whileReading } from '../printing/progress.ts';
import { timeText } from '../printing/time.ts';
import { answersTo, originsOf, runsOf, usesOf } from '../record/call-links.ts';
import { type FoundCall, findOneCall } from '../record/found-call.ts';
import type { Screen } from '../screen.ts';
import { readState } from '../state.ts';

export interface ShowOptions {
  readonly state?: string;
  readonly json?: boolean;
  /** Also shows which inspectors ran and for how long, and where the name of the tool itself came from. */
  readonly all?: boolean;
}

/** Prints everything recorded about one call, the calls its values came from and the calls that used its result. */
export async function show(id: string, options: ShowOptions, screen: Screen): Promise<number> {
  const dir = readState(options.state).journal;
  const { call, records } = await whileReading(async () => {
    const call = await findOneCall(dir, id);
    return { call, records: [...call.records, ...(await answersTo(dir, call))].sort(byTime) };
  });
  if (options.json === true) {
    for (const stored of records) {
      const { record } = stored;
      screen.out(JSON.stringify({ ...record, payload: (await stored.payload()) ?? null }));
    }
    return 0;
  }
  const links = await whileReading(async () => ({
    runs: await runsOf(dir, call),
    origins: await originsOf(dir, call),
    uses: await usesOf(dir, call),
  }));
  screen.out(fold(headText(call, screen), screen));
  for (const stored of records) screen.out(`\n${await partText(stored, screen, options.all === true)}`);
  const tell = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) screen.out(fold(`\n${screen.paint.bold(title)}\n${lines.join('\n')}`, screen));
  };
  tell('What ran after the answer', links.runs);
  tell('Where its values came from', links.origins);
  tell('Where values of its result went', links.uses);
  return 0;
}

/** Order within one millisecond: asked, answered, decided. */
const ORDER: readonly string[] = ['hold', 'approval', 'late', 'call', 'result'];
const byTime = ({ record: a }: StoredRecord, { record: b }: StoredRecord): number =>
  a.at - b.at || ORDER.indexOf(a.entry.kind) - ORDER.indexOf(b.entry.kind);

function headText({ id, judged }: FoundCall, { paint }: Screen): string {
  if (judged === undefined) return `Call ${paint.bold(id)}`;
  const { entry } = judged;
  const rows = [
    ['Call', `${paint.bold(plainLine(toolText(entry)))}  (${id})`],
    ['Asked by', `${plainLine(askerText(entry.principal))}  ${paint.dim(entry.principal.id)}`],
    ...strangerRows(entry),
    ...actingRows(entry.principal),
    ['Session', `${entry.session.key}  ${paint.dim(`by ${entry.session.source}`)}`],
    ['Digest', paint.dim(entry.digest)],
  ];
  return rows.map(([head, text]) => `${paint.dim(`${head}:`.padEnd(10))}${text}`).join('\n');
}

/** That a caller is no agent: the rule that refused it speaks of agents, as if it were one. */
function strangerRows({ principal, decision }: NonNullable<FoundCall['judged']>['entry']): string[][] {
  const isRefused = decision.matched.some(({ rule }) => rule === 'not-granted');
  const isStranger = principal.agent === undefined && principal.purposes === undefined;
  return isRefused && isStranger ? [['Agent', 'none: no `match` under `agents` fitted this caller']] : [];
}

/** Who acts according to the issuer of the token, and according to the client. */
function actingRows({ clientId, actors, subagent, purposes }: Principal): string[][] {
  return [
    ...(clientId === undefined ? [] : [['Client', plainLine(clientId)]]),
    ...(actors === undefined ? [] : [['Acting', plainLine(actors.join(', for '))]]),
    ...(subagent === undefined ? [] : [['Part', `${plainLine(subagent)}, as the client says`]]),
    ...(purposes === undefined ? [] : [['Scopes', plainLine(purposes.join(', ')) || 'none that grants anything']]),
  ];
}

async function partText(stored: StoredRecord, screen: Screen, isAll: boolean): Promise<string> {
  const { paint } = screen;
  const { record } = stored;
  const { entry } = record;
  const line = logLine(record);
  const title = `${paint.bold(titleOf(entry.kind))} ${paint.dim(`${timeText(record.at)}  ${record.writer}#${record.seq}`)}`;
  if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result')
    return fold(`${title}\n  ${plain(line.message)}`, screen);
  const judged = [title, ...decisionLines(entry.decision, screen), ...evidenceLines(entry.evidence, screen, isAll)];
  // The text itself is not wrapped: whoever copies it wants it unchanged.
  const lines = judged.map((each) => fold(each, screen));
  if (entry.kind === 'result') lines.push(`  ${plain(line.message.split(' · ').at(-1) ?? '')}`);
  const payload = await stored.payload();
  const { cut, size } = entry.payload;
  if (payload === undefined)
    lines.push(paint.dim('  The text was erased, or is not what was written: `sallyport verify` says which.'));
  else lines.push(plain(indentJson(payload)).replace(/^/gm, '  '));
  if (cut === true) lines.push(paint.dim(`  … cut; it had ${size} characters`));
  return lines.join('\n');
}

const titleOf = (kind: string): string =>
  kind === 'hold' ? 'Held' : kind === 'call' ? 'Decided' : kind === 'result' ? 'Result' : kind;

function decisionLines(decision: Decision, { paint }: Screen): string[] {
  const { effect, matched, obligations, excepted, approval, list, policy } = decision;
  const redacting = new Set(obligations.map(({ rule }) => rule));
  const colour = effect === 'deny' ? paint.red : effect === 'ask' ? paint.yellow : paint.green;
  const by =
    approval === undefined ? '' : `, ${effect === 'deny' ? 'denied' : 'approved'} as ${approval}${withList(list)}`;
  return [
    `  ${colour(effect)}${by}  ${paint.dim(`policy ${policy.slice(0, 12)}`)}`,
    ...matched.map((rule) => {
      const mode = rule.mode === 'audit' ? ' (audit: recorded, not counted)' : '';
      const did = redacting.has(rule.rule) ? 'redacted' : rule.effect;
      return `  - ${did} by ${plainLine(rule.rule)} [${plainLine(rule.pack)}]${mode}: ${plainLine(rule.reason)}`;
    }),
    ...excepted.map(({ rule, why }) => `  - ${plainLine(rule)} was excepted: ${plainLine(why)}`),
  ];
}

const NAMED_FIRST = 'was named by this session, before anything that it had read held it';

/** Names the source of a value: a tool and its call, another text of a server's, or the user's words, which belong to no call. */
const sourceText = ({ call, upstream, tool, at, said }: Flow['from']): string => {
  if (call === '') return 'what the user said';
  const name = tool === '' ? upstream : `${upstream}.${tool}`;
  const source =
    said === undefined
      ? `${upstream}.${tool}`
      : `${said === 'tool' ? 'the definition' : `what it said (${said})`} of ${name}`;
  return `${plainLine(source)}, call ${call}, at ${plainLine(at)}`;
};

/** Every line once: a text with a hundred addresses is a hundred findings that read alike. */
function counted(lines: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
}

function evidenceLines(
  { ran, findings, flows, labels, fields, faults, audited }: Evidence,
  { paint }: Screen,
  isAll: boolean,
): string[] {
  const lines = counted(
    findings.map(
      (one) =>
        `  ! ${one.severity} ${plainLine(one.kind)} at ${plainLine(one.at) || 'the whole'}: ${plainLine(one.message)}`,
    ),
  );
  for (const one of audited)
    lines.push(paint.dim(`  ! (audit) ${plainLine(one.kind)} at ${plainLine(one.at)}: ${plainLine(one.message)}`));
  // One value that was recognised in several ways came from one place.
  const ways = new Map<string, Set<string>>();
  for (const { to, from, via, shape, labels: marks } of flows) {
    // A tool's name comes from the list of tools: that it also appeared in a result means nothing.
    if (to.at === '/name' && !isAll) continue;
    const role = to.role === undefined ? '' : ` (${to.role})`;
    const yes = from.listed === true ? ', on a list that a person said yes to' : '';
    const what = `${shape}${marks.length > 0 ? `, ${plainLine(marks.join(' '))}` : ''}${yes}`;
    const line = `  ← ${plainLine(to.at)}${role} ${isOwnWord(from) ? NAMED_FIRST : `came from ${sourceText(from)}: ${what}`}`;
    ways.set(line, (ways.get(line) ?? new Set()).add(via));
  }
  for (const [line, vias] of ways) lines.push(`${line} (${[...vias].join(', ')})`);
  if (labels.length > 0) lines.push(`  marks: ${plainLine(labels.join(', '))}`);
  for (const [at, marks] of Object.entries(fields ?? {}))
    lines.push(`  marks of ${plainLine(at)}: ${plainLine(marks.join(', ')) || 'none'}`);
  for (const { inspector, message } of faults)
    lines.push(paint.red(`  fault of ${plainLine(inspector)}: ${plainLine(message)}`));
  if (!isAll) return lines;
  const looked = ran.map(
    ({ name, ran: did, us, mode }) =>
      `${plainLine(name)} ${did ? `${us} µs` : 'did not run'}${mode === 'audit' ? ' (audit)' : ''}`,
  );
  if (looked.length > 0) lines.push(paint.dim(`  looked: ${looked.join(', ')}`));
  return lines;
}
