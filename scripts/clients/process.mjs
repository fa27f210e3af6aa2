import { spawn } from 'node:child_process';

const LIMIT = 120_000;

/**
 * Runs a client to its end, with nothing on its input; whatever it started goes with it. Resolves with what it printed.
 * One that does not end in time is killed, and `code` is undefined.
 */
export async function runClient(command, args, { env, cwd, limit = LIMIT }) {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    texts.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    texts.err += chunk;
  });
  const timer = setTimeout(() => killAll(child), limit);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      texts.err += error.message;
      resolve(undefined);
    });
    child.once('close', (status) => resolve(status ?? undefined));
  });
  clearTimeout(timer);
  return { code, ...texts, all: `${texts.out}\n${texts.err}` };
}

/** Ends a process and all in its group. */
export function killAll(child, signal = 'SIGKILL') {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It went by itself.
  }
}
