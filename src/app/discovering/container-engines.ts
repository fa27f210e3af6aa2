import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EngineAnswer } from '../../discover/sources/containers.ts';

const ENGINES = ['docker', 'podman', 'nerdctl'];
/** Milliseconds; a remote engine may never answer. */
const PATIENCE = 5_000;
const MOST_BYTES = 64_000_000;
const IDLE = /cannot connect|daemon running|connection refused|no such file or directory|not running/i;

/** Asks the container engines of this machine what runs, by `ps` and `inspect`, which change nothing. */
export function askEngines(env: Readonly<Record<string, string | undefined>>): EngineAnswer[] {
  return ENGINES.flatMap((engine): EngineAnswer[] => {
    const program = onPath(engine, env);
    if (program === undefined) return [];
    const listed = run(program, ['ps', '--quiet', '--no-trunc'], env);
    if (typeof listed === 'string') return [failed(engine, listed)];
    const ids = listed.text.split(/\s+/).filter((id) => id !== '');
    if (ids.length === 0) return [{ engine, text: '[]' }];
    const inspected = run(program, ['inspect', ...ids], env);
    return [typeof inspected === 'string' ? failed(engine, inspected) : { engine, text: inspected.text }];
  });
}

const failed = (engine: string, why: string): EngineAnswer =>
  IDLE.test(why) ? { engine, idle: why } : { engine, trouble: why };

function onPath(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return folders.map((folder) => path.join(folder, file)).find((each) => existsSync(each));
}

/** What a program printed; or, in one line, why it printed nothing. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): { readonly text: string } | string {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env,
    timeout: PATIENCE,
    maxBuffer: MOST_BYTES,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) return 'code' in error && error.code === 'ETIMEDOUT' ? 'it did not answer' : error.message;
  // A container that ended meanwhile is an error beside the output about the others.
  if (status !== 0 && stdout.trim() === '') return stderr.trim().split('\n')[0] || `it ended with ${status}`;
  return { text: stdout };
}
