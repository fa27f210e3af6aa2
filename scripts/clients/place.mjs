// One client's own home, with a Sallyport in front of two fixtures and two real servers.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { killAll } from './process.mjs';

const run = promisify(execFile);

export const TOKEN = 'token-of-a-tester-0123456789';
export const MAIL = { to: 'x@y.example', body: 'hello' };

/** Makes a place in a folder that is not there yet. `root` is the checkout, built. */
export function makePlace(folder, root) {
  const home = path.join(folder, 'home');
  const files = path.join(folder, 'files');
  for (const each of [home, files]) mkdirSync(each, { recursive: true });
  writeFileSync(path.join(files, 'a.txt'), 'alpha\n');
  const config = path.join(folder, 'servers.config.yaml');
  const state = path.join(folder, 'state');
  const sent = path.join(folder, 'sent.jsonl');
  const main = path.join(root, 'dist', 'cli', 'main.js');
  const node = process.execPath;
  const script = (...parts) => ({ command: node, args: parts, labels: [] });
  const fixture = (name, ...args) => script(path.join(root, 'fixtures', 'servers', `${name}.mjs`), ...args);
  const packaged = (name, ...args) =>
    script(path.join(root, 'node_modules', '@modelcontextprotocol', `server-${name}`, 'dist', 'index.js'), ...args);
  const settings = {
    servers: {
      echo: fixture('echo'),
      mail: fixture('receipts', sent),
      everything: packaged('everything', 'stdio'),
      files: packaged('filesystem', files),
    },
    policy: { rules: [{ id: 'asks', tools: ['mail.send'], effect: 'ask', reason: 'Mail leaves the house.' }] },
    // Clients that cannot be asked must not wait long for what nobody says.
    approvals: { wait: '50ms' },
    http: { tokens: { tester: TOKEN } },
  };
  writeFileSync(config, JSON.stringify(settings, undefined, 1));
  const args = [main, 'serve', '--config', config, '--state', state, '--trust'];
  // Nothing of ours but a path: this very process may run below a client.
  const env = { HOME: home, PATH: process.env.PATH, LANG: 'C.UTF-8', NO_COLOR: '1', TERM: 'dumb', SHELL: '/bin/sh' };
  const sallyport = (...words) =>
    run(node, [main, ...words, '--state', state], { env, cwd: folder, maxBuffer: 1e8 }).then(({ stdout }) => stdout);
  const lines = async (...words) =>
    (await sallyport(...words, '--json'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  /** What a person would type, for a shell. */
  const approvalLine = (id) => {
    if (!/^\w+$/.test(id)) throw new Error(`no hold is called ${JSON.stringify(id)}`);
    return `'${node}' '${main}' approve ${id} --state '${state}'`;
  };

  return {
    folder,
    home,
    files,
    config,
    env,
    node,
    args,
    /** How many mails reached the server behind. */
    sent() {
      try {
        return readFileSync(sent, 'utf8').split('\n').filter(Boolean).length;
      } catch {
        return 0;
      }
    },
    /** What Sallyport recorded: how clients spoke, their calls and holds, their sessions, what people said. */
    async record() {
      const all = await lines('log', '--all');
      const said = all.flatMap((line) => spoken(line) ?? []);
      const of = (kind) => all.filter((line) => line.kind === kind);
      return {
        said,
        calls: of('call'),
        holds: of('hold'),
        approvals: of('approval'),
        sessions: await lines('sessions'),
      };
    },
    show: (call) => lines('show', call),
    verify: () => sallyport('verify'),
    /** Serves over HTTP on a free port. */
    async serveHttp() {
      const child = spawn(node, [...args, '--http', '--port', '0'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      });
      let stderr = '';
      const url = await new Promise((resolve, reject) => {
        child.stderr.on('data', (chunk) => {
          stderr += chunk;
          const found = /http:\/\/\S+/.exec(stderr);
          if (found !== null) resolve(found[0]);
        });
        child.once('exit', () => reject(new Error(`Sallyport did not serve over HTTP: ${stderr}`)));
      });
      const stop = async () => {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        killAll(child, 'SIGTERM');
        await gone;
      };
      return { url, stop };
    },
    approvalLine,
    approve: (id) => answerInTerminal(id, approvalLine(id), { folder, env }),
  };
}

/** How a client spoke, of the note of a greeting in which a revision was agreed on; undefined of any other line. */
export function spoken(line) {
  const { kind, about: method, session, source, client, protocol: revision, asks } = line;
  if (kind !== 'note' || source === undefined || revision === undefined) return undefined;
  return { method, session, source, client: client ?? 'nameless', revision, asks: asks.join(' and ') || 'no' };
}

/**
 * Types an answer into `sallyport approve` in a terminal that is no descendant of any client, as a person would. Resolves
 * with what the terminal showed.
 */
async function answerInTerminal(id, line, { folder, env }) {
  const log = path.join(folder, `approve-${id}.txt`);
  // The answer waits for the question: `script` echoes what comes early, but loses it to the terminal's start.
  const inner = `(until grep -q 'Type yes' '${log}' 2>/dev/null; do sleep 0.1; done; echo yes; sleep 1) | script -qfec "${line}" '${log}' >/dev/null; echo done >> '${log}'`;
  spawn('setsid', ['--fork', 'sh', '-c', inner], { env, stdio: 'ignore' });
  const until = Date.now() + 30_000;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    let text = '';
    try {
      text = readFileSync(log, 'utf8');
    } catch {
      // The terminal is still starting.
    }
    if (text.trimEnd().endsWith('done')) return text;
    if (Date.now() > until) throw new Error(`\`sallyport approve\` did not end: ${text}`);
  }
}
