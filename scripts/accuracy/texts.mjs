// How well the detectors tell what they are after from its neighbours: one row for each set and class, by the inspectors of dist/.
//   node scripts/accuracy/texts.mjs DIR     a folder with text/, secrets/, args/ and tool-definitions/; what is absent is said and left out
//   --missed SET/CLASS                      prints what was missed (or flagged though harmless) there, cut to a line each
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from '../table.mjs';
import { loadInspectors } from './inspectors.mjs';
import { linesOf } from './traces.mjs';

/** Findings below it are notes. Of these, only this machine's own address and an unreadable command lead to a question. */
const COUNTS = new Set(['medium', 'high', 'critical']);

/** What an argument's tool would say of itself, where a set names only where a value ends up. */
const TOOLS = {
  shell: ['run_command', 'Runs a command in a shell.'],
  run_shell: ['run_shell', 'Runs a command in a shell.'],
  run_command: ['run_command', 'Runs a command in a shell.'],
  exec: ['exec', 'Runs a command.'],
  fetch: ['fetch', 'Fetches a web page.'],
  url: ['fetch', 'Fetches a web page.'],
  'any string argument that reaches a query': ['find_record', 'Finds a record by a value.'],
  'any string argument that reaches a shell': ['check_host', 'Checks a host by its name.'],
  null: ['set_value', 'Sets a value.'],
};

/** Everything a row of the argument set stands for: one call, or what a recorded conversation holds; and whether a call of it is asked about. */
async function argumentFindings({ tool, args }, { readCall, readResult, asks }) {
  const messages = args.jsonrpc_messages ?? args.messages;
  if (!Array.isArray(messages)) {
    if (typeof args.response_body === 'string')
      return { findings: await readResult(args.response_body), isAsked: false };
    const [name, description] = TOOLS[String(tool)] ?? [String(tool).replace(/^.*\//, ''), ''];
    const findings = await readCall(name, args, description);
    return { findings, isAsked: asks(name, args, description, findings) };
  }
  const findings = [];
  let isAsked = false;
  for (const { params, result } of messages) {
    if (params?.name !== undefined) {
      const [, description] = TOOLS[params.name] ?? [];
      const seen = await readCall(params.name, params.arguments ?? {}, description);
      isAsked ||= asks(params.name, params.arguments ?? {}, description, seen);
      findings.push(...seen);
    }
    for (const { text } of result?.content ?? [])
      if (typeof text === 'string') findings.push(...(await readResult(text)));
  }
  return { findings, isAsked };
}

/** Kinds of findings by the names that a corpus gives to personal data. */
const PERSONAL = {
  CREDIT_CARD: 'pii.card',
  IBAN_CODE: 'pii.iban',
  US_SSN: 'pii.ssn',
  EMAIL_ADDRESS: 'pii.email',
  PHONE_NUMBER: 'pii.phone',
  IP_ADDRESS: 'pii.ip',
  'Credit Card Number': 'pii.card',
  'Social Security Number': 'pii.ssn',
  'Email Address': 'pii.email',
  'Phone Number': 'pii.phone',
  'IP Address': 'pii.ip',
};

/** Whether a row is harmless: what is found in it is a mistake. */
const HARMLESS = /^(?:benign\w*|not_secret|no_pii)$/;

class Tally {
  /** By set, label and class. */
  rows = new Map();
  count(set, label, cls, isHit, text, isAsked) {
    const key = `${set}\t${label}\t${cls}`;
    const row = this.rows.get(key) ?? { set, label, cls, n: 0, hits: 0, odd: [] };
    this.rows.set(key, row);
    row.n++;
    if (isAsked !== undefined) row.asked = (row.asked ?? 0) + (isAsked ? 1 : 0);
    if (isHit) row.hits++;
    if (isHit === HARMLESS.test(label)) row.odd.push(text);
  }
}

const has = (findings, prefix) => findings.some(({ kind }) => kind.startsWith(prefix));

async function instructionsIn(read, tally, { readResult }) {
  for (const row of read('text/injection_text.jsonl')) {
    const findings = await readResult(row.text);
    const family = /^([a-z]+)/i.exec(row.category)?.[1] ?? 'other';
    const cls = HARMLESS.test(row.label) ? family : `${family} (${isOutside(row) ? 'in results' : 'typed by a user'})`;
    tally.count('text', row.label, cls, has(findings, 'text.'), row.text);
  }
  for (const row of read('text/tool_results.jsonl'))
    tally.count('results', row.label, row.category, has(await readResult(row.text), 'text.'), row.text);
}
const isOutside = ({ channel }) => channel !== 'user' && channel !== 'prompt';

async function definitionsIn(dir, tally, { readResult, leaves }) {
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const { tools } = JSON.parse(readFileSync(path.join(dir, file), 'utf8'));
    for (const tool of tools) {
      const { name, title, description, inputSchema, outputSchema } = tool;
      const texts = leaves({ name, title, description, inputSchema, outputSchema }).map(({ text }) => text);
      const findings = await readResult(texts.join('\n'));
      tally.count('definitions', 'benign', 'instructions', has(findings, 'text.'), `${file} ${name}`);
      tally.count('definitions', 'benign', 'hidden text', has(findings, 'unicode.'), `${file} ${name}`);
      tally.count('definitions', 'benign', 'secrets', has(findings, 'secret.'), `${file} ${name}`);
    }
  }
}

async function hiddenIn(read, tally, { readResult }) {
  for (const row of read('text/unicode.jsonl')) {
    const findings = await readResult(row.text);
    const isSeen = has(findings, 'unicode.') || has(findings, 'text.');
    tally.count('unicode', row.label, HARMLESS.test(row.label) ? 'all' : row.category, isSeen, row.escaped ?? row.text);
  }
}

async function secretsIn(read, tally, { readResult }) {
  for (const row of read('secrets/secrets.jsonl')) {
    const text = Buffer.from(row.text_b64, 'base64').toString('utf8');
    const source = row.source.split(/[@/]/)[1];
    tally.count('secrets', row.label, source, has(await readResult(text), 'secret.'), `${row.rule}: ${text}`);
  }
}

async function personalIn(read, tally, { readResult }) {
  for (const row of read('secrets/pii.jsonl')) {
    const findings = (await readResult(row.text)).filter(({ kind }) => kind.startsWith('pii.'));
    if (row.spans === undefined) {
      const wanted = (row.categories ?? []).map((category) => PERSONAL[category]).filter((kind) => kind !== undefined);
      if (row.has_pii && wanted.length === 0) continue;
      for (const kind of wanted) tally.count('pii', 'pii', `${kind} (all or nothing)`, has(findings, kind), row.text);
      if (!row.has_pii) tally.count('pii', 'no_pii', 'any', findings.length > 0, row.text);
      continue;
    }
    const expected = row.spans.filter(({ type }) => PERSONAL[type] !== undefined);
    for (const { type, start, end } of expected) {
      const isHit = findings.some(({ kind, span }) => kind === PERSONAL[type] && span[0] < end && span[1] > start);
      tally.count('pii', 'pii', PERSONAL[type], isHit, row.text.slice(start, end));
    }
    if (expected.length === 0) tally.count('pii', 'no_pii', 'texts without', findings.length > 0, row.text);
  }
}

async function argumentsIn(read, tally, parts) {
  for (const row of read('args/args.jsonl')) {
    const { findings, isAsked } = await argumentFindings(row, parts);
    const isSeen = findings.some(({ kind, severity }) => COUNTS.has(severity) && !kind.startsWith('pii.'));
    const cls = row.cls.replace(/^(dc_toolinj|aeb|dc)_.*$/, '$1');
    const kinds = [...new Set(findings.map(({ kind, severity }) => `${kind}:${severity}`))].join(' ');
    tally.count(
      'args',
      row.label,
      cls,
      isSeen,
      `${row.cls} ${JSON.stringify(row.args)} ${kinds}${isAsked ? ' (asked)' : ''}`,
      isAsked,
    );
  }
}

/** Reads every set that is in `dir` and counts. Never throws because a set is absent. */
export async function measureTexts(dir) {
  const parts = await loadInspectors();
  const tally = new Tally();
  const absent = [];
  const read = (file) => {
    const full = path.join(dir, file);
    if (!existsSync(full)) {
      absent.push(file);
      return [];
    }
    return linesOf(full);
  };
  await instructionsIn(read, tally, parts);
  const definitions = path.join(dir, 'tool-definitions');
  if (existsSync(definitions)) await definitionsIn(definitions, tally, parts);
  else absent.push('tool-definitions/');
  await hiddenIn(read, tally, parts);
  await secretsIn(read, tally, parts);
  await personalIn(read, tally, parts);
  await argumentsIn(read, tally, parts);
  return { rows: [...tally.rows.values()], absent };
}

const oneLine = (text) => text.replace(/\s+/g, ' ').slice(0, 160);

const share = (some, n) => `${((100 * some) / n).toFixed(1)} %`;

export function textsTable(rows) {
  const order = [...rows].sort((a, b) => a.set.localeCompare(b.set) || a.label.localeCompare(b.label) || b.n - a.n);
  return table(
    ['set', 'label', 'class', 'n', 'seen', 'share', 'asked'],
    order.map(({ set, label, cls, n, hits, asked }) => [
      set,
      label,
      cls,
      n,
      hits,
      share(hits, n),
      asked === undefined ? '' : share(asked, n),
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
      `SKIPPED: ${dir ?? 'no folder of sets was named, and none'} is there, so the detectors were not measured.`,
    );
  } else {
    const { rows, absent } = await measureTexts(dir);
    console.log(textsTable(rows));
    for (const file of absent) console.error(`SKIPPED: ${file} is not in ${dir}.`);
    for (const wanted of values.missed ?? []) {
      for (const { set, label, cls, odd } of rows) {
        if (!`${set}/${label}/${cls}`.startsWith(wanted)) continue;
        console.log(`\n${set}/${label}/${cls}:`);
        for (const text of odd) console.log(`  ${oneLine(text)}`);
      }
    }
  }
}
