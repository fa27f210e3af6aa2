// `npm run bench`: what Sallyport adds, as ratios of the same client going direct and through it, in one run.
// Each line on standard output is one measurement (JSON); a summary goes to standard error. Trust ratios, not milliseconds:
// another machine, or this one on another day, is faster or slower at both.
//   --quick           a fifth of the calls, one round
//   --main FILE       another build's dist/cli/main.js, to compare two
//   --only TEXTS      measurements whose name has one of these texts, separated by `;`; `evidence` for what evidence costs
//   --traces DIR      recordings to replay instead of made ones
//   --definitions DIR files of real definitions for the lockfile, as `tools/list` answers; our own without it
//   --help            this text
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { echoOf, listAll, measure, median, using } from './bench/calls.mjs';
import { listTools, openHttp, openStdio } from './bench/client.mjs';
import { measureLockfile } from './bench/lockfile.mjs';
import { memoryOf } from './bench/process.mjs';
import { Stage } from './bench/stage.mjs';
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
const stage = new Stage(main, root);
const ROUNDS = options.quick ? 1 : 3;
const SHARE = options.quick ? 0.2 : 1;
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
const wanted = (name) => options.only === undefined || options.only.split(';').some((word) => name.includes(word));

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
  const program = [process.execPath, stage.fixture('many-tools'), String(MANY)];
  const open = {
    direct: () => openStdio(program),
    through: () => stage.openThroughStdio(stage.server('many-tools', MANY)),
  };
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
    () => stage.openThroughStdio(stage.server('echo')),
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
  await measureLockfile({
    scratch: stage.scratch,
    main,
    fixture: stage.fixture('definitions'),
    many,
    rounds,
    definitions,
    emit,
  });
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

const web = await stage.startHttpFixture();
const echo = [process.execPath, stage.fixture('echo')];
// An HTTP client cannot go to a stdio server directly: there its direct side is the HTTP one.
const steps = [
  () =>
    compareCalls(
      'stdio to stdio',
      () => openStdio(echo),
      () => stage.openThroughStdio(stage.server('echo')),
    ),
  () =>
    compareCalls(
      'HTTP to stdio',
      () => openHttp(web.url),
      () => stage.openThroughHttp(stage.server('echo')),
    ),
  () =>
    compareCalls(
      'HTTP to HTTP',
      () => openHttp(web.url),
      () => stage.openThroughHttp({ url: web.url }),
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
  stage.clear();
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
