import { foreignConfiguration } from '../../app/replay/configuration-text.ts';
import { threadsFor } from '../../app/replay/cores.ts';
import { readToolsets, sizeOfTraces, undescribed } from '../../app/replay/foreign-trace.ts';
import { judgeTraces } from '../../app/replay/judging.ts';
import { countOf } from '../../model/count.ts';
import { openLines } from '../lines-file.ts';
import { plain } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import type { Screen } from '../screen.ts';
import { findState } from '../state.ts';
import { UsageError } from '../usage-error.ts';
import type { JournalReplay } from './replay-journal.ts';

export interface ReplayOptions extends JournalReplay {
  readonly traces?: string;
  readonly taskText?: boolean;
  readonly declaredTools?: boolean;
  /** Treats all traces as sessions of one process. */
  readonly together?: boolean;
}

const OF_OUR_RECORD = [
  'since',
  'until',
  'session',
  'agent',
  'server',
  'tool',
  'effect',
  'state',
  'regather',
  'json',
] as const;

/** What a thread runs that judges with others. */
const THREAD = new URL('./replay-thread.js', import.meta.url);

/** Judges recorded calls again: our own record, or with `traces` that of another system. */
export async function replay(options: ReplayOptions, screen: Screen): Promise<number> {
  const { traces, taskText, declaredTools, together } = options;
  if (traces !== undefined) {
    const ours = OF_OUR_RECORD.filter((one) => options[one] !== undefined && options[one] !== false);
    if (ours.length > 0)
      throw new UsageError(
        `options about our own record (${ours.map((one) => `--${one}`).join(', ')}): leave them out with --traces`,
      );
    return replayForeign(traces, options, screen);
  }
  if (taskText === true || declaredTools === true || together === true)
    throw new UsageError(
      '--task-text, --declared-tools and --together are about traces; name their folder with --traces',
    );
  if (options.cores !== undefined && options.regather !== true)
    throw new UsageError(
      '--cores is for evidence that is gathered anew; leave it out, or gather with --traces or --regather',
    );
  if (options.trust === true && options.regather !== true)
    throw new UsageError('--trust is for inspectors, and none runs here; leave it out, or gather anew with --regather');
  // Imported here: traces need nothing of what reads our own record.
  const { replayJournal } = await import('./replay-journal.ts');
  return replayJournal(options, screen);
}

/** Writes one line for each call, in order. Held calls continue as they did when recorded. */
async function replayForeign(dir: string, options: ReplayOptions, screen: Screen): Promise<number> {
  const { config, cores, out: file } = options;
  const { trust = false, taskText = false, declaredTools = false, together = false } = options;
  const toolsets = readToolsets(dir);
  const configuration = await foreignConfiguration(config);
  const { trust: trusted } = findState(undefined);
  const wish = { configuration, toolsets, now: screen.now(), trusted, trust, taskText, declaredTools, together };
  // Sessions of one process are judged each after the other.
  const threads = together ? 1 : threadsFor(sizeOfTraces(dir), cores);
  const lines = file === undefined ? undefined : openLines(file);
  const write = lines === undefined ? screen.out : lines.write;
  const tell = (line: string): void => screen.err(`sallyport: ${plain(line)}`);
  const progress = openProgress();
  const started = performance.now();
  const missed = new Set<string>();
  let traces = 0;
  let calls = 0;
  try {
    for await (const judged of judgeTraces(dir, wish, { threads, entry: THREAD, tell })) {
      const { where, toolset } = judged;
      if (!toolsets.has(toolset) && !missed.has(toolset)) {
        missed.add(toolset);
        tell(undescribed(where, toolset, toolsets));
      }
      for (const line of judged.calls) write(line);
      calls += judged.calls.length;
      traces++;
      progress.say(() => `${countOf(calls, 'call')} of ${countOf(traces, 'trace')}`);
    }
  } finally {
    progress.end();
    lines?.close();
  }
  const seconds = (performance.now() - started) / 1_000;
  screen.err(`${countOf(traces, 'trace')}, ${countOf(calls, 'call')} judged in ${seconds.toFixed(1)} s`);
  if (calls > 0) return 0;
  screen.err(`sallyport: there is no call in the traces of ${dir}`);
  return 1;
}
