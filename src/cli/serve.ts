import { startCompiling } from '../app/serving/compiling.ts';
import type { ServeOptions } from '../app/settings.ts';

/** Serves until the client goes or a signal comes. */
export async function serve(options: ServeOptions): Promise<number> {
  // Before the modules are loaded and linked, which is most of what a start does.
  startCompiling();
  const { serve: run } = await import('../app/serving/serve.ts');
  await run(options);
  return 0;
}
