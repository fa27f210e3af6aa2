// The Sallyport under test and the servers behind it: started, hurt, measured and ended.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, listening } from '../bench/process.mjs';
import { installed } from '../packages.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const MAIN = path.join(root, 'dist', 'cli', 'main.js');
const WORKER = path.join(root, 'fixtures', 'servers', 'worker.mjs');
const PRINCIPALS = 8;
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
const isAlive = (pid) => read(`/proc/${pid}/stat`) !== '' && !/^\d+ \(.*\) Z/.test(read(`/proc/${pid}/stat`));

/** Processes whose command line holds `mark`. */
export const processesOf = (mark) =>
  readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && isAlive(pid) && read(`/proc/${pid}/cmdline`).includes(mark),
  );

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).trim().split(' ').filter(Boolean),
  );
}

/** Where glibc begins; said aloud, they stay there, and freed memory goes back to the system instead of waiting for the next. */
const RETURNING = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' };

/** By which the probe calls malloc. In seconds nothing is compared that it would change. */
function library() {
  try {
    return { SOAK_LIBRARY: path.join(installed('soak', { koffi: '3.3.4' }, { scripts: false }), 'package.json') };
  } catch (error) {
    console.error(`${error.message}\nso what malloc keeps empty counts as held`);
    return {};
  }
}

/**
 * `quick` shortens what is waited for: idle limits, time-outs of approvals. `plainMalloc` leaves the allocator as it is, so
 * that resident memory shows the highest need there was rather than what is held.
 */
export async function openStage(dir, quick, plainMalloc = false) {
  const idle = quick ? '2s' : '20s';
  const mark = path.join(dir, 'worker');
  const config = path.join(dir, 'servers.config.yaml');
  const state = path.join(dir, 'state');
  const probe = path.join(dir, 'probe.json');
  const stdio = (era, more) => ({ command: process.execPath, args: [WORKER, era, mark], era, idle, ...more });
  const web = [];
  for (const era of ['legacy', 'modern']) web.push({ era, port: await freePort(), child: undefined });
  const at = (i) => ({ url: `http://127.0.0.1:${web[i].port}/mcp`, era: web[i].era, idle });
  const tokens = Object.fromEntries(
    Array.from({ length: PRINCIPALS }, (_, i) => [`p${i}`, `token-of-principal-${i}-of-the-soak`]),
  );
  const names = Object.keys(tokens);
  const settings = {
    servers: {
      shared: stdio('legacy', { isolation: 'shared', labels: [] }),
      modern: stdio('modern', { isolation: 'shared' }),
      own: stdio('legacy', { processes: 6, labels: [] }),
      web: { ...at(0), labels: [] },
      webm: { ...at(1) },
    },
    agents: Object.fromEntries(
      names.map((name) => [name, { match: { token: name }, purpose: 'soak', human: 'elicitation' }]),
    ),
    purposes: { soak: { allow: ['*'] } },
    session: { meta: 'soak.example/session', idle: quick ? '3s' : '60s' },
    approvals: { wait: '50ms', expire: '3s' },
    policy: { rules: [{ id: 'mail-is-asked', tools: ['*.mail'], effect: 'ask', reason: 'Mail leaves.' }] },
    http: { tokens },
  };
  let writes = 0;
  /** Writes the configuration anew, each time a little different, as an editor does: whole or not at all. */
  const configure = (text) => {
    writes++;
    const rule = { id: 'never', tools: ['own.no-such-tool'], effect: 'deny', reason: `Version ${writes}.` };
    const rules = [...settings.policy.rules, ...(writes % 2 === 0 ? [rule] : [])];
    writeFileSync(`${config}.new`, text ?? JSON.stringify({ ...settings, policy: { rules } }, undefined, 1));
    renameSync(`${config}.new`, config);
  };
  const startWeb = async (one) => {
    one.child = spawn(process.execPath, [WORKER, one.era, mark, String(one.port)], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    await listening(one.port, 300_000);
  };
  await Promise.all(web.map(startWeb));
  configure();
  const args = ['--expose-gc', '--import', path.join(root, 'scripts', 'soak', 'probe.mjs'), MAIN];
  const serve = ['serve', '--http', '--port', '0', '--config', config, '--state', state, '--trust'];
  const child = spawn(process.execPath, [...args, ...serve], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(plainMalloc ? {} : RETURNING), SOAK_PROBE: probe, ...(quick ? {} : library()) },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-200_000);
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  const waitFor = async (find) => {
    // On a machine that does much else a start takes long; one that ended comes no more.
    for (let i = 0; i < 6_000 && child.exitCode === null && child.signalCode === null; i++) {
      const found = find();
      if (found) return found;
      await sleep(50);
    }
    throw new Error(`Sallyport did not get ready:\n${said.slice(-2_000)}`);
  };
  const url = (await waitFor(() => /serving (\S+)/.exec(said)))[1];
  const status = () => read(`/proc/${child.pid}/status`);

  return {
    url,
    tokens: Object.values(tokens),
    state,
    mark,
    configure,
    said: () => said,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** Resident megabytes, open files and children now. */
    now: () => ({
      rss: Number(/VmRSS:\s+(\d+)/.exec(status())?.[1] ?? 0) / 1_024,
      files: readdirSync(`/proc/${child.pid}/fd`).length,
      children: childrenOf(child.pid).length,
    }),
    /** What is held after garbage was collected. */
    async held() {
      rmSync(probe, { force: true });
      child.kill('SIGWINCH');
      return JSON.parse(await waitFor(() => read(probe)));
    },
    /** Kills one process of a server over stdio; false where there is none. */
    killOne() {
      const found = childrenOf(child.pid).filter((pid) => read(`/proc/${pid}/cmdline`).includes(mark));
      const pid = found[Math.floor(Math.random() * found.length)];
      if (pid === undefined) return false;
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        return false;
      }
      return true;
    },
    async restartWeb() {
      const one = web[Math.floor(Math.random() * web.length)];
      one.child.kill('SIGKILL');
      await new Promise((resolve) => one.child.once('exit', resolve));
      await startWeb(one);
    },
    async end() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
      const code = await ended;
      clearTimeout(late);
      for (const { child: server } of web) server.kill('SIGKILL');
      await sleep(500);
      return code;
    },
  };
}
