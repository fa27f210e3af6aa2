import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openBehind } from '../../../src/app/behind.ts';
import { Keyring } from '../../../src/app/secrets/keyring.ts';
import { Assembly } from '../../../src/app/serving/assembly.ts';
import { readSettings } from '../../../src/app/settings.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { openApprovals } from '../../../src/journal/state/approvals.ts';
import { openFreezer } from '../../../src/journal/state/freeze.ts';
import { openStateDir } from '../../../src/journal/state/state-dir.ts';
import { Sessions } from '../../../src/projections/sessions.ts';
import { fixture, place } from '../../e2e/gateway.ts';
import { NOBODY } from '../../laws/spine.ts';
import { sampleCall } from '../../pipeline/sample.ts';

it('puts real rooms together: a real server is listed, called, frozen and ended', async () => {
  const at = place({ servers: { echo: fixture('echo') } });
  const settings = { ...(await readSettings({ config: at.config }, Date.now())), inspectors: [] };
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  const sessions = new Sessions(10);
  const journal = await openJournal({
    dir: state.journal,
    version: '0',
    policy: settings.policy.hash,
    fold: (entry, time, payload) => sessions.fold(entry, time, payload),
    limits: settings.config.record,
  });
  const approvals = openApprovals(state.approvals);
  const logged: string[] = [];
  const keyring = new Keyring(settings);
  const behind = {
    keyring,
    isTrusted: async () => true,
    ready: Promise.resolve(),
    client: Promise.resolve({}),
    log: (line: string) => void logged.push(line),
    now: Date.now,
  };
  const upstreams = openBehind(settings, state, behind);
  const parts = {
    settings,
    state,
    journal,
    approvals,
    sessions,
    upstreams,
    keyring,
    log: (line: string) => void logged.push(line),
    now: Date.now,
    desk: () => ({ bar: () => undefined, isTrusted: () => true }),
    isRemote: false,
  };
  const { gate, ownership } = new Assembly(parts);
  const heard: string[] = [];
  gate.listen((event) => heard.push(event.kind));
  upstreams.start();
  const call = sampleCall(
    { text: 'hi' },
    { target: { upstream: 'echo', name: 'echo' }, text: '{"name":"echo","arguments":{"text":"hi"}}' },
  );
  expect(await gate.list('tools', call.principal, call.session)).toContain('echo__echo');
  expect(heard).toContain('list_changed');
  const outcome = await gate.pass(call, NOBODY, { returns: false });
  expect(JSON.stringify(outcome.kind === 'answered' && outcome.settled.result)).toContain('hi');
  await openFreezer(state.frozen).freeze({
    subject: 'server',
    name: 'echo',
    by: 'ada',
    reason: 'test',
    at: Date.now(),
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect((await gate.pass(sampleCall({}, { target: call.target }), NOBODY, { returns: false })).kind).toBe('refused');
  const said = await gate.status(call.principal, call.session);
  expect(said).toMatch(/frozen: server echo was frozen by ada: test/);
  expect(said).not.toContain('Nothing is held');
  await upstreams.close();
  ownership.close();
  approvals.close();
  await journal.close();
});
