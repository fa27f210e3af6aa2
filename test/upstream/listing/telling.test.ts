import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, node, ready, serveHttp, serverConfig, session, shifting, until } from '../rig.ts';

afterEach(closeAll);

test('where the connection that told of changes was given up, the next one does', async () => {
  const { upstreams, say, names } = await shifting('modern pid change');
  await say(call('it', 'pid', {}, { key: 'one' }));
  upstreams.leave(session('one'));
  await until(async () => {
    await say(call('it', 'change', {}, { key: 'two' }));
    return names().includes('changed');
  }, 'a change was told');
});

test("what a session's own server offers to its client changes no list for the others", async () => {
  const EVERY = { elicitation: { form: {} }, roots: {} };
  const { listings, say } = await ready({ grows: node('grows-for-client') }, { client: Promise.resolve(EVERY) });
  const names = (): string[] =>
    (listings.get('grows')?.tools ?? []).map((text) => (JSON.parse(text) as { name: string }).name);
  expect(names()).toEqual(['poke', 'asks']);
  expect(listings.get('grows')?.lacks).toEqual(['sampling']);
  // This one can do nothing: its own server, told so, offers less, and says that its list has changed.
  await say(call('grows', 'poke', {}, { key: 'plain' }), { capabilities: {} });
  await say(call('grows', 'poke', {}, { key: 'able' }), { capabilities: EVERY });
  await until(() => names().includes('poked'), 'the change that concerns all is listed');
  expect(names()).toEqual(['poke', 'asks', 'poked']);
});

describe('what changes before a server has agreed to tell of changes', () => {
  test.each(['early', 'late'])('is listed where a modern one agrees %s', async (word) => {
    const { names } = await shifting(`modern a ${word}`);
    await until(() => names().includes('changed'), 'what nobody was told of is listed');
  });

  test('is listed where the stream of a legacy one opens late', async () => {
    const url = await serveHttp('http-shifting', 'a', 'late');
    const { listings } = await ready({ it: serverConfig({ url, era: 'legacy' }) });
    const isListed = (): boolean => listings.get('it')?.tools.some((text) => text.includes('changed')) === true;
    await until(isListed, 'what nobody was told of is listed');
  });
});

test('what a server says behind a list, in the same write, is heard before a call goes to it', async () => {
  const { relay } = await shifting('legacy sly restless');
  expect(await relay(call('it', 'sly'))).toMatchObject({ kind: 'failed', reason: 'refused', acted: false });
});

test('a server that says all the time that it changed is listed less and less often, which people are told, and calls reach it', async () => {
  const { upstreams, file, say } = await shifting('modern a restless');
  await until(() => upstreams.standings()[0]?.message !== undefined, 'people are told');
  expect(upstreams.standings()).toMatchObject([
    { state: 'ready', message: expect.stringContaining('says again and again that its lists have changed') },
  ]);
  const lists = readFileSync(`${file}.lists`, 'utf8').length;
  expect(lists).toBeLessThan(20);
  expect(await say(call('it', 'a'))).toBe('a');
});
