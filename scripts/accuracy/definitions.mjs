// How well `sallyport scan` tells definitions that speak to the model from honest ones: one row for each class, by halves of the families.
//   node scripts/accuracy/definitions.mjs DIR   a folder with tooldefs/*.jsonl ({ label, category, server, tool, peers? } a line) and tool-definitions/*.json
//   --missed LABEL                              prints what was missed (or flagged though harmless) there, cut to a line each
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from '../table.mjs';
import { linesOf } from './traces.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const FLAGGED = new Set(['medium', 'high', 'critical']);
const GRAVE = new Set(['high', 'critical']);

/** Labels that are counted; of the others a definition cannot tell, or nobody decided: they stand apart and are no misses. */
const COUNTED = { malicious: 'to be seen', benign: 'to be let be' };
/** Definitions that somebody really published, rather than wrote for a test. */
const IS_REAL = /^real_|^tool-definitions$|^instructions$/;

/** Which half of the families: near copies of one another stay on one side. */
const halfOf = (family) => (createHash('sha256').update(family).digest()[0] % 2 === 0 ? 'first half' : 'second half');

/** Every definition of the sets, with the servers that stand beside it. */
function readDefinitions(dir, absent) {
  const rows = [];
  const labelled = path.join(dir, 'tooldefs');
  if (existsSync(labelled)) {
    for (const file of readdirSync(labelled).filter((name) => name.endsWith('.jsonl'))) {
      for (const { id, label, category, server, tool, peers } of linesOf(path.join(labelled, file)))
        rows.push({
          label,
          category,
          family: server ?? id,
          server: server ?? id,
          definition: tool,
          peers: peers ?? [],
        });
    }
  } else absent.push('tooldefs/');
  const listings = path.join(dir, 'tool-definitions');
  if (existsSync(listings)) {
    for (const file of readdirSync(listings).filter((name) => name.endsWith('.json'))) {
      const { tools, instructions } = JSON.parse(readFileSync(path.join(listings, file), 'utf8'));
      const family = file.slice(0, -5);
      const row = { label: 'benign', family, server: family, peers: [] };
      for (const definition of tools) rows.push({ ...row, category: 'tool-definitions', definition });
      if (instructions !== undefined) rows.push({ ...row, category: 'instructions', definition: { instructions } });
    }
  } else absent.push('tool-definitions/');
  return rows;
}

/** Reads every set that is in `dir` and counts. Never throws because a set is absent. */
export async function measureDefinitions(dir) {
  const built = async (file) =>
    await import(pathToFileURL(path.join(root, 'dist', 'inspect', 'definitions', file)).href);
  const { scanDefinition } = await built('scan.js');
  const { bookOf, scanAmong } = await built('names.js');
  const absent = [];
  const all = readDefinitions(dir, absent);
  // Servers of one set stand beside each other, as if somebody had configured them all.
  const books = new Map();
  const bookFor = (category) => {
    if (!books.has(category)) {
      const servers = groups(all.filter((row) => row.category === category));
      const offerings = [...servers].map(([server, rows]) => ({
        server,
        definitions: rows.map((row) => row.definition),
      }));
      books.set(category, bookOf(offerings));
    }
    return books.get(category);
  };
  const tally = new Map();
  for (const { label, category, family, server, definition, peers } of all) {
    const beside = peers.map((peer) => ({ server: peer.server, definitions: [peer.tool] }));
    const book = IS_REAL.test(category) ? bookFor(category) : bookOf(beside);
    const findings = [...scanDefinition(definition), ...scanAmong(server, definition, book)];
    const isFlagged = findings.some(({ severity }) => FLAGGED.has(severity));
    const isGrave = findings.some(({ severity }) => GRAVE.has(severity));
    const real = label === 'benign' ? (IS_REAL.test(category) ? 'published' : 'made for tests') : '';
    const row = { label, cls: real, half: halfOf(family), apart: COUNTED[label] === undefined };
    const key = JSON.stringify(row);
    const count = tally.get(key) ?? { ...row, n: 0, hits: 0, grave: 0, odd: [] };
    tally.set(key, count);
    count.n++;
    if (isFlagged) count.hits++;
    if (isGrave) count.grave++;
    if (isFlagged === (label === 'benign'))
      count.odd.push(`${family} ${definition.name ?? 'instructions'}: ${definition.description ?? ''}`);
  }
  return { rows: [...tally.values()], absent };
}

function groups(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.server, [...(found.get(row.server) ?? []), row]);
  return found;
}

export function definitionsTable(rows) {
  const order = [...rows].sort(
    (a, b) =>
      Number(a.apart) - Number(b.apart) ||
      b.label.localeCompare(a.label) ||
      a.cls.localeCompare(b.cls) ||
      b.half.localeCompare(a.half),
  );
  const share = (hits, n) => `${((100 * hits) / n).toFixed(1)} %`;
  return table(
    ['definitions', 'families', 'n', 'flagged', 'grave'],
    order.map(({ label, cls, half, apart, n, hits, grave }) => [
      `${label}${cls === '' ? '' : `, ${cls}`}${apart ? ' (apart)' : ''}`,
      half,
      n,
      share(hits, n),
      share(grave, n),
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { missed: { type: 'string', multiple: true } },
  });
  const dir = positionals[0];
  if (dir === undefined || !existsSync(dir)) {
    console.error(
      `SKIPPED: ${dir ?? 'no folder of sets was named, and none'} is there, so definitions were not measured.`,
    );
  } else {
    const { rows, absent } = await measureDefinitions(dir);
    console.log(definitionsTable(rows));
    for (const file of absent) console.error(`SKIPPED: ${file} is not in ${dir}.`);
    for (const wanted of values.missed ?? [])
      for (const { label, odd } of rows)
        if (label === wanted) for (const text of odd) console.log(`  ${text.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}
