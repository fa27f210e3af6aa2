import { openTrust } from '../../journal/state/trust.ts';
import { sha256 } from '../../model/json/canonical.ts';
import { Foreign } from '../../projections/foreign.ts';
import { Lessons } from '../../projections/lessons.ts';
import { openWorkshop } from '../workshop.ts';
import type { ConfigurationText } from './configuration-text.ts';
import { configurationOf, openBenches } from './foreign-settings.ts';
import { type Toolsets, type TraceLine, traceOf } from './foreign-trace.ts';
import { KnownCalls } from './known-calls.ts';
import { KnownResults } from './known-results.ts';
import { type Fault, faultOf } from './thread.ts';
import { replayTrace } from './traces.ts';

/** All that is needed to judge traces; may be sent to a thread. */
export interface TraceWish {
  readonly configuration: ConfigurationText;
  readonly toolsets: Toolsets;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The file that says which inspectors of the user's own may run, and whether all may. */
  readonly trusted: string;
  readonly trust: boolean;
  readonly taskText: boolean;
  readonly declaredTools: boolean;
  /** Whether all traces are sessions of one process. */
  readonly together: boolean;
}

/** How the calls of one trace were judged, each as the JSON that is written. */
export interface JudgedTrace {
  readonly where: string;
  readonly toolset: string;
  readonly calls: readonly string[];
}

/** As many traces as could be judged, and what is wrong with the next. */
export interface JudgedTraces {
  readonly traces: readonly JudgedTrace[];
  readonly fault?: Fault;
}

export interface TraceBench {
  judge(lines: readonly TraceLine[]): Promise<JudgedTraces>;
  close(): void;
}

/** Opens what judges traces, in whatever thread. Rejects with `ConfigError` where the policy cannot be compiled. */
export async function openTraceBench(wish: TraceWish, tell: (line: string) => void): Promise<TraceBench> {
  const { toolsets, now, trust, taskText, declaredTools } = wish;
  const store = openTrust(wish.trusted, tell);
  const isTrusted = (hash: string): boolean => trust || store.isTrusted(hash);
  const workshop = openWorkshop({ isTrusted, log: tell });
  const benchOf = openBenches(configurationOf(wish.configuration), [...toolsets.keys()], now, workshop);
  const [first] = toolsets.keys();
  // What is wrong with the policy is told before any trace is read.
  if (first !== undefined) await benchOf(first);
  const known = { asked: new KnownCalls(), results: new KnownResults(), tell: new Lessons().tell };
  const foreign = wish.together ? { foreign: new Foreign(sha256) } : {};
  return {
    async judge(lines) {
      const traces: JudgedTrace[] = [];
      try {
        for (const line of lines) {
          const trace = traceOf(line, toolsets);
          const calls: string[] = [];
          traces.push({ where: line.where, toolset: trace.toolset, calls });
          const bench = await benchOf(trace.toolset);
          const made = await replayTrace(trace, { ...bench, ...foreign, ...known, taskText, declaredTools });
          for (const one of made) calls.push(JSON.stringify(one));
        }
      } catch (error) {
        return { traces, fault: faultOf(error) };
      }
      return { traces };
    },
    close: () => workshop.keep([]),
  };
}
