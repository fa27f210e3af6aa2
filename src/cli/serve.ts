import { setFlagsFromString } from 'node:v8';
import { serve as run } from '../app/serve.ts';
import type { ServeOptions } from '../app/settings.ts';

/** Serves until the client goes or a signal comes. */
export async function serve(options: ServeOptions): Promise<number> {
  // Most processes that clients start are young when their calls come, and compiling is a third of what such a call
  // costs. A call goes through many functions of middle size once each: inlining them into each other compiles them
  // several times over and makes none of them faster.
  setFlagsFromString('--max-inlined-bytecode-size=100');
  await run(options);
  return 0;
}
