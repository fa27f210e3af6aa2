// What evidence costs: run by `npm run bench -- --only evidence`, or alone with `node --expose-gc`. All times are the
// processor's. A line with a goal has its figure beside it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './calls.mjs';
import { COURIER, loadSpine, resultOf } from './spine.mjs';
import { HOSTILE, RESULTS } from './texts.mjs';
import { writeRecord, writeTraces } from './traces.mjs';

const [dist = 'dist', only = '', recordings = ''] = process.argv.slice(2);
const spine = await loadSpine(dist);
const { callOf, fold, interpose, interposerOf, judgeCall, judgeResult, Sessions, TOOLS } = spine;

const decision = { effect: 'allow', matched: [], obligations: [], policy: '' };
const NOTHING = { ran: [], findings: [], flows: [], labels: ['untrusted'], faults: [], audited: [] };
const entryOf = ({ id, session, target, tool }, evidence, size) => ({
  kind: 'result',
  call: id,
  session: session.key,
  target,
  powers: tool.powers,
  outcome: 'complete',
  failed: false,
  size,
  evidence,
  decision,
  asOf: 0,
  payload: { digest: '', size },
});
const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};
const round = (value, digits = 3) => Number(value.toFixed(digits));
const emit = (name, rest) => console.log(JSON.stringify({ name, ...rest }));
const isWanted = (name) => only === '' || only.split(';').some((word) => name.includes(word));

/** Judges and learns results one after the other, as the pipeline does; milliseconds for each. */
async function run(values) {
  const sessions = new Sessions(1);
  const view = sessions.of('s');
  const spent = { judging: 0, learning: 0, parsing: 0 };
  for (const value of values) {
    const text = JSON.stringify(value);
    const start = process.cpuUsage();
    const parsed = JSON.parse(text);
    spent.parsing += cpuMs(start);
    const call = callOf();
    const judged = process.cpuUsage();
    const evidence = await judgeResult(call, { kind: 'complete', value: parsed, text }, view);
    spent.judging += cpuMs(judged);
    const learned = process.cpuUsage();
    fold(sessions, entryOf(call, evidence, text.length), text, parsed);
    spent.learning += cpuMs(learned);
  }
  return spent;
}

/** The longest piece of work while a result passed the whole spine: so long all else waits. */
async function stall(value) {
  const result = resultOf(value);
  const sessions = new Sessions(1);
  const interposer = interposerOf(sessions, () => result);
  let longest = 0;
  let last = cpuMs();
  let isOver = false;
  const turn = () => {
    const here = cpuMs();
    longest = Math.max(longest, here - last);
    last = here;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await new Promise((resolve) => setImmediate(resolve));
  await interpose(callOf(), COURIER, interposer);
  isOver = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}

/** What a session holds after so many results, in megabytes. */
function held(count, size) {
  const kinds = Object.values(RESULTS);
  const sessions = new Sessions(1);
  const memory = () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1_048_576;
  };
  const before = memory();
  let most = 0;
  for (let i = 0; i < count; i++) {
    const text = JSON.stringify(kinds[i % kinds.length](i + 1, size));
    fold(sessions, entryOf(callOf(), NOTHING, text.length), text, JSON.parse(text));
    if (i % 250 === 249) most = Math.max(most, memory() - before);
  }
  return { heldMb: memory() - before, mostMb: most, forgotten: sessions.of('s').memory.forgotten };
}

/** Microseconds of evidence for a call of a hundred bytes, in a session that has read so many results. */
function callCost(tool, read) {
  const sessions = new Sessions(1);
  const kinds = Object.values(RESULTS);
  for (let i = 0; i < read; i++) {
    const text = JSON.stringify(kinds[i % kinds.length](i + 1, 2_000));
    fold(sessions, entryOf(callOf(), NOTHING, text.length), text, JSON.parse(text));
  }
  const calls = Array.from({ length: 5_000 }, (_, i) =>
    tool === TOOLS.read
      ? callOf({ id: `ord-${i}`, query: 'the quarterly report', folder: 'customer/north', limit: 20 })
      : callOf({ to: `eve.${i}@example.org`, subject: 'Notes of today', body: `As agreed: ${i}.` }, { tool }),
  );
  const view = sessions.of('s');
  const once = () => {
    const start = process.cpuUsage();
    for (const call of calls) judgeCall(call, view);
    return (cpuMs(start) * 1_000) / calls.length;
  };
  once();
  return median([once(), once(), once()]);
}

for (const [what, tool, read] of [
  ['nothing read before', TOOLS.read, 0],
  ['20 results read', TOOLS.read, 20],
  ['that acts, 20 results read', TOOLS.act, 20],
  ['that acts, 200 results read', TOOLS.act, 200],
  ['that acts, 2,000 results read', TOOLS.act, 2_000],
]) {
  const name = `evidence: call of 100 B, ${what}`;
  if (isWanted(name)) emit(name, { unit: 'µs', figure: round(callCost(tool, read), 1), goal: 25 });
}
const SIZES = [
  ['10 KB', 10_000, 60, 7, 0.7],
  ['1 MB', 1_000_000, 2, 3, 60],
];
for (const [label, size, count, rounds, goal] of SIZES) {
  for (const [kind, make] of Object.entries({ ...RESULTS, ...HOSTILE })) {
    const name = `evidence: ${label}, ${kind}`;
    if (!isWanted(name)) continue;
    const values = Array.from({ length: count }, (_, seed) => make(seed + 1, size));
    await run(values);
    const runs = [];
    for (let i = 0; i < rounds; i++) runs.push(await run(values));
    const [judgeMs, learnMs, parseMs] = ['judging', 'learning', 'parsing'].map(
      (key) => median(runs.map((one) => one[key])) / count,
    );
    const figure = round(judgeMs + learnMs);
    const parts = { judgeMs: round(judgeMs), learnMs: round(learnMs), parseMs: round(parseMs) };
    emit(name, { ratio: round(figure / parseMs, 1), unit: 'ms', figure, goal, ...parts });
  }
}
for (const [label, size] of [
  ['256 KB', 250_000],
  ['1 MB', 1_000_000],
  ['10 MB', 10_000_000],
]) {
  for (const [kind, make] of Object.entries({ ...RESULTS, ...HOSTILE })) {
    const name = `evidence: longest piece of ${label}, ${kind}`;
    if (!isWanted(name)) continue;
    const value = make(1, size);
    await stall(value);
    const figure = round(median([await stall(value), await stall(value), await stall(value)]), 1);
    emit(name, { unit: 'ms', figure, goal: 20 });
  }
}
const session = 'evidence: session of 2,000 results of 10 KB';
if (isWanted(session)) {
  const { heldMb, mostMb, forgotten } = held(2_000, 10_000);
  emit(session, { unit: 'MB', figure: round(mostMb, 1), goal: 64, heldMb: round(heldMb, 1), forgotten });
}

/** Seconds of the processor and of the clock that `sallyport replay` takes, its start included. */
function replay(...options) {
  const main = path.join(path.resolve(dist), 'cli', 'main.js');
  const tell = 'process.on("exit", () => process.stdout.write(JSON.stringify(process.cpuUsage())))';
  const told = `data:text/javascript,${encodeURIComponent(tell)}`;
  const from = performance.now();
  const out = execFileSync(process.execPath, ['--import', told, main, 'replay', ...options], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: path.dirname(fileURLToPath(import.meta.url)),
  });
  const clock = (performance.now() - from) / 1e3;
  const { user, system } = JSON.parse(out.slice(out.lastIndexOf('{')));
  return { processor: (user + system) / 1e6, clock };
}

const CORES = os.availableParallelism();

/** The same work on one core, by the processor's time, and on all, by the clock. */
function measureReplay(name, goal, countCalls, ...options) {
  const rate = (unit, calls, seconds) => ({
    unit,
    figure: round(calls / seconds, 0),
    goal,
    atLeast: true,
    calls,
    seconds,
  });
  const one = [1, 2, 3].map(() => replay(...options, '--cores', '1').processor);
  const calls = countCalls();
  emit(name, rate('calls/s of the processor', calls, median(one)));
  const all = [1, 2, 3].map(() => replay(...options).clock);
  emit(`${name}, on ${CORES} cores`, rate('calls/s', calls, median(all)));
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-bench-'));
try {
  const anew = 'evidence: replay, gathered anew';
  if (isWanted(anew)) {
    const dir = path.resolve(recordings === '' ? scratch : recordings);
    writeTraces(scratch);
    const out = path.join(scratch, 'decisions');
    const countCalls = () => readFileSync(out, 'utf8').split('\n').length - 1;
    measureReplay(anew, 3_000, countCalls, '--traces', dir, '--out', out);
  }
  const again = 'evidence: replay, from recorded evidence';
  const own = 'evidence: replay, of our own record gathered anew';
  if (isWanted(again) || isWanted(own)) {
    const { state, config, calls } = await writeRecord(path.join(scratch, 'state'), spine);
    const options = ['--state', state, '--config', config];
    if (isWanted(again)) {
      const seconds = median([1, 2, 3].map(() => replay(...options).processor));
      const figure = round(calls / seconds, 0);
      emit(again, { unit: 'calls/s of the processor', figure, goal: 10_000, atLeast: true, calls, seconds });
    }
    if (isWanted(own)) measureReplay(own, 3_000, () => calls, ...options, '--regather');
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
