// What it costs to judge a result and to learn it: run by `npm run bench`, or alone with `node --expose-gc`.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOSTILE, RESULTS } from './texts.mjs';

const [dist = 'dist', only = ''] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.resolve(dist, file)).href);
const { inspectors, warm } = await load('inspect/index.js');
const { gatherOnResult } = await load('pipeline/gather.js');
const { Sessions } = await load('projections/sessions.js');
const { NO_FACTS } = await load('model/tool.js');
await warm();

const context = {
  home: '/home/ada',
  platform: 'linux',
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
};
const mounted = inspectors(context).map((inspector) => ({ inspector, mode: 'enforce' }));
const call = {
  id: 'c1',
  at: 0,
  session: { key: 's', source: 'process' },
  principal: { id: 'p', human: 'elicitation' },
  origin: 'downstream',
  method: 'tools/call',
  target: { upstream: 'up', name: 'read' },
  tool: { ...NO_FACTS, labels: ['untrusted'] },
  args: {},
  params: { name: 'read', arguments: {} },
  text: '{"name":"read","arguments":{}}',
  digest: 'd',
};
const decision = { effect: 'allow', matched: [], obligations: [], policy: '' };
const LIMIT = 60_000;
let made = 0;

const entryOf = (evidence, size) => ({
  kind: 'result',
  call: `c${made++}`,
  session: 's',
  target: call.target,
  powers: [],
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

/** Judges and learns results one after the other, as the pipeline does; milliseconds of the processor for each. */
async function run(values) {
  const sessions = new Sessions(1);
  const view = sessions.of('s');
  let judging = 0;
  let learning = 0;
  let parsing = 0;
  for (const value of values) {
    const text = JSON.stringify(value);
    const start = process.cpuUsage();
    const parsed = JSON.parse(text);
    parsing += cpuMs(start);
    const result = { kind: 'complete', value: parsed, text };
    const judged = process.cpuUsage();
    const evidence = await gatherOnResult(mounted, call, result, view, LIMIT);
    judging += cpuMs(judged);
    const learned = process.cpuUsage();
    sessions.apply(entryOf(evidence, text.length), 0, text, parsed);
    learning += cpuMs(learned);
  }
  return { judging: judging / values.length, learning: learning / values.length, parsing: parsing / values.length };
}
/** The longest piece of work, in the processor's time, while a result was judged and learned: so long all else waits. */
async function stall(value) {
  const text = JSON.stringify(value);
  const parsed = JSON.parse(text);
  const sessions = new Sessions(1);
  const view = sessions.of('s');
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
  const evidence = await gatherOnResult(mounted, call, { kind: 'complete', value: parsed, text }, view, LIMIT);
  // The record keeps so much of a result, and what was cut is not learned.
  const kept = text.length > KEPT ? text.slice(0, KEPT) : text;
  sessions.apply(entryOf(evidence, text.length), 0, kept, kept === text ? parsed : undefined);
  isOver = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}
const KEPT = 262_144;

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
  const evidence = { ran: [], findings: [], flows: [], labels: ['untrusted'], faults: [], audited: [] };
  let most = 0;
  for (let i = 0; i < count; i++) {
    const text = JSON.stringify(kinds[i % kinds.length](i + 1, size));
    sessions.apply(entryOf(evidence, text.length), 0, text, JSON.parse(text));
    if (i % 250 === 249) most = Math.max(most, memory() - before);
  }
  return { heldMb: memory() - before, mostMb: most, forgotten: sessions.of('s').memory.forgotten };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 3) => Number(value.toFixed(digits));
const emit = (name, rest) => console.log(JSON.stringify({ name, ...rest }));
const isWanted = (name) => only === '' || only.split(';').some((word) => name.includes(word));

const SIZES = [
  ['10 KB', 10_000, 60, 7],
  ['1 MB', 1_000_000, 2, 3],
];
for (const [label, size, count, rounds] of SIZES) {
  for (const [kind, make] of Object.entries({ ...RESULTS, ...HOSTILE })) {
    const name = `evidence: ${label}, ${kind}`;
    if (!isWanted(name)) continue;
    const values = Array.from({ length: count }, (_, seed) => make(seed + 1, size));
    await run(values);
    const runs = [];
    for (let i = 0; i < rounds; i++) runs.push(await run(values));
    const [judgeMs, learnMs, parseMs] = ['judging', 'learning', 'parsing'].map((key) =>
      median(runs.map((one) => one[key])),
    );
    emit(name, {
      ratio: round(judgeMs / parseMs, 1),
      judgeMs: round(judgeMs),
      learnMs: round(learnMs),
      parseMs: round(parseMs),
    });
  }
}
for (const [label, size] of [
  ['256 KB', 250_000],
  ['1 MB', 1_000_000],
  ['10 MB', 10_000_000],
]) {
  for (const [kind, make] of Object.entries({ ...RESULTS, ...HOSTILE })) {
    const name = `stall: ${label}, ${kind}`;
    if (!isWanted(name)) continue;
    const value = make(1, size);
    await stall(value);
    emit(name, { longestCpuMs: round(median([await stall(value), await stall(value), await stall(value)]), 1) });
  }
}
const name = 'session of 2,000 results of 10 KB';
if (isWanted(name)) {
  const { heldMb, mostMb, forgotten } = held(2_000, 10_000);
  emit(name, { heldMb: round(heldMb, 1), mostMb: round(mostMb, 1), forgotten });
}
