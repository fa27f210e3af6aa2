// What is started for a measurement: servers, Sallyport in front of them, and the clients of both.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openHttp, openStdio } from './client.mjs';
import { freePort, listening } from './process.mjs';

/** How long anything may take to start, in milliseconds. */
export const START_MS = 30_000;

/** Starts what is measured: `main` is the `dist/cli/main.js` of the build, `root` the folder with the fixtures. */
export class Stage {
  #main;
  #root;
  scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-bench-'));

  constructor(main, root) {
    this.#main = main;
    this.#root = root;
  }

  fixture(name) {
    return path.join(this.#root, 'fixtures', 'servers', `${name}.mjs`);
  }

  /** A fixture as the configuration names it. */
  server(name, ...args) {
    return { command: process.execPath, args: [this.fixture(name), ...args.map(String)] };
  }

  /** Starts an HTTP server fixture; it says its address on its first line. */
  async startHttpFixture() {
    const child = spawn(process.execPath, [this.fixture('http-echo')], { stdio: ['pipe', 'pipe', 'inherit'] });
    const url = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())));
    return { url, stop: () => child.kill() };
  }

  /** A client over stdio of Sallyport in front of one server. */
  openThroughStdio(server) {
    return openStdio(this.#serve(server));
  }

  async openThroughHttp(server) {
    const port = await freePort();
    const program = [...this.#serve(server), '--http', '--port', String(port), '--allow-anonymous'];
    const child = spawn(program[0], program.slice(1), {
      stdio: ['ignore', 'ignore', process.env.BENCH_DEBUG ? 'inherit' : 'ignore'],
    });
    const stop = async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await new Promise((resolve) => child.once('exit', resolve));
      clearTimeout(late);
    };
    try {
      await listening(port, START_MS);
      const client = await openHttp(`http://127.0.0.1:${port}/mcp`);
      return { ...client, pid: child.pid, close: () => client.close().then(stop) };
    } catch (error) {
      await stop();
      throw error;
    }
  }

  clear() {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** The program that serves one server, with a configuration and a state directory of its own. */
  #serve(server) {
    const folder = mkdtempSync(path.join(this.scratch, 'run-'));
    const config = path.join(folder, 'servers.config.yaml');
    writeFileSync(config, JSON.stringify({ servers: { up: server } }));
    const state = path.join(folder, 'state');
    return [process.execPath, this.#main, 'serve', '--config', config, '--state', state, '--trust'];
  }
}
