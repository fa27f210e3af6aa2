import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { takeWriterLease } from '../../src/journal/chain/lease.ts';
import { type JournalOptions, type OpenJournal, openJournal } from '../../src/journal/journal.ts';
import type { Call } from '../../src/model/call.ts';
import type { Admitted, JudgedCall, JudgedResult } from '../../src/model/passage.ts';
import type { Result } from '../../src/model/result.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { makeDecision, makeEvidence } from '../samples.ts';

/** A state directory's journal folder of a test's own. */
export async function journalDir(): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sallyport-journal-')));
  return path.join(root, 'journal');
}

export const LIMITS = { payload: 1_000, segment: 1_000_000, keep: 90 * 86_400_000, most: 1_000_000_000 };

export const open = (dir: string, options: Partial<JournalOptions> = {}): Promise<OpenJournal> =>
  openJournal({ dir, version: '0.0.0', policy: 'policy-hash', fold: () => undefined, limits: LIMITS, ...options });

export const FACTS: ToolFacts = {
  powers: ['write', 'external'],
  roles: { '/to': 'destination' },
  labels: ['internal'],
  definition: 'definition-hash',
};

const PRINCIPAL = { id: 'local', human: 'elicitation' } as const;
const SESSION = { key: 'session-key', source: 'process' } as const;

let calls = 0;

export function makeCall(args: Call['args'] = { to: 'ann@ours.example' }): Call {
  const params = { name: 'send', arguments: args };
  return {
    id: `call${calls++}x${Math.random().toString(36).slice(2, 8)}`,
    at: 1_700_000_000_000,
    session: SESSION,
    principal: PRINCIPAL,
    origin: 'downstream',
    method: 'tools/call',
    target: { upstream: 'mail', name: 'send' },
    tool: FACTS,
    args,
    params,
    text: JSON.stringify(params),
    digest: 'call-digest',
  };
}

export const EVIDENCE = makeEvidence({
  ran: ['schema', 'secrets', 'pii', 'injection', 'provenance', 'sql', 'shell', 'network', 'unicode', 'tamper'].map(
    (name) => ({ name, version: 1, us: 12, ran: true, mode: 'enforce' }),
  ),
});

export const ALLOW = makeDecision();

export const DENY = makeDecision({
  effect: 'deny',
  matched: [{ rule: 'no-mail', pack: 'own', effect: 'deny', mode: 'enforce', reason: 'No mail leaves.' }],
});

export const admission = (call: Call = makeCall()): JudgedCall => ({
  call,
  seen: call,
  evidence: EVIDENCE,
  decision: ALLOW,
  asOf: call.at,
});

export const answer = (text: string): Result => {
  const value = { content: [{ type: 'text', text }] };
  return { kind: 'complete', value, text: JSON.stringify(value) };
};

/** Admits a call; throws with the fault where it could not be recorded. */
export async function admit(journal: OpenJournal, call: Call = makeCall()) {
  const answered = await journal.admit(admission(call));
  if (!answered.ok) throw new Error(answered.fault.message);
  return answered.admitted;
}

/** What is settled where an admitted call was answered with a text. */
export function settlement(admitted: Admitted, text = 'sent'): JudgedResult {
  const received = answer(text);
  return {
    admitted,
    received,
    seen: JSON.stringify(received.kind === 'complete' ? received.value : {}),
    result: received,
    evidence: EVIDENCE,
    decision: { ...ALLOW, phase: 'result' },
    asOf: admitted.call.at,
  };
}

/** A whole passage: admitted, answered, settled. */
export const pass = async (journal: OpenJournal, call: Call = makeCall(), text = 'sent') =>
  journal.settle(settlement(await admit(journal, call), text));

/** Makes a chain look as if its process had died: the lease of another, which never was. */
export async function leaveDeadLease(dir: string, writer: string): Promise<void> {
  const file = path.join(dir, `${writer}.lease`);
  await rm(file, { force: true });
  const lease = await takeWriterLease(dir, writer);
  const mark = JSON.parse(await readFile(file, 'utf8')) as object;
  await lease.release();
  await writeFile(file, JSON.stringify({ ...mark, started: 'long ago' }), { mode: 0o600 });
}
