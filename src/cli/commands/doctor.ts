import type { Check } from '../../app/checkup/check.ts';
import { checkUp } from '../../app/checkup/checkup.ts';
import { tellConfig } from '../configuration.ts';
import { plain } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { table } from '../printing/table.ts';
import { waitsText } from '../printing/waits-text.ts';
import type { Screen } from '../screen.ts';

export interface DoctorOptions {
  readonly config?: string;
  readonly state?: string;
  readonly server?: string;
  /** False for `--no-start`. */
  readonly start?: boolean;
  readonly json?: boolean;
}

/** Reports what is wrong with a set-up and what to do about it. Exits 1 if anything keeps it from working. */
export async function doctor(options: DoctorOptions, screen: Screen, progress = openProgress()): Promise<number> {
  const { config, state, server, start = true } = options;
  const place = await tellConfig(options, screen);
  const waits = waitsText(progress);
  const checks = await checkUp({ config, place, state, server, start, env: screen.env, now: screen.now, waits });
  progress.end();
  const code = checks.some((check) => check.state === 'bad') ? 1 : 0;
  if (options.json === true) {
    for (const check of checks) screen.out(JSON.stringify(check));
    return code;
  }
  const { paint } = screen;
  const colours = { good: paint.green, doubtful: paint.yellow, bad: paint.red, skipped: paint.dim };
  screen.out(
    table<Check>(
      screen,
      [
        { head: '', cell: (check) => check.state, paint: (text, check) => colours[check.state](text) },
        { head: 'WHAT', cell: (check) => check.about, paint: paint.bold },
        {
          head: 'FOUND',
          cell: (check) => check.found.split('\n', 1)[0] ?? '',
          flexible: true,
          // What there is to do says the others again, in full.
          whole: (check) => check.action === undefined,
        },
      ],
      checks,
    ),
  );
  const todo = checks.filter(({ action }) => action !== undefined);
  if (todo.length === 0) {
    screen.out(paint.green('\nNothing is wrong.'));
    return code;
  }
  screen.out('\nTo do:');
  const actions = [...new Set(todo.map(({ action }) => action ?? ''))];
  for (const [i, action] of actions.entries()) {
    // Problems with the same remedy are reported as one thing to do.
    const mended = todo.filter((check) => check.action === action);
    const wrong = [...new Set(mended.map(({ found }) => found))];
    const lines = wrong.map((found) => {
      const abouts = mended.filter((check) => check.found === found).map(({ about }) => paint.bold(plain(about)));
      return `${abouts.join(', ')}: ${plain(found).replaceAll('\n', '\n   ')}`;
    });
    screen.out(`${i + 1}. ${lines.join('\n   ')}\n   ${paint.cyan(plain(action))}`);
  }
  return code;
}
