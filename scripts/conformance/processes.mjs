// The fixture, and Sallyport before it: started, waited for, ended.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
export const MAIN = path.join(ROOT, 'dist', 'cli', 'main.js');
const START_MS = 30_000;

/** Starts a program and waits for the address that it prints. Resolves with `{url, stop, said}`; rejects, with what it said, where none comes. */
function started(args, pattern) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const stop = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((done) => child.once('close', done));
      child.stdin.end();
      child.kill('SIGTERM');
      await ended;
    };
    const read = (part) => {
      text += part;
      const url = pattern.exec(text)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve({ url, stop, said: () => text });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => {
      clearTimeout(late);
      reject(new Error(`${path.basename(args[0])} did not start:\n${text}`));
    });
  });
}

export const startFixture = () =>
  started([path.join(ROOT, 'fixtures', 'servers', 'conformance.mjs')], /^(http:\/\/\S+)$/m);

/** The rule of `recommended` that stands between servers and the client's model: what the suite's sampling scenarios are about. */
const OFF = ['server-wants-the-model'];

/** Writes a configuration for one server into a folder of its own. `era` is how the server is spoken to. */
export function configure(server, more = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-conformance-'));
  const config = path.join(folder, 'servers.config.yaml');
  const policy = { packs: ['recommended'], off: OFF };
  writeFileSync(config, JSON.stringify({ servers: { up: server }, names: 'plain', policy, ...more }, undefined, 1));
  const state = ['--state', path.join(folder, 'state')];
  const args = ['--config', config, ...state];
  return { folder, args, state, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Sallyport over HTTP, one endpoint for both eras, before the server at `url`. */
export async function startSallyport(url, era) {
  const place = configure({ url, era, labels: [] }, { http: { port: 0 } });
  const args = [MAIN, 'serve', '--http', '--allow-anonymous', '--trust', ...place.args];
  try {
    const running = await started(args, /serving (http:\/\/\S+)/);
    const stop = async () => {
      await running.stop();
      place.remove();
    };
    return { ...running, stop };
  } catch (error) {
    place.remove();
    throw error;
  }
}
