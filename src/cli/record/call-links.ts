import { readRecords, type StoredRecord } from '../../journal/reading.ts';
import { countOf } from '../../model/count.ts';
import { isOfCall } from '../../model/record.ts';
import type { SaidIn } from '../../model/saying.ts';
import { toolText } from '../printing/hold-text.ts';
import { plainLine } from '../printing/plain.ts';
import { timeText } from '../printing/time.ts';
import { type FoundCall, findOneCall } from './found-call.ts';

const IN_LISTS: ReadonlySet<SaidIn> = new Set(['tool', 'prompt', 'resource', 'instructions']);

/** How many other calls are named for one call. */
const MOST_STEPS = 20;

/** The calls that values came from, and where those calls' values came from; each call once, one line each. */
export async function originsOf(dir: string, start: FoundCall): Promise<string[]> {
  const lines: string[] = [];
  const met = new Set([start.id]);
  const queue: { call: FoundCall; depth: number }[] = [{ call: start, depth: 1 }];
  for (let next = queue.shift(); next !== undefined && lines.length < MOST_STEPS; next = queue.shift()) {
    const flows = next.call.judged?.entry.evidence.flows ?? [];
    // A definition belongs to no call, nor does what the user said or the session itself named.
    const called = flows.filter(
      ({ from: { call, said } }) => call !== '' && !(said !== undefined && IN_LISTS.has(said)),
    );
    for (const source of new Set(called.map(({ from }) => from.call))) {
      if (met.has(source)) continue;
      met.add(source);
      const call = await findOneCall(dir, source).catch(() => undefined);
      const what = call?.judged === undefined ? 'not in the record any more' : plainLine(toolText(call.judged.entry));
      const at = call?.judged === undefined ? '' : `${timeText(call.judged.stored.record.at)}  `;
      lines.push(`${'  '.repeat(next.depth)}${at}${source}  ${what}`);
      if (call !== undefined) queue.push({ call, depth: next.depth + 1 });
    }
  }
  return lines;
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
