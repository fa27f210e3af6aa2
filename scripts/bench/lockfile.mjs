// What a lockfile of many tools costs: writing it, and every start with it, in pairs with a start without it.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { median } from './calls.mjs';
import { openStdio } from './client.mjs';
import { cpuOf, peakOf } from './process.mjs';

const property = (i) => [
  `argument_${i}`,
  {
    type: 'string',
    description: `What argument number ${i} of this tool is there for, in a sentence.`,
    maxLength: 200,
  },
];

/** A server of 60 tools as large as real ones are: some 3 KB each. */
function ownDefinitions(server) {
  const tools = Array.from({ length: 60 }, (_, i) => ({
    name: `${['get', 'list', 'send', 'delete', 'update'][i % 5]}_thing_${server}_${i}`,
    description: `Does with things what number ${i} of server ${server} does. `.repeat(6),
    inputSchema: { type: 'object', properties: Object.fromEntries(Array.from({ length: 15 }, (_, k) => property(k))) },
  }));
  return { instructions: `Use server ${server} for its things.`, tools };
}

/** Files of definitions with this many tools in all: those of a folder, as often as it takes, or our own. */
function writeDefinitions(folder, many, from) {
  mkdirSync(folder);
  const given = from === undefined ? [] : readdirSync(from).filter((name) => name.endsWith('.json'));
  const files = {};
  for (let i = 0, left = many; left > 0; i++) {
    const name = given[i % given.length];
    const whole = name === undefined ? ownDefinitions(i) : JSON.parse(readFileSync(path.join(from, name), 'utf8'));
    const tools = whole.tools.slice(0, left);
    left -= tools.length;
    const server = `${name === undefined ? 'server' : path.basename(name, '.json')}-${i}`;
    files[server] = path.join(folder, `${server}.json`);
    writeFileSync(files[server], JSON.stringify({ ...whole, tools }));
  }
  return files;
}

/** Runs a command to its end; its time, and the most memory that it had. */
async function run(program) {
  const from = performance.now();
  const child = spawn(program[0], program.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  let peak;
  child.stdout.on('data', (chunk) => (out += chunk));
  const look = setInterval(() => (peak = peakOf(child.pid) ?? peak), 10);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(look);
  return { code, out, ms: performance.now() - from, peak };
}

/** `fixture` is the server that offers what a file says, `emit` takes each measurement. */
export async function measureLockfile({ scratch, main, fixture, many, rounds, definitions, emit }) {
  const folder = path.join(scratch, 'lockfile');
  mkdirSync(folder);
  const files = writeDefinitions(path.join(folder, 'definitions'), many, definitions);
  const configure = (name, more) => {
    const at = path.join(folder, name);
    mkdirSync(at);
    const servers = Object.entries(files).map(([server, file]) => [
      server,
      { command: process.execPath, args: [fixture, file], ...more },
    ]);
    const config = path.join(at, 'servers.config.yaml');
    writeFileSync(config, JSON.stringify({ servers: Object.fromEntries(servers) }));
    return { at, where: ['--config', config, '--state', path.join(at, 'state')] };
  };
  const all = configure('all', {});
  const start = ({ where }) => openStdio([process.execPath, main, 'serve', '--trust', ...where]);
  // Once, so that the servers are trusted.
  await (await start(all)).close();
  const { code, out, ms, peak } = await run([process.execPath, main, 'lock', '--json', ...all.where]);
  const { locked } = JSON.parse(out);
  if (locked.length !== Object.keys(files).length) throw new Error(`lock ended with ${code}: ${out.slice(0, 300)}`);
  const lockfile = path.join(all.at, 'sallyport.lock.yaml');
  const lockfileMb = Number((readFileSync(lockfile).length / 1_000_000).toFixed(1));
  const about = `lockfile of ${many} tools`;
  emit(`${about}: written`, undefined, { figure: Number((ms / 1_000).toFixed(1)), unit: 's', goal: 15, lockfileMb });
  if (peak !== undefined)
    emit(`${about}: memory for that`, undefined, { figure: Math.round(peak), unit: 'MB', goal: 300 });

  // Servers would be most of what a start costs.
  const sides = { with: configure('with', { disabled: true }), without: configure('without', { disabled: true }) };
  cpSync(lockfile, path.join(sides.with.at, 'sallyport.lock.yaml'));
  const taken = { with: [], without: [] };
  for (let i = 0; i <= rounds; i++) {
    for (const side of i % 2 === 0 ? ['with', 'without'] : ['without', 'with']) {
      const from = performance.now();
      const client = await start(sides[side]);
      const one = { wall: performance.now() - from, cpu: (cpuOf(client.pid) ?? Number.NaN) / 1_000 };
      await client.close();
      // The first of each makes the state directory.
      if (i > 0) taken[side].push(one);
    }
  }
  const added = (key) => Number(median(taken.with.map((one, i) => one[key] - taken.without[i][key])).toFixed(1));
  const ratio = median(taken.with.map(({ cpu }) => cpu)) / median(taken.without.map(({ cpu }) => cpu));
  const rest = { unit: 'ms', goal: 30, pairs: rounds };
  emit(`${about}: added to a start`, undefined, { figure: added('wall'), ...rest });
  if (!Number.isNaN(ratio)) emit(`${about}: CPU of that`, Number(ratio.toFixed(2)), { figure: added('cpu'), ...rest });
}
