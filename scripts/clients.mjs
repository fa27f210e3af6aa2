// `npm run test:clients`: real clients, driven against Sallyport in front of fixtures and real servers. What a client
// showed and did is checked, and what Sallyport recorded of it. Linux: people are played in terminals of their own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENTS } from './clients/clients.mjs';
import { drive } from './clients/drive.mjs';
import { readOptions } from './options.mjs';
import { installed } from './packages.mjs';
import { table } from './table.mjs';

const HELP = `npm run test:clients -- [options]

Installs real MCP clients into a cache folder and drives each one against Sallyport, over stdio and HTTP: listing, calling,
being held, and being approved. Clients that call by a model get a small loopback one that plays its part.

  --only NAMES   only clients whose name has one of these words, separated by commas
  --keep         leave the folders of the run, and say where
  --list         say which clients there are
  --help
`;

const options = readOptions('clients', {
  only: { type: 'string' },
  keep: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const versionOf = ({ packages }) => Object.values(packages)[0];

if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (options.list) {
  const row = (one) => [
    one.name,
    Object.entries(one.packages)
      .map((each) => each.join('@'))
      .join(),
    one.node ?? '',
  ];
  console.log(table(['CLIENT', 'PACKAGE', 'NODE'], CLIENTS.map(row)));
  process.exit(0);
}
const words = options.only?.toLowerCase().split(',') ?? [''];
const chosen = CLIENTS.filter(({ name }) => words.some((word) => name.toLowerCase().includes(word)));
if (chosen.length === 0) {
  console.error(`no client is called ${options.only}; --list says which there are`);
  process.exit(2);
}
if (!existsSync(path.join(root, 'dist', 'cli', 'main.js'))) {
  console.error('nothing is built: run `npm run build` first');
  process.exit(1);
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-clients-'));
const began = Date.now();
const rows = [];
const faults = [];
const fail = (client, what, over, error) => {
  rows.push([client.name, versionOf(client), over, '', '', '', 'FAILED', what]);
  faults.push(`${client.name}, ${what}${over === '' ? '' : `, over ${over}`}:\n${error.message}`);
  console.error(`FAILED  ${client.name}: ${what}`);
};

for (const client of chosen) {
  let binFolder;
  try {
    binFolder = path.join(
      installed(`client-${Object.keys(client.packages)[0].replaceAll(/\W+/g, '-')}`, client.packages),
      'node_modules',
      '.bin',
    );
  } catch (error) {
    // Loudly: a client that is not there was not tested.
    fail(client, 'could not be installed', '', error);
    continue;
  }
  for (const [i, one] of client.cases.entries()) {
    const folder = path.join(scratch, `${client.name.replaceAll(/\W+/g, '-')}-${i + 1}`);
    try {
      const { revision, asks, source } = await drive(client, one, { folder, root, binFolder });
      rows.push([client.name, versionOf(client), one.over, revision, asks, source, 'ok', one.what]);
      console.error(`ok      ${client.name}, ${one.over}: ${one.what}`);
    } catch (error) {
      fail(client, one.what, one.over, error);
    }
  }
}

console.log(table(['CLIENT', 'VERSION', 'OVER', 'SPEAKS', 'CAN BE ASKED', 'SESSION', 'RESULT', 'WHAT'], rows));
for (const fault of faults) console.log(`\n${fault}`);
const seconds = ((Date.now() - began) / 1000).toFixed(0);
console.log(`\n${rows.length - faults.length} of ${rows.length} passed, in ${seconds} s.`);
if (options.keep) console.log(`The run lies in ${scratch}.`);
else rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
process.exit(faults.length === 0 ? 0 : 1);
