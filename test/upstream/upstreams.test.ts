import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { admit, call, closeAll, courier, isAlive, node, ready, rig, textOf, until } from './rig.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
afterEach(closeAll);

describe('the servers behind', () => {
  test('lists a server and relays a call to it', async () => {
    const { listings, say, upstreams } = await ready({ echo: node('echo') });
    expect(upstreams.signedIn()).toEqual([]);
    expect(listings.get('echo')?.tools.map((tool) => JSON.parse(tool).name)).toContain('echo');
    expect(await say(call('echo', 'echo', { message: 'hi' }))).toBe('{"message":"hi"}');
  });

  test('a permission is good for one use', async () => {
    const { upstreams } = await ready({ echo: node('echo') });
    const admitted = admit(call('echo', 'echo'));
    expect((await upstreams.relay(admitted, courier())).kind).toBe('complete');
    expect(await upstreams.relay(admitted, courier())).toMatchObject({
      kind: 'failed',
      reason: 'refused',
      acted: false,
    });
  });

  test('says of each server when it has begun, whatever the others do', async () => {
    const { upstreams, listings } = rig({
      echo: node('echo'),
      broken: node('die-at-start'),
      slow: node('hang-on-list'),
    });
    upstreams.start();
    await upstreams.begun('echo');
    expect(listings.has('echo')).toBe(true);
    await upstreams.begun('broken');
    await upstreams.begun('nobody');
    const stands = upstreams.standings().map(({ upstream, state }) => `${upstream} ${state}`);
    expect(stands).toEqual(['echo ready', 'broken failed', 'slow starting']);
  });

  test('a server that is not configured is a failure that names it', async () => {
    const { relay } = rig({});
    expect(await relay(call('nobody', 'x'))).toMatchObject({
      kind: 'failed',
      acted: false,
      message: expect.stringContaining('nobody'),
    });
  });
});

describe('another configuration', () => {
  test('starts what is new, keeps what is the same with its process, and ends what is gone', async () => {
    const { upstreams, say, relay, listings } = await ready({ kept: node('echo'), gone: node('echo') });
    const pid = await say(call('kept', 'pid'));
    const doomed = Number(await say(call('gone', 'pid')));
    const replaced = upstreams.reconfigure({
      kept: node('echo', [], { labels: [], tools: { echo: { powers: ['read'] } } }),
      fresh: node('echo'),
    });
    expect(replaced).toEqual(['gone']);
    expect(upstreams.standings().map(({ upstream }) => upstream)).toEqual(['kept', 'fresh']);
    expect(await say(call('kept', 'pid'))).toBe(pid);
    expect(await say(call('fresh', 'echo', { message: 'hi' }))).toBe('{"message":"hi"}');
    await upstreams.settled();
    expect(listings.has('fresh')).toBe(true);
    expect(await relay(call('gone', 'pid'))).toMatchObject({ reason: 'unreachable', acted: false });
    await until(() => !isAlive(doomed), 'the server that is gone was ended');
  });

  test('replaces what changed, and lets its calls end first; what was judged for the old one reaches the old one', async () => {
    const { upstreams, say, relay } = await ready({ it: node('gated', ['old']) });
    const old = Number(await say(call('it', 'pid')));
    const flying = say(call('it', 'wait'));
    await until(async () => (await say(call('it', 'waiting'))) === '1', 'the call is in flight');
    const oldRelay = upstreams.relay;
    expect(upstreams.reconfigure({ it: node('gated', ['new']) })).toEqual(['it']);
    expect(await say(call('it', 'name'))).toBe('new');
    expect(textOf(await oldRelay(admit(call('it', 'name')), courier()))).toBe('old');
    expect(isAlive(old)).toBe(true);
    await oldRelay(admit(call('it', 'open')), courier());
    expect(await flying).toBe('old');
    await until(() => !isAlive(old), 'the old process was ended');
    expect(await relay(call('it', 'name'))).toMatchObject({ kind: 'complete' });
    expect(await oldRelay(admit(call('it', 'name')), courier())).toMatchObject({ reason: 'unreachable', acted: false });
  });

  test('a new server waits for trust like any other', async () => {
    const { upstreams, relay } = await ready({}, { isTrusted: async () => false });
    upstreams.reconfigure({ it: node('echo') });
    await upstreams.settled();
    expect(upstreams.standings()).toMatchObject([{ upstream: 'it', state: 'waiting-for-trust', processes: 0 }]);
    expect(await relay(call('it', 'echo'))).toMatchObject({ acted: false });
  });

  test('one after another leaves nothing of those before it', async () => {
    const { upstreams } = await ready({});
    const again = async (): Promise<number> => {
      for (let i = 0; i < 60_000; i++) upstreams.reconfigure({});
      await upstreams.settled();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await again();
    expect((await again()) - before).toBeLessThan(1_500_000);
  });

  test('closing ends also what is being ended', async () => {
    const { upstreams, say } = await ready({ it: node('echo') });
    const pid = Number(await say(call('it', 'pid')));
    upstreams.reconfigure({});
    await upstreams.close();
    expect(isAlive(pid)).toBe(false);
  });
});
