import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Typed {
  /** How it ended. */
  readonly code: number;
  readonly shown: string;
  /** Whether lines are echoed and edited again, as a shell needs it. */
  readonly isRestored: boolean;
}

/** Runs the built command on a terminal of its own, and types `keys` once `question` stands there. */
export async function typeAt(
  args: readonly string[],
  question: RegExp,
  keys: string,
  env: Readonly<Record<string, string>>,
): Promise<Typed> {
  const words = [process.execPath, path.resolve('dist/cli/main.js'), ...args].map((word) => `'${word}'`);
  // The shell has to outlive a Ctrl-C that is for the command.
  const line = `trap : INT; stty cols 100 rows 40; ${words.join(' ')}; code=$?; stty -a; exit $code`;
  const terminal = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: env.HOME,
    env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
  });
  let shown = '';
  let isTyped = false;
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (isTyped || !question.test(shown)) return;
    isTyped = true;
    terminal.stdin.write(keys);
  });
  const [code] = (await once(terminal, 'close')) as [number];
  return { code, shown, isRestored: / icanon[\s\S]* echo /.test(shown) };
}
