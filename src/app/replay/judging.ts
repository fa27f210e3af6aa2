import { answersInOrder, type Weighed } from './answers.ts';
import { Crew } from './crew.ts';
import { readLines, type TraceLine } from './foreign-trace.ts';
import { errorOf } from './thread.ts';
import type { JudgedTrace, JudgedTraces, TraceBench, TraceWish } from './trace-bench.ts';

export interface JudgingParts {
  /** How many threads judge; with one it is this one. */
  readonly threads: number;
  /** The module that such a thread runs. */
  readonly entry: URL;
  /** Takes lines for people. */
  readonly tell: (line: string) => void;
}

/** UTF-16 units that are judged at once: work for some ten milliseconds, so that all end at about the same time. */
const BATCH = 131_072;
/** Batches in hand for each thread, and units in all, however long single traces are. */
const AHEAD = 4;
const MOST_HELD = 32_000_000;

/** Judges every trace of a folder, in order. Throws with the file and line of what cannot be read, after all before it. */
export async function* judgeTraces(dir: string, wish: TraceWish, parts: JudgingParts): AsyncGenerator<JudgedTrace> {
  const { threads } = parts;
  const bench = await (threads > 1 ? openElsewhere(wish, parts) : openHere(wish, parts));
  const most = { questions: threads > 1 ? threads * AHEAD : 1, weight: MOST_HELD };
  try {
    const answers = answersInOrder(batchesOf(readLines(dir)), (lines) => bench.judge(lines), most);
    for await (const { traces, fault } of answers) {
      yield* traces;
      if (fault !== undefined) throw errorOf(fault);
    }
  } finally {
    await bench.close();
  }
}

type Bench = Pick<TraceBench, 'judge'> & { close(): void | Promise<void> };

/** Imported here: where threads judge, this one needs nothing of what judges. */
async function openHere(wish: TraceWish, { tell }: JudgingParts): Promise<Bench> {
  const { openTraceBench } = await import('./trace-bench.ts');
  return openTraceBench(wish, tell);
}

async function openElsewhere(wish: TraceWish, { entry, threads, tell }: JudgingParts): Promise<Bench> {
  const given = { about: 'traces', wish } as const;
  const crew = await Crew.open<readonly TraceLine[], JudgedTraces>(entry, threads, () => given, tell);
  return { judge: (lines) => crew.ask(lines), close: () => crew.end() };
}

async function* batchesOf(lines: AsyncIterable<TraceLine>): AsyncGenerator<Weighed<readonly TraceLine[]>> {
  let question: TraceLine[] = [];
  let weight = 0;
  try {
    for await (const line of lines) {
      question.push(line);
      weight += line.text.length;
      if (weight < BATCH) continue;
      yield { question, weight };
      question = [];
      weight = 0;
    }
  } catch (error) {
    if (question.length > 0) yield { question, weight };
    throw error;
  }
  if (question.length > 0) yield { question, weight };
}
