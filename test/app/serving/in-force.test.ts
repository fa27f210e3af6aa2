import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openBehind } from '../../../src/app/behind.ts';
import { Keyring } from '../../../src/app/secrets/keyring.ts';
import { inForceOf, viewOf } from '../../../src/app/serving/in-force.ts';
import { readSettings } from '../../../src/app/settings.ts';
import { openTrustDesk } from '../../../src/app/trust-desk.ts';
import { openFreezer } from '../../../src/journal/state/freeze.ts';
import { openStateDir } from '../../../src/journal/state/state-dir.ts';
import { makeHold } from '../../../src/pipeline/hold.ts';
import { fixture, place } from '../../e2e/gateway.ts';
import { openSpine } from '../../laws/spine.ts';
import { decision, sampleCall } from '../../pipeline/sample.ts';

async function open() {
  const agents = { ada: { purpose: 'mail' }, bob: { purpose: 'files' } };
  const purposes = { mail: { allow: ['mail.*'] }, files: { allow: ['files.*'] } };
  const approvals = { wait: '3s', expire: '7m' };
  const given = { env: { KEY: 'hunter2-of-mail' } };
  const at = place({
    servers: {
      mail: fixture('echo', [], { ...given, baggage: true }),
      files: fixture('echo', [], { roots: ['/srv'] }),
    },
    agents,
    purposes,
    approvals,
  });
  const settings = { ...(await readSettings({ config: at.config }, Date.now())), inspectors: [] };
  const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
  const spine = await openSpine();
  const keyring = new Keyring(settings);
  const upstreams = openBehind(settings, state, {
    keyring,
    isTrusted: async () => true,
    ready: Promise.resolve(),
    client: Promise.resolve({}),
    log: () => undefined,
    now: Date.now,
  });
  onTestFinished(async () => {
    await upstreams.close();
    await spine.close();
  });
  const view = viewOf(spine.sessions, state, () => undefined);
  const { journal } = spine;
  const { factsNow } = spine.interposer;
  const ground = {
    state,
    journal,
    approvals: spine.approvals,
    upstreams,
    keyring,
    view,
    factsNow,
    now: Date.now,
    log: () => undefined,
    desk: () => ({ bar: () => undefined, isTrusted: () => true }),
  };
  return { settings, state, ground };
}

it('has what the configuration says, and an inspector for each that is listed', async () => {
  const { settings, ground } = await open();
  const { interposer, barred, hide } = inForceOf(settings, ground);
  expect(hide('no hunter2-of-mail here')).toBe('no [hidden] here');
  expect([interposer.patience, interposer.expire, barred]).toEqual([3_000, 7 * 60_000, []]);
  expect(interposer.inspectors.map(({ inspector }) => inspector.name)).toContain('provenance');
});

it('has its command run by what a person said of it, also while calls of then go on under later settings', async () => {
  const { settings, state, ground } = await open();
  const notify = [process.execPath, '-e', 'require("node:fs").writeFileSync("told", "")'];
  const { config, loaded } = settings;
  const withIt = { ...loaded, config: { ...config, approvals: { ...config.approvals, notify } } };
  const logged: string[] = [];
  let inForce = openTrustDesk({ loaded: withIt, isFound: false, sources: [] }, state.trust, () => undefined);
  const desk = () => inForce;
  const log = (line: string) => void logged.push(line);
  const { interposer } = inForceOf({ ...settings, config: withIt.config, loaded: withIt }, { ...ground, desk, log });
  inForce = { ...inForce, bar: () => undefined };
  interposer.notify?.(makeHold(sampleCall(), sampleCall(), decision('ask'), Date.now(), 60_000));
  const waits =
    /approvals\.notify was never run before.*: it waits for `sallyport trust approvals\.notify --config .*` in a terminal/;
  // At once, and of the call.
  await expect.poll(() => logged).toEqual([expect.stringMatching(waits), expect.stringMatching(waits)]);
});

it('grants by one function for each agent and its purposes, so that lists are kept by it', async () => {
  const { settings, ground } = await open();
  const { granted } = inForceOf(settings, ground);
  const { principal } = sampleCall();
  const [ada, bob] = ['ada', 'bob'].map((agent) => ({ ...principal, agent }));
  if (ada === undefined || bob === undefined) throw new Error('both are made');
  expect(granted(ada)).toBe(granted({ ...ada }));
  expect(granted(ada)).not.toBe(granted(bob));
  expect([granted(ada)('mail', 'send', []), granted(bob)('mail', 'send', [])]).toEqual([true, false]);
  expect(granted(ada)).not.toBe(granted({ ...ada, purposes: ['files'] }));
});

it('knows around a call whether a person has stopped its session, agent or server', async () => {
  const { state, ground } = await open();
  const call = sampleCall();
  expect(ground.view(call).frozen).toBeUndefined();
  const stop = { subject: 'server' as const, name: call.target.upstream, by: 'ada', reason: 'why', at: 1 };
  await openFreezer(state.frozen).freeze(stop);
  await expect.poll(() => ground.view(call).frozen).toContain('was frozen by ada: why');
});

const ROOTS = '{"roots":[{"uri":"file:///srv/app"},{"uri":"file:///home/ann"}]}';
const SENT = `{"name":"send","_meta":{"baggage":"userId=ann","traceparent":"00-1"},"inputResponses":{"a":${ROOTS}}}`;

it.each([
  ['mail', SENT],
  ['files', SENT.replace('"baggage":"userId=ann",', '').replace(',{"uri":"file:///home/ann"}', '')],
])('%s is sent what it may be told, when a call is made and when it runs', async (upstream, sent) => {
  const { settings, ground } = await open();
  const { sendable, interposer } = inForceOf(settings, ground);
  expect(sendable(upstream, SENT)).toBe(sent);
  const call = sampleCall({}, { text: SENT, target: { upstream, name: 'send' } });
  expect(interposer.textNow(call)).toBe(sent);
  // A question of its own is for the client.
  expect(interposer.textNow({ ...call, origin: 'upstream' })).toBe(SENT);
});
