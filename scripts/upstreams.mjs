// `npm run test:upstreams`: real MCP servers, listed and called directly and through Sallyport, and compared as text.
// Everything that a client is told must be what the server said, save the names and addresses of the union.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';
import { table } from './table.mjs';
import { examine } from './upstreams/examine.mjs';
import { SERVERS } from './upstreams/servers.mjs';

const HELP = `npm run test:upstreams -- [options]

Installs real MCP servers into a cache folder, lists each one directly and through Sallyport, compares the text of every
definition, and calls a harmless tool where there is one. They get credentials that open nothing.

  --only NAMES   only these, separated by commas
  --jobs N       how many at once (2)
  --least N      how many must pass (25; with --only: all of them)
  --keep         leave the folders of the run, and say where
  --list         say which servers there are
  --help
`;
const LEAST = 25;

const options = readOptions('upstreams', {
  only: { type: 'string' },
  jobs: { type: 'string', default: '2' },
  least: { type: 'string' },
  keep: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = path.join(root, 'dist', 'cli', 'main.js');

if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (options.list) {
  console.log(
    table(
      ['SERVER', 'PACKAGE'],
      SERVERS.map((one) => [one.name, `${one.package}@${one.version}`]),
    ),
  );
  process.exit(0);
}
const names = options.only?.split(',');
const unknown = names?.filter((name) => !SERVERS.some((one) => one.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`no server is called ${unknown.join(', ')}; --list says which there are`);
  process.exit(2);
}
if (!existsSync(main)) {
  console.error(`${main} is missing: run \`npm run build\` first`);
  process.exit(1);
}

const chosen = SERVERS.filter((one) => names === undefined || names.includes(one.name));
const least = Number(options.least ?? (names === undefined ? LEAST : chosen.length));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-upstreams-'));
const began = Date.now();
const queue = [...chosen];
const reports = [];

async function work() {
  for (let server = queue.shift(); server !== undefined; server = queue.shift()) {
    const folder = path.join(scratch, server.name);
    mkdirSync(folder);
    const started = Date.now();
    const report = await examine(server, { folder, main });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    reports.push({ server, seconds, ...report });
    console.error(`${report.faults.length === 0 ? 'same  ' : 'DIFFER'}  ${server.name} (${seconds} s)`);
  }
}
await Promise.all(Array.from({ length: Math.max(1, Number(options.jobs) || 1) }, work));

reports.sort((a, b) => a.server.name.localeCompare(b.server.name));
console.log(
  table(
    ['SERVER', 'PACKAGE', 'PROTOCOL', 'TOOLS', 'OTHERS', 'CALL', 'SECONDS', 'EQUAL'],
    reports.map(({ server, protocol, tools, others, call, seconds, faults }) => [
      server.name,
      `${server.package}@${server.version}`,
      protocol ?? '-',
      tools ?? '-',
      others ?? '-',
      call ?? '-',
      seconds,
      faults.length === 0 ? 'yes' : 'NO',
    ]),
  ),
);
const failed = reports.filter(({ faults }) => faults.length > 0);
for (const { server, faults } of failed) {
  console.log(`\n${server.name} is not as it is directly:`);
  for (const fault of faults) console.log(`  ${fault}`);
}
const passed = reports.length - failed.length;
const total = ((Date.now() - began) / 1000).toFixed(0);
console.log(
  `\n${passed} of ${reports.length} servers are the same through Sallyport (${least} must be), in ${total} s.`,
);
if (options.keep) writeFileSync(path.join(scratch, 'reports.json'), JSON.stringify(reports, undefined, 1));
if (options.keep) console.log(`The run lies in ${scratch}.`);
else rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
process.exit(passed >= least ? 0 : 1);
