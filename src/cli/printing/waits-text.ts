import type { Waits } from '../../app/behind.ts';
import { countOf } from '../../model/count.ts';
import { plainLine } from './plain.ts';
import type { Progress } from './progress.ts';

/** Letters of the names that are said: a longer line would wrap, and could not be taken away again. */
const MOST = 40;

/** Says on the terminal which servers are still waited for, and for how long: one may take half a minute to fail. */
export const waitsText =
  (progress: Progress): Waits =>
  (servers, all) => {
    if (servers.length === 0) return;
    const [first = ''] = servers;
    const more = servers.length === 1 ? '' : ` and ${servers.length - 1} more`;
    const names = `${plainLine(first, MOST)}${more}`;
    progress.wait(
      (seconds) => `${seconds} s: ${all - servers.length} of ${countOf(all, 'server')}; waiting for ${names}`,
    );
  };
