import { answerQuestions } from '../../app/replay/answering.ts';
import type { TraceLine } from '../../app/replay/foreign-trace.ts';
import type { Redecision } from '../../app/replay/records.ts';
import type { Share, ShareOf } from '../../app/replay/shares.ts';
import type { JudgedTraces, TraceWish } from '../../app/replay/trace-bench.ts';
import type { RecordWish } from './replay-bench.ts';

/** What one thread is for, of a replay that takes several. */
export type ThreadWish =
  | { readonly about: 'traces'; readonly wish: TraceWish }
  | { readonly about: 'record'; readonly wish: RecordWish; readonly share: ShareOf };

/** Of the record, the next part of its share is asked for, which takes no words. */
type Question = readonly TraceLine[];

answerQuestions<ThreadWish, Question, JudgedTraces | Share<Redecision>>(async (given, tell) => {
  // Imported by what there is to do: a start is most of what a short replay costs.
  if (given.about === 'traces') {
    const { openTraceBench } = await import('../../app/replay/trace-bench.ts');
    const bench = await openTraceBench(given.wish, tell);
    return (lines) => bench.judge(lines);
  }
  const { wish, share } = given;
  const [{ configurationOf }, { openShare }, { withPolicy }, { openRecordBench }, { findState }] = await Promise.all([
    import('../../app/replay/foreign-settings.ts'),
    import('../../app/replay/shares.ts'),
    import('../../app/settings.ts'),
    import('./replay-bench.ts'),
    import('../state.ts'),
  ]);
  const governed = await withPolicy(configurationOf(wish.configuration), wish.now);
  const { replay } = await openRecordBench(wish, governed, tell);
  return openShare(findState(wish.state).journal, replay, share);
});
