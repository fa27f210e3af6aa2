import { serve as run } from '../app/serving/serve.ts';
import type { ServeOptions } from '../app/settings.ts';

/** Serves until the client goes or a signal comes. */
export async function serve(options: ServeOptions): Promise<number> {
  await run(options);
  return 0;
}
