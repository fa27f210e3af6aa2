import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { type Era, type Greeting, shakeHands } from '../../src/upstream/handshake.ts';
import { Lane } from '../../src/upstream/lane.ts';
import type { Outgoing } from '../../src/upstream/wire.ts';

type Reply = { result: Json } | { error: { code: number; message: string; data?: Json } } | undefined;

const handshake = { clientInfo: '{"name":"s","version":"0"}', capabilities: '{}' };

const ignore = (): void => {};

/** A lane over a wire that hands what is sent to `send`. `tells`: whether giving a request up tells the server by itself. */
function laneOver(send: (message: Outgoing, lane: Lane) => void, tells: boolean): Lane {
  const lane = new Lane({
    upstream: 'up',
    timeout: 60_000,
    ceiling: 60_000,
    isPrivate: true,
    declare: () => '{}',
    clientInfo: '{"name":"s","version":"0"}',
    listener: { notice: ignore, unasked: async () => '', odd: ignore, missed: ignore, ended: ignore },
  });
  lane.attach({
    send: (message) => send(message, lane),
    cancel: () => tells,
    greeted: ignore,
    hears: Promise.resolve(true),
    close: async () => {},
  });
  return lane;
}

/** Shakes hands with a server that answers as told: `undefined` is no answer, a list is one answer after the other. */
async function greet(
  era: Era,
  replies: Record<string, Reply | Reply[]>,
): Promise<{ greeting: Greeting; asked: string[]; modern: boolean }> {
  const asked: string[] = [];
  const lane = laneOver(({ text, method }, to) => {
    asked.push(method);
    const { id } = JSON.parse(text) as { id: number };
    const told = replies[method];
    const reply = Array.isArray(told) ? told.shift() : told;
    if (reply !== undefined) queueMicrotask(() => to.message(JSON.stringify({ jsonrpc: '2.0', id, ...reply })));
  }, true);
  const greeting = await shakeHands(lane, { ...handshake, era, signal: new AbortController().signal });
  return { greeting, asked, modern: lane.modern };
}

const info: JsonObject = { name: 'x', version: '1', extra: [1] };
const legacy: Reply = {
  result: { protocolVersion: '2025-06-18', capabilities: { tools: {}, own: 1 }, serverInfo: info },
};
const modern: Reply = {
  result: {
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    instructions: 'be kind',
    _meta: { 'io.modelcontextprotocol/serverInfo': info },
  },
};
const unknown: Reply = { error: { code: -32601, message: 'Method not found' } };

test('auto asks once, and takes any error for legacy', async () => {
  const { greeting, asked } = await greet('auto', {
    'server/discover': { error: { code: 7, message: 'eh' } },
    initialize: legacy,
  });
  expect(asked).toEqual(['server/discover', 'initialize']);
  // Unknown members of what the server says of itself are kept.
  expect(greeting).toEqual({
    era: 'legacy',
    protocol: '2025-06-18',
    serverInfo: info,
    capabilities: { tools: {}, own: 1 },
    instructions: undefined,
  });
});

test('auto takes an answer to the probe for modern', async () => {
  const { greeting, asked, modern: isModern } = await greet('auto', { 'server/discover': modern });
  expect(asked).toEqual(['server/discover']);
  expect(isModern).toBe(true);
  expect(greeting).toMatchObject({ era: 'modern', protocol: '2026-07-28', serverInfo: info, instructions: 'be kind' });
});

test('a server that refuses a version and names ours is asked once more', async () => {
  const refusal = (supported: string[]): Reply => ({
    error: { code: -32022, message: 'Unsupported protocol version', data: { supported, requested: '2026-07-28' } },
  });
  const { greeting, asked } = await greet('auto', { 'server/discover': [refusal(['2026-07-28']), modern] });
  expect(asked).toEqual(['server/discover', 'server/discover']);
  expect(greeting.era).toBe('modern');
  for (const supported of ['2026-07-28', '2027-01-01']) {
    const always = { 'server/discover': [refusal([supported]), refusal([supported]), modern] };
    await expect(greet('auto', always)).rejects.toThrow(/refused the handshake: Unsupported protocol version/);
  }
});

test('a server that keeps silent at the probe is asked the old way', async () => {
  const { greeting, asked } = await greet('auto', { initialize: legacy });
  expect(asked).toEqual(['server/discover', 'initialize']);
  expect(greeting.era).toBe('legacy');
});

test('a configured era is not asked for', async () => {
  expect((await greet('legacy', { initialize: legacy })).asked).toEqual(['initialize']);
  expect((await greet('modern', { 'server/discover': modern })).asked).toEqual(['server/discover']);
});

test.each<[Era, Record<string, Reply>, RegExp]>([
  ['legacy', { initialize: unknown }, /refused the handshake: Method not found/],
  ['modern', { 'server/discover': unknown }, /refused the handshake/],
  ['auto', { 'server/discover': { error: { code: -32022, message: 'only 2027' } } }, /only 2027/],
  [
    'auto',
    { 'server/discover': { result: { supportedVersions: ['2027-01-01'], capabilities: {} } } },
    /speaks 2027-01-01/,
  ],
  ['legacy', { initialize: { result: { protocolVersion: '1999-01-01' } } }, /speaks protocol "1999-01-01"/],
  ['legacy', { initialize: { result: {} } }, /speaks protocol undefined/],
])('%s %j is refused in words', async (era, replies, expected) => {
  await expect(greet(era, replies)).rejects.toThrow(expected);
});

test('a handshake that is given up is not cancelled, which the protocol forbids of this one request', async () => {
  const sent: string[] = [];
  const lane = laneOver(({ method }) => void sent.push(method), false);
  const quit = new AbortController();
  const shaking = shakeHands(lane, { ...handshake, era: 'legacy', signal: quit.signal });
  quit.abort();
  await expect(shaking).rejects.toThrow('the handshake was given up');
  expect(sent).toEqual(['initialize']);
  // Any other request is told that nobody waits for it.
  const other = new AbortController();
  const asked = lane.request('tools/list', '{}', other.signal, 0);
  other.abort();
  expect(await asked).toMatchObject({ reason: 'cancelled' });
  expect(sent).toEqual(['initialize', 'tools/list', 'notifications/cancelled']);
});
