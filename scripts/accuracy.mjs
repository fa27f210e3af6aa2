// `npm run accuracy`: how many attacks are prevented, and how often a task that was none is interrupted, over recorded runs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionsTable, measureDefinitions } from './accuracy/definitions.mjs';
import { measureTexts, textsTable } from './accuracy/texts.mjs';
import { scoreTraces } from './accuracy/traces.mjs';
import { readOptions } from './options.mjs';
import { table } from './table.mjs';

const HELP = `npm run accuracy -- [options]

Replays recorded runs by the built \`sallyport replay\` and prints one table: attacks prevented, benign tasks interrupted, and
questions for each benign task that was solved; with nothing known of the task, with what the user asked for, and with the
tools that the task was declared to need.

  --data DIR      a folder of traces, or one that has them in traces/, and labelled texts beside (default: the project's own, a handful)
  --config FILE   the policy (default: pack recommended alone)
  --suites        also a row for each suite of a set
  --json          one JSON object a row
  --help
`;

const options = readOptions('accuracy', {
  data: { type: 'string' },
  config: { type: 'string' },
  suites: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const main = path.join(root, 'dist', 'cli', 'main.js');
const fail = (message) => {
  console.error(message);
  process.exit(1);
};
if (!existsSync(main)) fail(`${main} is missing: run \`npm run build\` first`);
const data = path.resolve(options.data ?? path.join(root, 'fixtures', 'traces'));
const dir = existsSync(path.join(data, 'traces')) ? path.join(data, 'traces') : data;
if (!existsSync(dir)) fail(`${dir}: there is no such folder`);

const scores = await scoreTraces(main, dir, options).catch((error) => fail(error.stderr || error.message));
const number = (value, digits) => (value === undefined ? '–' : value.toFixed(digits));
if (options.json) {
  for (const { name: known, rows } of scores)
    for (const { name: set, ...row } of rows) console.log(JSON.stringify({ set, known, ...row }));
} else {
  const head = [
    'SET',
    'KNOWN',
    'ATTACKS',
    'PREVENTED %',
    'SOLVED',
    'INTERRUPTED %',
    'QUESTIONS PER SOLVED',
    'UNJUDGED CALLS',
  ];
  const rows = scores[0].rows.flatMap(({ name: set }) =>
    scores.map(({ name: known, rows: all }) => {
      const row = all.find(({ name }) => name === set);
      const { attacks, preventedPct, solved, interruptedPct, questionsPerSolved, unjudged } = row;
      const attacked = [attacks, number(preventedPct, 1)];
      return [set, known, ...attacked, solved, number(interruptedPct, 1), number(questionsPerSolved, 2), unjudged];
    }),
  );
  console.log(table(head, rows));
}

// The detectors, over labelled texts beside the traces.
const { rows: classes, absent } = await measureTexts(data);
for (const name of absent) console.error(`SKIPPED: ${name} is not in ${data}.`);
if (options.json) for (const { odd: _odd, ...row } of classes) console.log(JSON.stringify(row));
else if (classes.length > 0) console.log(`\n${textsTable(classes)}`);

// What definitions of tools say, by labelled ones beside the traces.
const definitions = await measureDefinitions(data);
for (const name of definitions.absent) console.error(`SKIPPED: ${name} is not in ${data}.`);
if (options.json)
  for (const { odd: _odd, ...row } of definitions.rows) console.log(JSON.stringify({ set: 'definitions', ...row }));
else if (definitions.rows.length > 0) console.log(`\n${definitionsTable(definitions.rows)}`);
