// Modules of Node's own come compiled, but only as long as V8 has the flags that they were compiled with. Those that a start
// needs in any case come first.
import 'node:child_process';
import 'node:crypto';
import 'node:http';
import 'node:perf_hooks';
import { startCompiling } from '../../app/serving/compiling.ts';
import type { ServeOptions } from '../../app/settings.ts';

/** Serves until the client disconnects or a signal arrives. */
export async function serve(options: ServeOptions): Promise<number> {
  // Before the modules are loaded and linked, which takes most of the start-up time.
  startCompiling();
  const { serve: run } = await import('../../app/serving/serve.ts');
  await run(options);
  return 0;
}
