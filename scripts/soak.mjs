// `npm run soak`: many clients of both eras at once over HTTP, for a long time, while servers are killed, clients go away in
// the middle of calls, and the configuration changes. Says at the end what became of every call, whether anybody got
// anybody else's answer, and what is left: memory, files, processes, open records. Exit code 1 if anything is wrong.
//   --minutes N    how long (30)
//   --sessions N   clients at once (200)
//   --pace MS      the mean pause of a client between two requests (1500)
//   --warm-up N    minutes of the same traffic before anything is compared (a quarter of the run, at most 5)
//   --rounds N     in how many parts the run is cut, with a rest and a look at memory after each (3; 2 with --quick)
//   --quick        short idle limits and warm-up, for a run of seconds
//   --plain-malloc start Sallyport with the allocator as it is, which keeps much of what was freed
//   --keep         leave the folder with its journal behind
//   --help         this text
// Memory is looked at when nobody is there and garbage is collected: in the young process, after a warm-up with the same
// traffic, and after each round. A leak is what grows from the second of these on; the first is there to be seen.
// What counts is what is held: objects in use, and what is in use outside V8's heap. Pages that V8 and malloc keep empty for
// the next busy time (5 to 40 MB, by chance, and up to 25) are part of resident memory, which is shown, and do not count:
// malloc is asked to give its own back before held memory is read (malloc_trim, by a library that is installed once).
// Sallyport is started with `node --expose-gc` and scripts/soak/probe.mjs for that, and with the thresholds of glibc's malloc
// held where they begin: left alone it raises them when it has freed a large buffer, and keeps what is freed below them.
// Otherwise it is as it is. Linux only: it reads /proc.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readOptions } from './options.mjs';
import { Client } from './soak/client.mjs';
import { isLeak } from './soak/leak.mjs';
import { MAIN, openStage, processesOf, sleep } from './soak/stage.mjs';
import { createTally, occupyAll } from './soak/traffic.mjs';

const options = readOptions('soak', {
  minutes: { type: 'string', default: '30' },
  sessions: { type: 'string', default: '200' },
  pace: { type: 'string', default: '1500' },
  'warm-up': { type: 'string' },
  rounds: { type: 'string' },
  quick: { type: 'boolean', default: false },
  'plain-malloc': { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});
if (options.help) {
  const [about] = readFileSync(new URL(import.meta.url), 'utf8').split('\nimport ');
  console.log(about.replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const isQuick = options.quick;
/** In seconds a process is still growing into its code and its caches: then what grows less and less in the heap is no leak. */
const LEAK = isQuick ? 0.5 : 0.15;
const [sessions, pace, length] = [Number(options.sessions), Number(options.pace), Number(options.minutes) * 60_000];
const warmUp = options['warm-up'] === undefined ? undefined : Number(options['warm-up']) * 60_000;
const WARM_UP = warmUp ?? (isQuick ? 6_000 : Math.min(300_000, length / 4));
const rounds = Number(options.rounds ?? (isQuick ? 2 : 3));
/** How long everything may take to come to rest, and how often mischief is made. Milliseconds. */
const REST = isQuick ? 30_000 : 150_000;
const KILL_EVERY = isQuick ? 2_000 : 15_000;
const RESTART_EVERY = isQuick ? 5_000 : 45_000;
const RELOAD_EVERY = isQuick ? 3_000 : 30_000;
const SAMPLE_EVERY = isQuick ? 1_000 : 10_000;
const say = (line) => console.error(line);
const percent = (share) => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;
const figures = ({ rss, held, heap, code, files, children }) =>
  `${rss.toFixed(1)} MB resident, ${held.toFixed(1)} MB held, heap ${heap.toFixed(1)} MB (${code.toFixed(1)} MB of it code), ${files} files, ${children} processes`;

// A run without rounds, or without clients, would find nothing wrong.
for (const [name, value] of Object.entries({ minutes: length, pace, 'warm-up': WARM_UP, sessions, rounds })) {
  const isWhole = Number.isInteger(value) || !['sessions', 'rounds'].includes(name);
  if (value > 0 && isWhole) continue;
  say(`--${name} ${options[name]} is no use: give a ${isWhole ? 'number' : 'whole number'} above 0`);
  process.exit(1);
}
if (!existsSync(MAIN)) {
  say(`${MAIN} is missing: run \`npm run build\` first`);
  process.exit(1);
}
const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-soak-'));
const stage = await openStage(dir, isQuick, options['plain-malloc']);
const faults = [];
const check = (isWell, what) => {
  if (!isWell) faults.push(what);
};

/** How long a session may be idle before the next client's coming ends it, and how long is left for that. Milliseconds. */
const IDLE = isQuick ? 4_000 : 65_000;
const SETTLE = isQuick ? 2_000 : 15_000;

/** Waits until nothing but what the base line had is left, at most REST. */
async function rest(base) {
  const began = Date.now();
  for (; Date.now() - began < REST && !stage.hasEnded(); await sleep(500)) {
    const { files, children } = stage.now();
    const isEmpty = children <= (base?.children ?? 0) && files <= (base?.files ?? 57) + 3;
    if (isEmpty && Date.now() - began >= IDLE) break;
  }
  if (stage.hasEnded()) return;
  // Sessions whose clients left without a word are ended when the next one comes.
  for (const era of ['legacy', 'modern']) {
    const client = await new Client({ url: stage.url, token: stage.tokens[0], era, key: 'visitor' }).open();
    await client.request('tools/call', { name: 'shared__echo', arguments: { nonce: 'visitor' } });
    await client.close();
  }
  for (const end = Date.now() + SETTLE + REST; Date.now() < end && !stage.hasEnded(); await sleep(500))
    if (stage.now().children <= (base?.children ?? 0)) break;
  await sleep(SETTLE);
}

async function measure() {
  const { rss, resident, isTrimmed, heapUsed, heapTotal, external, code, resources } = await stage.held();
  const { files, children } = stage.now();
  const [heap, held] = [heapUsed / 1e6, (rss - heapTotal + heapUsed) / 1e6];
  if (!isQuick && !isTrimmed) say('malloc could not be asked to give back what it keeps empty: that counts as held');
  return {
    rss: resident / 1e6,
    held,
    isTrimmed,
    heap,
    heapTotal: heapTotal / 1e6,
    code: code / 1e6,
    external: external / 1e6,
    files,
    children,
    resources,
  };
}

const deeds = { kills: 0, restarts: 0, reloads: 0 };

/** Clients and mischief for `ms`, then what a person would see after all have gone. */
async function round(name, tally, ms, base) {
  const timers = [
    setInterval(() => (deeds.kills += stage.killOne() ? 1 : 0), KILL_EVERY),
    setInterval(() => {
      deeds.restarts++;
      stage.restartWeb().catch((error) => faults.push(`a server could not be started again: ${error.message}`));
    }, RESTART_EVERY),
    setInterval(() => {
      deeds.reloads++;
      // Now and then what is saved is not finished yet.
      stage.configure(deeds.reloads % 5 === 0 ? '{ "servers": ' : undefined);
    }, RELOAD_EVERY),
  ];
  await occupyAll(stage, sessions, tally, ms, pace);
  for (const timer of timers) clearInterval(timer);
  stage.configure();
  await rest(base);
  if (stage.hasEnded()) return base;
  return atRest(name, tally.total());
}

const rests = [];
async function atRest(name, requests) {
  const found = { name, requests, load: os.loadavg()[0], ...(await measure()) };
  rests.push(found);
  say(`${name}: ${figures(found)}`);
  return found;
}

await atRest('young', 0);
say(`warming up for ${WARM_UP / 1_000} s`);
const warmed = createTally();
const before = await round('before', warmed, WARM_UP, undefined);
say(`${length / 60_000} minutes begin at ${new Date().toISOString()}`);

Object.assign(deeds, { kills: 0, restarts: 0, reloads: 0 });
const tally = createTally();
const curve = [];
const began = Date.now();
const sampler = setInterval(() => {
  const { rss, files, children } = stage.now();
  curve.push({
    s: Math.round((Date.now() - began) / 1_000),
    rss: Math.round(rss),
    files,
    children,
    calls: tally.total(),
    load: os.loadavg()[0],
  });
}, SAMPLE_EVERY);
let after = before;
for (let i = 1; i <= rounds && !stage.hasEnded(); i++)
  after = await round(i === rounds ? 'after' : `round ${i}`, tally, length / rounds, before);
clearInterval(sampler);
check(!stage.hasEnded(), `Sallyport ended by itself:\n${stage.said().slice(-2_000)}`);
const code = await stage.end();

check(code === 0, `Sallyport ended with ${code}`);
const orphans = processesOf(stage.mark);
check(orphans.length === 0, `${orphans.length} processes of servers are left`);
const wrong = [...warmed.wrong, ...tally.wrong];
check(wrong.length === 0, `answers to the wrong caller:\n${wrong.join('\n')}`);
const growth = {
  heap: after.heap / before.heap - 1,
  held: after.held / before.held - 1,
  rss: after.rss / before.rss - 1,
};
// The first was taken before the warm-up. Compiled code is no leak.
const objects = rests.slice(1).map(({ heap, code: compiled }) => heap - compiled);
const isHeapWell = isQuick ? !isLeak(objects, LEAK) : growth.heap <= LEAK;
check(
  isHeapWell,
  `the heap grew by ${percent(growth.heap)}: ${objects.map((one) => one.toFixed(1)).join(', ')} MB without code`,
);
check(isQuick || growth.held <= LEAK, `what is held grew by ${percent(growth.held)}`);
// A server that the last visitor called may not have reached its idle end yet: it is counted as a process, and its pipes
// are not counted once more as files.
const PIPES = 4;
const ownFiles = ({ files, children }) => files - PIPES * children;
check(ownFiles(after) <= ownFiles(before) + 3, `${figures(after)}, before ${figures(before)}: files are left open`);
check(after.children <= before.children + 2, `${after.children} processes of servers, before ${before.children}`);
for (const [name, count] of Object.entries(after.resources))
  check(count <= (before.resources[name] ?? 0) + 3, `${count} active ${name}, before ${before.resources[name] ?? 0}`);

/** Calls by what the journal says of them. */
async function readJournal() {
  const { readRecords } = await import(new URL('../dist/journal/reading.js', import.meta.url).href);
  const open = new Set();
  const kinds = {};
  for await (const { record } of readRecords(path.join(stage.state, 'journal'))) {
    const { entry } = record;
    kinds[entry.kind] = (kinds[entry.kind] ?? 0) + 1;
    if (entry.kind === 'call' && entry.decision.effect === 'allow') open.add(entry.call);
    if (entry.kind === 'result' || entry.kind === 'lost') open.delete(entry.call);
  }
  return { kinds, open: open.size };
}
const journal = await readJournal();
check(journal.open === 0, `${journal.open} calls were admitted and never settled`);
check(journal.kinds.call > 0, 'no call is in the journal');
let verified = '';
try {
  verified = execFileSync(process.execPath, [MAIN, 'verify', '--state', stage.state], { encoding: 'utf8' });
} catch (error) {
  faults.push(`sallyport verify: ${error.stdout}`);
}

const outcomes = tally.rows();
console.log(
  JSON.stringify({
    sessions,
    minutes: length / 60_000,
    pace,
    malloc: options['plain-malloc'] ? 'plain' : 'thresholds held',
    deeds,
    rests,
    growth,
    outcomes,
    journal,
    curve,
    faults,
    node: process.version,
    machine: `${os.cpus().length} x ${os.cpus()[0]?.model}`,
  }),
);
say(`\n${tally.total()} requests in ${((Date.now() - began) / 60_000).toFixed(1)} min, ${JSON.stringify(deeds)}\n`);
for (const { deed, outcomes: row } of outcomes)
  say(
    `${deed.padEnd(22)} ${Object.entries(row)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  );
const shown = curve.filter((_, i) => i % Math.max(1, Math.ceil(curve.length / 20)) === 0);
say(`\n     s   MB files processes requests load`);
for (const one of shown)
  say(
    [one.s, one.rss, one.files, one.children, one.calls, one.load.toFixed(1)]
      .map((value) => String(value).padStart(6))
      .join(''),
  );
say('\nAt rest, with garbage collected:');
for (const one of rests) say(`  ${one.name.padEnd(8)} ${figures(one)}, ${one.requests} requests`);
say(
  `From before to after: held ${percent(growth.held)}, heap ${percent(growth.heap)}; resident ${percent(growth.rss)}`,
);
say(`journal: ${JSON.stringify(journal.kinds)}, ${journal.open} open; ${verified.split('\n')[0]}`);
say(faults.length === 0 ? 'Nothing is wrong.' : `WRONG:\n${faults.join('\n')}`);
if (options.keep) say(dir);
else rmSync(dir, { recursive: true, force: true });
process.exit(faults.length === 0 ? 0 : 1);
