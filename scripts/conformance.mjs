// `npm run conformance`: the official suite against Sallyport, and the suite's own servers behind it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ADVICE, expectedFile, isFault, judge, readExpected } from './conformance/expected.mjs';
import { MAIN, startFixture, startSallyport } from './conformance/processes.mjs';
import { requirementsOf, runClient, runServer, SETS, suiteCommand, VERSION } from './conformance/suite.mjs';
import { readOptions } from './options.mjs';

const HELP = `Usage: npm run conformance -- [options]

Runs @modelcontextprotocol/conformance@${VERSION} (under a Node of its own, both from npm, kept in a cache folder):
its server scenarios against a fixture alone and against Sallyport before it, its client scenarios against Sallyport's
upstream half. Ends with 0 if everything passes but what scripts/conformance/expected-failures lists.

  --set SET          only this requirement set: ${SETS.join(' or ')}
  --leg LEG          only the server or the client scenarios
  --only SCENARIO    only this scenario
  --upstream ERA     speak to the fixture as if it knew only this era: legacy or modern
  --fixture-alone    only the fixture, without Sallyport: is a failure ours or its?
  --results FOLDER   keep what the suite found there
  --help             this text`;

const options = readOptions('conformance', {
  set: { type: 'string' },
  leg: { type: 'string' },
  only: { type: 'string' },
  upstream: { type: 'string', default: 'auto' },
  'fixture-alone': { type: 'boolean', default: false },
  results: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
});

const refuse = (text) => {
  console.error(`conformance: ${text}`);
  process.exit(2);
};

if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (options.set !== undefined && !SETS.includes(options.set))
  refuse(`there is no set ${options.set}: use ${SETS.join(' or ')}`);
if (!['auto', 'legacy', 'modern'].includes(options.upstream)) refuse('--upstream is legacy or modern');
if (options.leg !== undefined && !['server', 'client'].includes(options.leg)) refuse('--leg is server or client');
if (!existsSync(MAIN)) refuse(`${MAIN} is missing: run \`npm run build\` first`);

const sets = options.set === undefined ? SETS : [options.set];
const suite = suiteCommand();
const folder = options.results ?? mkdtempSync(path.join(os.tmpdir(), 'sallyport-conformance-results-'));
const reports = [];

/** One leg of a set against one subject (the `url` of a server, the `command` of a client), judged and told. `expected` is what may fail there. */
async function run(subject, leg, target, set, expected) {
  const requirements = requirementsOf(suite, set);
  const [required, unscored] = [requirements[leg], requirements.unscored[leg]];
  const { only } = options;
  if (only !== undefined && !required.includes(only) && !unscored.has(only)) return;
  console.log(`${subject}, ${set}`);
  const where = path.join(folder, set, subject.replaceAll(/\W+/g, '-'));
  const found =
    leg === 'server'
      ? await runServer(suite, target, set, where, only)
      : await runClient(suite, target, set, where, only === undefined ? [...required, ...unscored.keys()] : [only]);
  const rows = judge(found, required, unscored, expected, only);
  reports.push({ subject, set, leg, rows });
  for (const row of rows) {
    for (const warning of row.finding?.warnings ?? []) console.log(`  warning  ${row.scenario}  ${warning}`);
    if (!isFault(row)) continue;
    console.log(`  FAULT    ${row.scenario} (${row.kind ?? 'unknown'}) ${ADVICE[row.verdict]}`);
    for (const problem of row.finding?.problems ?? []) console.log(`           ${problem}`);
  }
}

const fixture = await startFixture();
try {
  if (options.leg !== 'client') {
    for (const set of sets) await run('fixture alone', 'server', fixture.url, set, readExpected(set).fixture);
    // One process for both sets: legacy sessions and modern requests meet at one endpoint.
    const sallyport = options['fixture-alone'] ? undefined : await startSallyport(fixture.url, options.upstream);
    try {
      for (const set of sallyport === undefined ? [] : sets)
        await run('Sallyport', 'server', sallyport.url, set, readExpected(set).server);
    } finally {
      await sallyport?.stop();
    }
  }
  if (options.leg !== 'server' && !options['fixture-alone']) {
    const command = `${process.execPath} ${path.join(import.meta.dirname, 'conformance', 'client.mjs')}`;
    for (const set of sets) await run('upstream half', 'client', command, set, readExpected(set).client);
  }
} finally {
  await fixture.stop();
  if (options.results === undefined) rmSync(folder, { recursive: true, force: true });
}

if (reports.length === 0) refuse(`no set has a scenario ${options.only} there`);

const count = (rows, test) => rows.filter(test).length;
const passed = (row) => row.verdict === 'passed' || row.verdict === 'listed';
const sum = (rows, what) => rows.reduce((total, { finding }) => total + (finding?.[what] ?? 0), 0);

const HEADINGS = ['subject', 'set', 'required', 'unscored', 'checks', 'expected failures', 'faults'];
const table = reports.map(({ subject, set, rows }) => {
  const required = rows.filter(({ kind }) => kind === 'required');
  const unscored = rows.filter(({ kind }) => kind !== 'required');
  return [
    subject,
    set,
    `${count(required, passed)}/${required.length}`,
    `${count(unscored, passed)}/${unscored.length}`,
    `${sum(rows, 'passed')}/${sum(rows, 'passed') + sum(rows, 'failed')}`,
    String(count(rows, ({ verdict }) => verdict === 'expected')),
    String(count(rows, isFault)),
  ];
});
const widths = HEADINGS.map((heading, i) => Math.max(heading.length, ...table.map((row) => row[i].length)));
console.log('');
for (const row of [HEADINGS, ...table])
  console.log(
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );

const faults = reports.reduce((total, { rows }) => total + count(rows, isFault), 0);
if (faults > 0) {
  console.log(`\n${faults} faults. What may fail, and why, is listed in ${expectedFile('SET')}.`);
  process.exitCode = 1;
}
