// What there is to replay: recordings of another system, and a record of our own, made from the same seed every time.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COURIER, resultOf } from './spine.mjs';
import { RESULTS } from './texts.mjs';

const TRACES = 1_500;
const CALLS = 4;
/** UTF-16 units of a result. */
const SIZE = 1_900;
const RECORDED = 20_000;
const AT_ONCE = 64;

const KINDS = Object.values(RESULTS);
const TOOLSET = {
  office: [
    {
      name: 'read',
      description: 'Reads one of the files.',
      inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
      annotations: { readOnlyHint: true },
    },
    {
      name: 'send',
      description: 'Sends a message to somebody.',
      inputSchema: {
        type: 'object',
        properties: { to: { type: 'string', format: 'email' }, subject: { type: 'string' }, body: { type: 'string' } },
      },
    },
  ],
};

/** Whom an action is about: somebody of the result before it, in every second session. */
function recipient(text, index) {
  const seen = index % 2 === 0 ? /[\w.]+@[\w.]+[a-z]/.exec(text)?.[0] : undefined;
  return seen ?? `eve.${index}@example.org`;
}

/** Writes recordings of sessions that read and then act. */
export function writeTraces(dir) {
  const lines = [];
  for (let index = 0; index < TRACES; index++) {
    const calls = [];
    let text = '';
    for (let i = 0; i < CALLS - 1; i++) {
      const seed = index * CALLS + i;
      [{ text }] = KINDS[seed % KINDS.length](seed, SIZE).content;
      calls.push({ tool: 'read', args: { id: `file-${seed}` }, result: text });
    }
    calls.push({
      tool: 'send',
      args: { to: recipient(text, index), subject: 'Notes', body: `As agreed, ${index} of them.` },
      result: 'sent',
    });
    lines.push(JSON.stringify({ id: `t${index}`, toolset: 'office', calls }));
  }
  writeFileSync(path.join(dir, 'toolset_made.json'), JSON.stringify(TOOLSET));
  writeFileSync(path.join(dir, 'made.jsonl'), `${lines.join('\n')}\n`);
}

/** Writes a record as `sallyport serve` does, and answers where it is and how many calls are in it. */
export async function writeRecord(state, { openJournal, interpose, interposerOf, callOf, Sessions, SERVERS, policy }) {
  mkdirSync(state, { recursive: true });
  const sessions = new Sessions(1_000);
  let fold;
  const interposer = interposerOf(
    sessions,
    ({ id }) => resultOf(KINDS[Number(id.slice(1)) % KINDS.length](Number(id.slice(1)), 1_000)),
    (parts) => {
      ({ fold } = parts);
      return undefined;
    },
  );
  const journal = await openJournal({
    dir: path.join(state, 'journal'),
    version: '0',
    policy: policy.hash,
    fold,
    limits: { payload: 262_144, segment: 64_000_000, keep: 1e12, most: 1e12 },
  });
  interposer.journal = journal;
  interposer.now = Date.now;
  for (let i = 0; i < RECORDED; i += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, RECORDED - i) }, (_, n) =>
      interpose(callOf({ id: `file-${i + n}` }, { session: `s${Math.floor((i + n) / 20)}` }), COURIER, interposer),
    );
    await Promise.all(some);
  }
  await journal.close();
  const config = path.join(state, 'servers.config.yaml');
  writeFileSync(config, JSON.stringify({ servers: SERVERS }));
  return { state, config, calls: RECORDED };
}
