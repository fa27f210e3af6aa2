// What a process has used, from /proc. Elsewhere nothing tells of another process, and the numbers are left out.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';

const hasProc = existsSync('/proc/self/schedstat');

/** CPU time of a process so far, all threads, in microseconds; of this process anywhere, of another on Linux only. */
export function cpuOf(pid) {
  if (pid === process.pid) {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
  if (!hasProc || pid === undefined) return undefined;
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1_000;
}

/** Resident memory in MB. */
export function memoryOf(pid) {
  if (!hasProc || pid === undefined) return undefined;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}

/** The most resident memory that a process has had, in MB; undefined where it is gone. */
export function peakOf(pid) {
  try {
    const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? undefined : Number(found[1]) / 1_024;
  } catch {
    return undefined;
  }
}

/** A port of loopback that is free now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Resolves when something listens on a port; rejects after `ms`. */
export async function listening(port, ms) {
  const end = performance.now() + ms;
  for (;;) {
    const isUp = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isUp) return;
    if (performance.now() > end) throw new Error(`nothing listens on port ${port} after ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
