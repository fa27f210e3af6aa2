// The official suite: where it is, what it requires, and what it found. It does not run on Node 20: npm has another Node for it.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installed, otherNode } from '../packages.mjs';

const PACKAGE = '@modelcontextprotocol/conformance';
export const VERSION = '0.2.0-alpha.12';
const NODE = '22.23.3';
/** One scenario, and a whole run of them. */
const SCENARIO_MS = 60_000;
const RUN_MS = 300_000;
/** Client scenarios at once. The suite itself would start them all, each with processes of its own, and measure the machine. */
const AT_ONCE = 3;

export const SETS = ['2025-11-25', '2026-07-28'];

/** The suite as a command: `[program, ...arguments]`. */
export function suiteCommand() {
  const folder = installed('conformance', { [PACKAGE]: VERSION });
  return [otherNode(NODE), path.join(folder, 'node_modules', PACKAGE, 'dist', 'index.js')];
}

/** What a set requires: `{server, client}` by leg, and the `unscored` scenarios as a map to their kind. */
export function requirementsOf([program, ...args], set) {
  const { stdout, status, stderr } = spawnSync(program, [...args, 'list', '--requirements', set], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the suite does not know the set ${set}: ${stderr}`);
  const found = { server: [], client: [], unscored: { server: new Map(), client: new Map() } };
  let leg;
  let kind;
  for (const line of stdout.split('\n')) {
    const heading = /^(Server|Client) scenarios/.exec(line)?.[1];
    if (heading !== undefined) leg = heading.toLowerCase();
    kind = /^ {2}([a-z-]+) \(\d+\):$/.exec(line)?.[1] ?? kind;
    const [, scenario, of] = /^ +- (\S+)(?: \[(server|client)\])?$/.exec(line) ?? [];
    if (scenario === undefined) continue;
    if (of === undefined) found[leg].push(scenario);
    else found.unscored[of].set(scenario, kind);
  }
  if (found.server.length === 0 || found.client.length === 0)
    throw new Error(`what the suite lists for ${set} could not be read; is it version ${VERSION}?`);
  return found;
}

/** Runs the server scenarios of a set, or `only` one of them, against the server at `url`. Resolves with what they found, by name. */
export const runServer = (suite, url, set, folder, only) =>
  run(suite, 'server', ['--url', url, ...chosen(set, only)], folder);

/** Runs client scenarios of a set with a command, which gets the address of the suite's server behind it. */
export async function runClient(suite, command, set, folder, scenarios) {
  const found = new Map();
  const left = [...scenarios];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      // A folder of its own: in another's there may be what is only half written.
      const own = path.join(folder, next.replaceAll('/', '-'));
      const one = await run(suite, 'client', ['--command', command, ...chosen(set, next)], own);
      for (const [scenario, finding] of one) found.set(scenario, finding);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

const chosen = (set, only) =>
  only === undefined ? ['--requirements', set] : ['--scenario', only, '--spec-version', set, '--force'];

async function run([program, ...args], leg, what, folder) {
  const rest = ['-o', folder, '--timeout', String(SCENARIO_MS)];
  const child = spawn(program, [...args, leg, ...what, ...rest], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
  const late = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(late);
  const found = readFindings(folder, leg);
  if (found.size === 0) throw new Error(`the suite ran nothing:\n${said.slice(-2000)}`);
  return found;
}

/** The suite leaves a folder for each scenario, named after it and the time; those of the server leg begin with `server-`. */
function readFindings(folder, leg) {
  const found = new Map();
  for (const file of readdirSync(folder, { recursive: true })) {
    if (path.basename(file) !== 'checks.json') continue;
    const scenario = path
      .dirname(file)
      .replaceAll(path.sep, '/')
      .replace(/-\d{4}-\d{2}-\d{2}T[\d-]+Z$/, '')
      .replace(leg === 'server' ? /^server-/ : /^$/, '');
    found.set(scenario, findingOf(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
  }
  return found;
}

/** What our own answers say where a call did not reach the server: a check that such an answer satisfies shows nothing. */
const OURS = /Sallyport (holds|refused|withheld)/;

function findingOf(checks) {
  const of = (status) => checks.filter((check) => check.status === status);
  const say = (check) => `${check.id}: ${check.errorMessage ?? check.details?.message ?? check.description}`;
  const hollow = of('SUCCESS').filter((check) => OURS.test(JSON.stringify(check.details ?? {})));
  return {
    passed: of('SUCCESS').length - hollow.length,
    failed: of('FAILURE').length + hollow.length,
    problems: [
      ...of('FAILURE').map(say),
      ...hollow.map((check) => `${check.id}: passed only because of an answer of our own`),
    ],
    warnings: of('WARNING').map(say),
  };
}
