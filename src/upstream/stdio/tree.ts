import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

/** How long a process may take to end after its stdin was closed, and again after SIGTERM, in milliseconds. */
const GRACE = 1_000;
const LOOK = 25;

/**
 * The signals that end a process unless it listens: from a terminal, a service manager, a limit on its time. Not those of faults
 * of its own, nor SIGUSR1, which is Node's.
 */
const ENDING = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'] as const;

const isWindows = process.platform === 'win32';
const living = new Set<number>();
let isWatching = false;

/** Makes sure that the process and all below it are gone when we are, whatever they do with their stdin. */
export function guardTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  living.add(pid);
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => {
    for (const pid of living) {
      // Only what is synchronous is still done here.
      if (isWindows) spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true });
      else signalTree(pid, 'SIGKILL');
    }
  });
  exitOnSignals();
}

/** A signal that nobody listens to ends a process without the event `exit`, and what is guarded would live on. */
function exitOnSignals(): void {
  for (const signal of ENDING) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}

/** Children lead process groups of their own, so that a signal reaches what they started as well (npx starts a shell, which starts node). */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (isWindows) {
    execFile(
      'taskkill',
      ['/PID', String(pid), '/T', ...(signal === 'SIGKILL' ? ['/F'] : [])],
      { windowsHide: true },
      () => {},
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left to signal.
  }
}

/** Ends a whole tree: stdin closed, then SIGTERM, then SIGKILL. Resolves when it is gone, or after the last signal. */
export async function endTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  child.stdin?.end();
  if (!(await isGoneSoon(pid, child))) {
    signalTree(pid, 'SIGTERM');
    if (!(await isGoneSoon(pid, child))) {
      signalTree(pid, 'SIGKILL');
      await isGoneSoon(pid, child);
    }
  }
  living.delete(pid);
}

async function isGoneSoon(pid: number, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < GRACE; waited += LOOK) {
    if (hasEnded(child) && !groupLives(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return hasEnded(child) && !groupLives(pid);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function groupLives(pid: number): boolean {
  if (isWindows) return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
