import { readRecords, type StoredRecord } from '../../journal/reading.ts';
import { countOf } from '../../model/count.ts';
import type { RecordedCall } from '../../model/record/judged.ts';
import { isOfCall } from '../../model/record.ts';
import type { SaidIn } from '../../model/saying.ts';
import { toolText } from '../printing/hold-text.ts';
import { plainLine } from '../printing/plain.ts';
import { timeText } from '../printing/time.ts';
import type { FoundCall } from './found-call.ts';

const IN_LISTS: ReadonlySet<SaidIn> = new Set(['tool', 'prompt', 'resource', 'instructions']);

/** How many other calls are named for one call. */
const MOST_STEPS = 20;

/** The calls that values came from, and where those calls' values came from; each call once, one line each. */
export async function originsOf(dir: string, start: FoundCall): Promise<string[]> {
  const lines: string[] = [];
  const met = new Set([start.id]);
  const queue: { sources: readonly string[]; depth: number }[] = [
    { sources: sourcesOf(start.judged?.entry), depth: 1 },
  ];
  const known = queue[0]?.sources.length === 0 ? new Map<string, Source>() : await sourcesIn(dir, start);
  for (let next = queue.shift(); next !== undefined && lines.length < MOST_STEPS; next = queue.shift()) {
    for (const id of next.sources) {
      if (met.has(id)) continue;
      met.add(id);
      const found = known.get(id);
      lines.push(`${'  '.repeat(next.depth)}${found?.at ?? ''}${id}  ${found?.what ?? 'not in the record any more'}`);
      if (found !== undefined) queue.push({ sources: found.sources, depth: next.depth + 1 });
    }
  }
  return lines;
}

interface Source {
  readonly at: string;
  readonly what: string;
  readonly sources: readonly string[];
}

/** Every judged call of this call's session. A record is long: it is read once, however many calls have to be found in it. */
async function sourcesIn(dir: string, { judged }: FoundCall): Promise<Map<string, Source>> {
  const found = new Map<string, Source>();
  if (judged === undefined) return found;
  const filter = { kinds: ['call', 'hold'], session: judged.entry.session.key } as const;
  for await (const { record } of readRecords(dir, filter)) {
    const { entry } = record;
    if (!isOfCall(entry)) continue;
    const what = plainLine(toolText(entry));
    found.set(entry.call, { at: `${timeText(record.at)}  `, what, sources: sourcesOf(entry) });
  }
  return found;
}

/** A definition belongs to no call, nor does what the user said or the session itself named. */
function sourcesOf(entry: RecordedCall | undefined): string[] {
  const flows = entry?.evidence.flows ?? [];
  const called = flows.filter(({ from: { call, said } }) => call !== '' && !(said !== undefined && IN_LISTS.has(said)));
  return [...new Set(called.map(({ from }) => from.call))];
}

/**
 * The calls of the session that carried a value from this call's result, how each was judged and where the value was.
 */
export async function usesOf(dir: string, { id, judged }: FoundCall): Promise<string[]> {
  if (judged === undefined) return [];
  const { key } = judged.entry.session;
  const lines: string[] = [];
  let left = 0;
  const filter = { kinds: ['call', 'hold'], session: key, since: judged.stored.record.at } as const;
  for await (const { record } of readRecords(dir, filter)) {
    const { entry } = record;
    if (!isOfCall(entry)) continue;
    // A tool's name comes from the list of tools: that it also appeared in a result means nothing.
    const carried = entry.evidence.flows.filter(({ from, to }) => from.call === id && to.at !== '/name');
    if (carried.length === 0) continue;
    if (lines.length === MOST_STEPS) {
      left++;
      continue;
    }
    const places = [...new Set(carried.map(({ to }) => plainLine(to.at.replace(/^\/arguments(?=\/)/, ''))))];
    const some = places.length > 3 ? [...places.slice(0, 3), '…'] : places;
    const head = `  ${timeText(record.at)}  ${entry.call}  ${plainLine(toolText(entry))}`;
    lines.push(`${head}  ${entry.decision.effect}, in ${some.join(' ')}`);
  }
  return left === 0 ? lines : [...lines, `  … and ${countOf(left, 'more call')}`];
}

/** The calls that ran, or were refused, after a person had answered this held call; one line each. */
export async function runsOf(dir: string, { id, records, judged }: FoundCall): Promise<string[]> {
  const holds = holdsIn(records);
  if (holds.size === 0 || judged === undefined) return [];
  const lines: string[] = [];
  const filter = { kinds: ['call'], session: judged.entry.session.key, since: judged.stored.record.at } as const;
  for await (const { record } of readRecords(dir, filter)) {
    const { entry } = record;
    if (entry.kind !== 'call' || entry.call === id) continue;
    const { approval, effect } = entry.decision;
    if (approval !== undefined && holds.has(approval))
      lines.push(`  ${timeText(record.at)}  ${entry.call}  ${plainLine(toolText(entry))}  ${effect}`);
  }
  return lines;
}

/** A held call and the one that ran after the answer are two calls: the question and the answer belong to both. */
export async function answersTo(dir: string, { id, records, judged }: FoundCall): Promise<StoredRecord[]> {
  const holds = holdsIn(records);
  if (judged?.entry.decision.approval !== undefined) holds.add(judged.entry.decision.approval);
  const found: StoredRecord[] = [];
  if (holds.size === 0) return found;
  for await (const stored of readRecords(dir, { kinds: ['hold', 'approval', 'late'] })) {
    const { entry } = stored.record;
    const isAsked = entry.kind === 'hold' && entry.call !== id && holds.has(entry.hold.id);
    const isAnswer = entry.kind === 'approval' || entry.kind === 'late';
    if (isAsked || (isAnswer && holds.has(entry.verdict.hold))) found.push(stored);
  }
  return found;
}

const holdsIn = (records: readonly StoredRecord[]): Set<string> =>
  new Set(records.flatMap(({ record: { entry } }) => (entry.kind === 'hold' ? [entry.hold.id] : [])));
