// Admits and settles calls until it is killed. Its relay leaves a receipt for each call that was let through.
import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [dist, dir, receipts] = process.argv.slice(2);
const { openJournal } = await import(pathToFileURL(`${dist}/journal/journal.js`).href);
const limits = { payload: 400, segment: 40_000, keep: 1e12, most: 1e12 };
const journal = await openJournal({ dir, version: '0', policy: 'p', fold: () => undefined, limits });
const out = openSync(receipts, 'a');
const evidence = { ran: [], findings: [], flows: [], labels: [], faults: [], audited: [] };
const decision = { phase: 'call', effect: 'allow', matched: [], obligations: [], excepted: [], policy: 'p' };
const result = { kind: 'complete', value: {}, text: '{}' };
const call = {
  at: 0,
  session: { key: 's', source: 'process' },
  principal: { id: 'local', human: 'elicitation' },
  origin: 'downstream',
  method: 'tools/call',
  target: { upstream: 'mail', name: 'send' },
  args: {},
  params: {},
  digest: 'd',
};
const tools = Array.from({ length: 5 }, (_, i) => ({ powers: [], roles: {}, labels: [`l${i}`], definition: `d${i}` }));

let count = 0;
async function lane() {
  for (;;) {
    const id = `${journal.writer}x${count++}`;
    const made = { ...call, id, tool: tools[count % 5], text: `{"n":"${'x'.repeat(Math.random() * 800)}"}` };
    const admission = await journal.admit({ call: made, seen: made, evidence, decision, asOf: 0 });
    if (!admission.ok) throw new Error(admission.fault.message);
    writeSync(out, `${id}\n`);
    if (count % 7 === 0) await sleep(Math.random() * 20);
    const { admitted } = admission;
    journal.settle({ admitted, received: result, seen: made.text, result, evidence, decision, asOf: 0 });
  }
}

process.stdout.write('ready\n');
await Promise.all(Array.from({ length: 16 }, lane));
