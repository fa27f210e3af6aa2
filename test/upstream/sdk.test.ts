import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, node, type Rig, ready, serveHttp, serverConfig, until } from './rig.ts';

afterEach(closeAll);

const names = (made: Rig): string[] => (made.listings.get('sdk')?.tools ?? []).map((tool) => JSON.parse(tool).name);

describe.each(['stdio', 'http'])('a server made with the SDK, over %s', (transport) => {
  const open = async (more: Record<string, unknown> = {}): Promise<Rig> => {
    const config =
      transport === 'stdio' ? node('sdk', [], more) : serverConfig({ url: await serveHttp('sdk', 'http'), ...more });
    return ready({ sdk: config });
  };

  test('is found to be modern, and answers', async () => {
    const made = await open();
    expect(made.listings.get('sdk')).toMatchObject({ protocol: '2026-07-28', serverInfo: { name: 'sdk' } });
    expect(names(made)).toEqual(['echo', 'where', 'grow', 'steps', 'name']);
    expect(await made.say(call('sdk', 'echo', { message: 'hi' }))).toBe('hi');
    expect(await made.say(call('sdk', 'where', { region: 'Zürich' }))).toBe('Zürich');
  });

  test('asks for input of a client that can give it', async () => {
    const { relay, say } = await open();
    const made = call('sdk', 'name');
    const capabilities = { elicitation: { form: {} } };
    expect(await relay(made, { capabilities })).toMatchObject({ kind: 'input_required' });
    const text = `{"name":"name","arguments":{},"inputResponses":{"name":{"action":"decline"}}}`;
    expect(await say({ ...made, text, params: JSON.parse(text) }, { capabilities })).toBe('{"action":"decline"}');
    expect(await relay(made)).toMatchObject({ kind: 'error', code: -32021 });
  });

  test('tells progress', async () => {
    const { say } = await open();
    const heard: unknown[] = [];
    const notify = (_: string, params: { readonly [key: string]: unknown }): void =>
      void heard.push(params.progressToken);
    await say(call('sdk', 'steps', {}, { meta: { progressToken: 0 } }), { notify });
    expect(heard).toEqual([0, 0]);
  });
});

test('over stdio it is spoken to the old way where the configuration says so', async () => {
  const made = await ready({ sdk: node('sdk', [], { era: 'legacy' }) });
  expect(made.listings.get('sdk')?.protocol).toBe('2025-11-25');
  expect(await made.say(call('sdk', 'echo', { message: 'hi' }))).toBe('hi');
});

test('over stdio a tool that it adds is listed', async () => {
  const made = await ready({ sdk: node('sdk') });
  await made.say(call('sdk', 'grow'));
  await until(() => names(made).includes('grown'), 'the new tool');
});
