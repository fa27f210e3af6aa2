import { afterEach, expect, test } from 'vitest';
import { call, closeAll, node, ready, session, shifting, until } from './rig.ts';

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
  // This one can do nothing: its own server, told so, offers less, and says that its list has changed.
  await say(call('grows', 'poke', {}, { key: 'plain' }), { capabilities: {} });
  await say(call('grows', 'poke', {}, { key: 'able' }), { capabilities: EVERY });
  await until(() => names().includes('poked'), 'the change that concerns all is listed');
  expect(names()).toEqual(['poke', 'asks', 'poked']);
});
