// `npm run bench`: what Sallyport adds, as ratios of the same client going direct and through it, in one run.
// Each line on standard output is one measurement (JSON); a summary goes to standard error. Trust ratios, not milliseconds:
// another machine, or this one on another day, is faster or slower at both.
//   --quick           a fifth of the calls, one round
//   --main FILE       another build's dist/cli/main.js, to compare two
//   --only TEXTS      measurements whose name has one of these texts, separated by `;`; `evidence` for what evidence costs
//   --traces DIR      recordings to replay instead of made ones
//   --definitions DIR files of real definitions for the lockfile, as `tools/list` answers; our own without it
//   --help            this text
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listTools, openHttp, openStdio } from './bench/client.mjs';
import { measureLockfile } from './bench/lockfile.mjs';
import { cpuOf, freePort, listening, memoryOf } from './bench/process.mjs';
import { readOptions } from './options.mjs';
import { table } from './table.mjs';

const options = readOptions('bench', {
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  traces: { type: 'string' },
  main: { type: 'string' },
  definitions: { type: 'string' },
  help: { type: 'boolean', default: false },
});
if (options.help) {
  const [top] = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\nimport ', 1);
  console.log(top.replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = path.resolve(options.main ?? path.join(root, 'dist', 'cli', 'main.js'));
if (!existsSync(main)) {
  console.error(`${main} is missing: run \`npm run build\` first`);
  process.exit(1);
}
const fixture = (name) => path.join(root, 'fixtures', 'servers', `${name}.mjs`);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-bench-'));
const ROUNDS = options.quick ? 1 : 3;
const SHARE = options.quick ? 0.2 : 1;
const START_MS = 30_000;
const MANY = 320;

const commit = () => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};
const cpu = os.cpus();
const where = {
  machine: `${cpu.length} x ${cpu[0]?.model ?? os.arch()}, ${os.platform()}`,
  node: process.version,
  commit: commit(),
};
const summary = [];
const emit = (name, ratio, rest) => {
  console.log(JSON.stringify({ name, ratio, ...rest, ...where }));
  summary.push({ name, ratio, rest });
};
const round = (value, digits = 1) => (value === undefined ? undefined : Number(value.toFixed(digits)));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const wanted = (name) => options.only === undefined || options.only.split(';').some((word) => name.includes(word));

/** A configuration of one server, with a state directory of its own. */
function configure(server) {
  const folder = mkdtempSync(path.join(scratch, 'run-'));
  const config = path.join(folder, 'servers.config.yaml');
  writeFileSync(config, JSON.stringify({ servers: { up: server } }));
  return { config, state: path.join(folder, 'state') };
}

/** Starts an HTTP server fixture; it says its address on its first line. */
async function startHttpFixture() {
  const child = spawn(process.execPath, [fixture('http-echo')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())));
  return { url, stop: () => child.kill() };
}

const stdioServer = (name, ...args) => ({ command: process.execPath, args: [fixture(name), ...args.map(String)] });
const serve = ({ config, state }, ...more) => [
  process.execPath,
  main,
  'serve',
  '--config',
  config,
  '--state',
  state,
  '--trust',
  ...more,
];

const openThroughStdio = (server) => openStdio(serve(configure(server)));

async function openThroughHttp(server) {
  const port = await freePort();
  const program = serve(configure(server), '--http', '--port', String(port), '--allow-anonymous');
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

/** Lists until `isComplete` says that every server has come. */
async function listAll(client, isComplete) {
  const end = performance.now() + START_MS;
  for (;;) {
    const tools = await listTools(client);
    if (isComplete(tools)) return tools;
    if (performance.now() > end) throw new Error(`after ${START_MS} ms there are only ${tools.length} tools`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Uses a client, and ends it and what it started however that goes. */
async function using(open, use) {
  const client = await open();
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const isEcho = ({ name }) => name === 'echo' || name.endsWith('__echo');

/** How a client calls `echo`, by whatever name it is shown. */
async function echoOf(client) {
  const tool = (await listAll(client, (tools) => tools.some(isEcho))).find(isEcho).name;
  const call = async (message) => {
    const { content, isError } = await client.request('tools/call', { name: tool, arguments: { message } });
    // What was refused or held is quick, and no measurement.
    if (isError === true || content[0].text.length < message.length)
      throw new Error(`not an echo: ${content[0].text.slice(0, 300)}`);
  };
  return call;
}

/** Makes `count` calls with `width` in flight: median latency, calls a second, CPU a call of the process that was started. */
async function measure(client, message, count, width) {
  const call = await echoOf(client);
  for (let i = 0; i < Math.min(count, 200); i++) await call(message);
  const before = cpuOf(client.pid);
  const start = performance.now();
  const latencies = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const from = performance.now();
      await call(message);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  const took = performance.now() - start;
  const after = cpuOf(client.pid);
  return {
    p50Us: median(latencies) * 1_000,
    perSecond: (count / took) * 1_000,
    cpuUs: before === undefined || after === undefined ? undefined : (after - before) / count,
  };
}

const middle = (runs, key) => {
  const values = runs.map((run) => run[key]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
};

async function compareCalls(leg, openDirect, openThrough) {
  const sizes = [
    ['100 B', 100, 2_000],
    ['10 KB', 10_000, 1_000],
    ['1 MB', 1_000_000, 40],
  ];
  for (const [label, bytes, calls] of sizes) {
    for (const width of [1, 32]) {
      const name = `${leg}: ${label}, ${width} in flight`;
      if (!wanted(name)) continue;
      const count = Math.max(width, Math.round(calls * SHARE));
      const direct = [];
      const through = [];
      for (let i = 0; i < ROUNDS; i++) {
        for (const [runs, open] of [
          [direct, openDirect],
          [through, openThrough],
        ]) {
          runs.push(await using(open, (client) => measure(client, 'x'.repeat(bytes), count, width)));
        }
      }
      const [directUs, throughUs] = [middle(direct, 'p50Us'), middle(through, 'p50Us')];
      emit(name, round(throughUs / directUs, 2), {
        directP50Us: round(directUs),
        throughP50Us: round(throughUs),
        directPerSecond: round(middle(direct, 'perSecond'), 0),
        throughPerSecond: round(middle(through, 'perSecond'), 0),
        cpuUsPerCall: round(middle(through, 'cpuUs')),
        calls: count * ROUNDS,
      });
    }
  }
}

/** From nothing to a complete list; then the same list again and again. */
async function compareList() {
  const name = `list of ${MANY} tools`;
  if (!wanted(name) && !wanted('start to first list')) return;
  const program = [process.execPath, fixture('many-tools'), String(MANY)];
  const open = { direct: () => openStdio(program), through: () => openThroughStdio(stdioServer('many-tools', MANY)) };
  const starts = { direct: [], through: [] };
  const lists = { direct: [], through: [] };
  for (let i = 0; i < ROUNDS; i++) {
    for (const side of ['direct', 'through']) {
      const from = performance.now();
      await using(open[side], async (client) => {
        await listAll(client, (tools) => tools.length >= MANY);
        starts[side].push(performance.now() - from);
        const count = Math.round(200 * SHARE);
        const again = performance.now();
        for (let j = 0; j < count; j++) await listTools(client);
        lists[side].push(((performance.now() - again) * 1_000) / count);
      });
    }
  }
  emit('start to first list', round(median(starts.through) / median(starts.direct), 2), {
    directMs: round(median(starts.direct)),
    throughMs: round(median(starts.through)),
  });
  emit(name, round(median(lists.through) / median(lists.direct), 2), {
    directUs: round(median(lists.direct)),
    throughUs: round(median(lists.through)),
  });
}

async function compareMemory() {
  const calls = Math.round(20_000 * SHARE);
  const name = `memory after ${calls} calls`;
  if (!wanted(name)) return;
  const [idle, busy] = await using(
    () => openThroughStdio(stdioServer('echo')),
    async (client) => {
      await echoOf(client);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const before = memoryOf(client.pid);
      await measure(client, 'x'.repeat(100), calls, 8);
      return [before, memoryOf(client.pid)];
    },
  );
  emit(name, idle === undefined ? undefined : round(busy / idle, 2), {
    idleMb: round(idle),
    afterMb: round(busy),
    calls,
  });
}

async function compareLockfile() {
  const many = options.quick ? 188 : 1_880;
  if (!wanted(`lockfile of ${many} tools`)) return;
  const rounds = options.quick ? 3 : 21;
  const { definitions } = options;
  await measureLockfile({ scratch, main, fixture: fixture('definitions'), many, rounds, definitions, emit });
}

/** What evidence on calls and results costs, how long others wait meanwhile, what a session holds, how fast a replay is. */
function measureEvidence() {
  const told = [path.join(path.dirname(main), '..'), options.only ?? '', options.traces ?? ''];
  const program = [path.join(root, 'scripts', 'bench', 'evidence.mjs'), ...told];
  const lines = execFileSync(process.execPath, ['--expose-gc', ...program], { encoding: 'utf8' });
  for (const line of lines.split('\n').filter((one) => one !== '')) {
    const { name, ratio, ...rest } = JSON.parse(line);
    emit(name, ratio, rest);
  }
}

const web = await startHttpFixture();
const echo = [process.execPath, fixture('echo')];
// An HTTP client cannot go to a stdio server directly: there its direct side is the HTTP one.
const steps = [
  () =>
    compareCalls(
      'stdio to stdio',
      () => openStdio(echo),
      () => openThroughStdio(stdioServer('echo')),
    ),
  () =>
    compareCalls(
      'HTTP to stdio',
      () => openHttp(web.url),
      () => openThroughHttp(stdioServer('echo')),
    ),
  () =>
    compareCalls(
      'HTTP to HTTP',
      () => openHttp(web.url),
      () => openThroughHttp({ url: web.url }),
    ),
  compareList,
  compareMemory,
  compareLockfile,
  measureEvidence,
];
try {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      process.exitCode = 1;
      console.error(`bench: ${error.message}`);
    }
  }
} finally {
  web.stop();
  rmSync(scratch, { recursive: true, force: true });
}
for (const { name, ratio, rest } of summary) {
  if (rest.goal !== undefined) continue;
  const numbers = Object.entries(rest).map(([key, value]) => `${key} ${value ?? '-'}`);
  console.error(`${ratio === undefined ? '-' : `${ratio}x`}`.padStart(8), ` ${name}`.padEnd(36), numbers.join(', '));
}
const goals = summary.filter(({ rest }) => rest.goal !== undefined);
if (goals.length > 0) {
  const rows = goals.map(({ name, rest: { figure, goal, unit, atLeast = false } }) => {
    const isMet = atLeast ? figure >= goal : figure <= goal;
    return [name, `${figure} ${unit}`, `${atLeast ? 'at least' : 'at most'} ${goal}`, isMet ? 'yes' : 'NO'];
  });
  console.error(table(['WHAT', 'MEASURED', 'GOAL', 'MET'], rows));
}
console.error(`${where.machine}, Node ${where.node}, commit ${where.commit}`);
