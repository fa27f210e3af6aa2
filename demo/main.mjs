// The demo: a support agent answers a ticket whose text hides an order to mail customer data out. `npm run demo`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { COMMAND, hireActor } from './actor.mjs';
import { openStage } from './stage.mjs';
import { tell } from './story.mjs';

const USAGE = `Usage: npm run demo [-- OPTIONS]
  --yes   answer the question with yes, without asking
  --no    answer it with no, without asking
  --keep  keep the temporary folder with the record
`;

const stage = openStage(process.stdout, process.env);
const options = readOptions();
const interactive = options.answer === undefined;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort(signal));
// Whoever reads this has gone: `npm run demo | head`.
process.stdout.on('error', () => stop.abort('EPIPE'));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'sallyport-demo-'));
const state = path.join(scratch, 'state');
let actor;
try {
  await unlessStopped(run());
} catch (error) {
  if (stop.signal.aborted) {
    stage.print();
    stage.say('Stopped.');
    process.exitCode = 130;
  } else {
    stage.print();
    stage.say(`The demo failed: ${error.message}`, { style: stage.paint.red });
    if (actor?.lastWords()) stage.say(actor.lastWords());
    process.exitCode = 1;
  }
} finally {
  await actor?.close().catch(() => undefined);
  if (options.keep) stage.print(`  Kept: ${scratch}\n  The state directory: ${state}`);
  else rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
// A question that nobody answered would keep standard input, and with it this process, open.
process.exit();

async function run() {
  const { openRecord } = await import('./record.mjs');
  const record = openRecord(path.join(state, 'journal'));
  actor = hireActor({ scratch, state });
  await tell({
    stage,
    actor,
    record,
    state,
    decide,
    beat: () => (interactive ? sleep(700) : undefined),
    outbox: () => readLines(path.join(scratch, 'outbox.jsonl')),
  });
}

/** The person's answer; without one to ask, the option's. */
async function decide() {
  const question = '  Allow this once? ';
  if (!interactive) {
    stage.print(`${question}${options.answer} ${stage.paint.dim(`(${options.because})`)}`);
    return options.answer === 'yes';
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    lines.once('SIGINT', () => stop.abort('SIGINT'));
    const closed = new Promise((resolve) => lines.once('close', () => resolve('')));
    const said = await Promise.race([lines.question(`${question}${stage.paint.dim('[y/N]')} `), closed]);
    return /^y(es)?$/i.test(said.trim());
  } finally {
    lines.close();
  }
}

function unlessStopped(work) {
  const stopped = new Promise((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
  return Promise.race([work, stopped]);
}

function readLines(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function readOptions() {
  const fail = (message) => {
    process.stderr.write(`${message}\n`);
    process.exit(2);
  };
  const flag = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({ options: { yes: flag, no: flag, keep: flag, help: { ...flag, short: 'h' } } }));
  } catch (error) {
    fail(`${error.message}\n\n${USAGE}`);
  }
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  if (values.yes && values.no) fail('Choose one of --yes and --no.');
  if (!existsSync(COMMAND)) fail('Sallyport is not built yet. Run `npm ci`, or `npm run build`, and try again.');
  const { keep } = values;
  if (values.yes) return { answer: 'yes', because: '--yes', keep };
  if (values.no) return { answer: 'no', because: '--no', keep };
  if (process.stdin.isTTY && process.stdout.isTTY) return { keep };
  return { answer: 'no', because: 'no terminal to ask in', keep };
}
