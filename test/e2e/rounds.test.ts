import { CreateMessageRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, place, RawClient, textOf } from './gateway.ts';
import { connectTo, GENERATIONS, type Generation, makeClient, OldClient } from './generations.ts';

type Upstream = 'rounds' | 'asks-legacy';
const MODEL = { off: ['server-wants-the-model'] };
const facing = (upstream: Upstream, policy: JsonObject = {}) => place({ servers: { it: fixture(upstream) }, policy });
const YES = { action: 'accept', content: { name: 'Ada' } };

/** The steps that a raw client was told of, by their token. */
const stepsOf = (client: RawClient, token: unknown): unknown[] =>
  client.received
    .filter(
      ({ method, params }) => method === 'notifications/progress' && (params as JsonObject).progressToken === token,
    )
    .map(({ params }) => (params as JsonObject).progress);

describe.each<Upstream>(['asks-legacy', 'rounds'])('progress before and after a question of %s', (upstream) => {
  it('comes to an older client under its one token, and only rises', async () => {
    const client = await new RawClient(facing(upstream)).open({ elicitation: {} });
    await client.tools();
    const call = client.send('tools/call', { name: 'it__steps', _meta: { progressToken: '' } }, 'call');
    const { id } = await client.until(({ method }) => method === 'elicitation/create');
    expect(stepsOf(client, '')).toEqual([1]);
    client.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: YES })}\n`);
    expect(textOf(await call)).toContain('Ada');
    expect(stepsOf(client, '')).toEqual([1, 2]);
    await client.close();
  });

  it('comes to a newer client under the token of each of its requests', async () => {
    const client = await new RawClient(facing(upstream)).begun();
    const meta = (progressToken: number) => ({ ...modernMeta({ elicitation: {} }), progressToken });
    const asked = await client.send('tools/call', { name: 'it__steps', _meta: meta(0) });
    expect(stepsOf(client, 0)).toEqual([1]);
    const { requestState, inputRequests } = asked.result as { requestState: string; inputRequests: JsonObject };
    const [key = ''] = Object.keys(inputRequests);
    const again = { name: 'it__steps', requestState, inputResponses: { [key]: YES }, _meta: meta(7) };
    expect(textOf(await client.send('tools/call', again))).toContain('Ada');
    expect(stepsOf(client, 0)).toEqual([1]);
    // A request of its own is told of what happens in it: the server that works on still, or begins anew.
    expect(stepsOf(client, 7)).toEqual(upstream === 'rounds' ? [1, 2] : [2]);
    await client.close();
  });
});

it('a server that asks an older client again and again is stopped in words', async () => {
  const client = await new RawClient(facing('rounds')).open({ elicitation: {} });
  await client.tools();
  const call = client.send('tools/call', { name: 'it__for_ever' }, 'call');
  for (let round = 0; round < 8; round++) {
    const { id } = await client.until(({ params }) => (params as JsonObject)?.message === `it asks: Round ${round}?`);
    client.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: YES })}\n`);
  }
  const { result } = await call;
  expect(result).toMatchObject({ isError: true });
  expect(textOf(await call)).toBe('The server keeps asking for more input; the call was ended.');
  expect(client.received.filter(({ method }) => method === 'elicitation/create')).toHaveLength(8);
  await client.close();
});

const thought = { role: 'assistant', model: 'm', content: { type: 'text', text: 'Paris' }, stopReason: 'endTurn' };

/** A client of either generation; `thinks` is what its model was asked. */
async function connect(generation: Generation, at: ReturnType<typeof place>, capabilities: JsonObject = {}) {
  const thinks: unknown[] = [];
  const think = ({ params }: { params: unknown }) => {
    thinks.push(params);
    return thought as never;
  };
  const client = makeClient(generation, { capabilities });
  if ('sampling' in capabilities) {
    if (client instanceof OldClient) client.setRequestHandler(CreateMessageRequestSchema, think);
    else client.setRequestHandler('sampling/createMessage', think);
  }
  await connectTo(at, client);
  const call = (name: string, args: JsonObject = {}): Promise<JsonObject> =>
    client.callTool({ name, arguments: args }) as Promise<JsonObject>;
  return { client, call, thinks };
}

describe.each(GENERATIONS.flatMap((one) => (['asks-legacy', 'rounds'] as const).map((up) => [one, up] as const)))(
  'a model behind a client, %s, before %s',
  (generation, upstream) => {
    it('is lent tools where it takes any, and not asked where it does not', { timeout: 60_000 }, async () => {
      const ask = async (sampling: JsonObject) => {
        const { call, thinks } = await connect(generation, facing(upstream, MODEL), { sampling });
        const said = await call('it__think', { tools: true }).then(JSON.stringify, (error: Error) => error.message);
        return { said, thinks };
      };
      const able = await ask({ tools: {} });
      expect(able.said).toContain('Paris');
      expect(able.thinks).toMatchObject([{ tools: [{ name: 'map' }], toolChoice: { mode: 'auto' } }]);
      const plain = await ask({});
      expect(plain.said).not.toContain('Paris');
      expect(plain.said).toMatch(/tools|declare|input/);
      expect(plain.thinks).toEqual([]);
    });
  },
);

describe.each(GENERATIONS)('a client, %s, before a server of 2026-07-28', (generation) => {
  it('reads structured content of any kind, as it is or as text', { timeout: 60_000 }, async () => {
    const { client, call } = await connect(generation, facing('rounds'));
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'it__shaped')?.outputSchema === undefined).toBe(
      generation !== 'v2 modern',
    );
    const shapes = { list: [1, 'two', null], text: 'words', number: 1.5, nothing: null };
    for (const [kind, value] of Object.entries(shapes)) {
      const { content, structuredContent } = await call('it__shaped', { kind });
      const copy = [{ type: 'text', text: JSON.stringify(value) }];
      expect([content, structuredContent]).toEqual(generation === 'v2 modern' ? [[], value] : [copy, undefined]);
    }
    expect(await call('it__shaped', { kind: 'object' })).toMatchObject({ content: [], structuredContent: { a: [1] } });
  });

  it('keeps nothing for longer or for others because its server says so', { timeout: 60_000 }, async () => {
    const { client } = await connect(generation, facing('rounds'));
    const uri = 'sallyport+it+note://one';
    const said = [await client.listTools(), await client.listResources(), await client.readResource({ uri })];
    for (const result of said as JsonObject[]) {
      expect(result.cacheScope).toBe(generation === 'v2 modern' ? 'private' : undefined);
      if (generation === 'v2 modern') expect(Number(result.ttlMs)).toBeLessThanOrEqual(5_000);
      else expect(result).not.toHaveProperty('ttlMs');
    }
  });
});
