import { foreignConfiguration, openBenches } from '../../app/replay/foreign-settings.ts';
import { readToolsets, readTraces } from '../../app/replay/foreign-trace.ts';
import { replayTrace } from '../../app/replay/traces.ts';
import { openWorkshop } from '../../app/workshop.ts';
import { openTrust } from '../../journal/state/trust.ts';
import { countOf } from '../../model/count.ts';
import { sha256 } from '../../model/json/canonical.ts';
import { Foreign } from '../../projections/foreign.ts';
import { openLines } from '../lines-file.ts';
import { plain } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import type { Screen } from '../screen.ts';
import { findState } from '../scribe.ts';
import { UsageError } from '../usage-error.ts';
import { type JournalReplay, replayJournal } from './replay-journal.ts';

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
  if (options.trust === true && options.regather !== true)
    throw new UsageError('--trust is for inspectors, and none runs here; leave it out, or gather anew with --regather');
  return replayJournal(options, screen);
}

/** Writes one line for each call, in order. Held calls continue as they did when recorded. */
async function replayForeign(dir: string, options: ReplayOptions, screen: Screen): Promise<number> {
  const { config, out: file, taskText = false, declaredTools = false } = options;
  const foreign = options.together === true ? { foreign: new Foreign(sha256) } : {};
  const toolsets = readToolsets(dir);
  const store = openTrust(findState(undefined).trust, (message) => screen.err(`sallyport: ${message}`));
  const isTrusted = (hash: string): boolean => options.trust === true || store.isTrusted(hash);
  const workshop = openWorkshop({ isTrusted, log: (line) => screen.err(`sallyport: ${plain(line)}`) });
  const benchOf = openBenches(await foreignConfiguration(config), [...toolsets.keys()], screen.now(), workshop);
  const lines = file === undefined ? undefined : openLines(file);
  const progress = openProgress();
  const started = performance.now();
  let traces = 0;
  let calls = 0;
  try {
    for await (const trace of readTraces(dir, toolsets, (message) => screen.err(`sallyport: ${message}`))) {
      const bench = await benchOf(trace.toolset);
      for (const judgement of await replayTrace(trace, { ...bench, ...foreign, taskText, declaredTools })) {
        const line = JSON.stringify(judgement);
        if (lines === undefined) screen.out(line);
        else lines.write(line);
        calls++;
      }
      traces++;
      progress.say(() => `${countOf(calls, 'call')} of ${countOf(traces, 'trace')}`);
    }
  } finally {
    progress.end();
    lines?.close();
    workshop.keep([]);
  }
  const seconds = (performance.now() - started) / 1_000;
  screen.err(`${countOf(traces, 'trace')}, ${countOf(calls, 'call')} judged in ${seconds.toFixed(1)} s`);
  if (calls > 0) return 0;
  screen.err(`sallyport: there is no call in the traces of ${dir}`);
  return 1;
}
