import {
  CreateMessageRequestSchema,
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, type Place, place, RawClient, textOf } from './gateway.ts';
import {
  connectTo,
  GENERATIONS,
  type Generation,
  makeClient,
  type NewClient,
  OldClient,
  type Over,
  TOKEN,
} from './generations.ts';

type Upstream = 'asks-legacy' | 'asks-modern';

/** A person and a model behind a client: what they are asked, and what they answer. */
interface Behind {
  readonly asked: JsonObject[];
  readonly thought: JsonObject[];
  readonly completed: string[];
}

interface Driver extends Behind {
  call(name: string, onprogress?: (told: { progress: number }) => void): Promise<string>;
  readonly client: NewClient | OldClient;
}

const ABLE = { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: { listChanged: true } };
const roots = { roots: [{ uri: 'file:///home/ada', name: 'home' }] };

/** Allows what Sallyport asks, and answers servers. */
function answer(behind: Behind, params: JsonObject): JsonObject {
  behind.asked.push(params);
  if (params.mode === 'url') return { action: 'accept' };
  const { properties } = params.requestedSchema as { properties: JsonObject };
  if (properties.decision !== undefined) return { action: 'accept', content: { decision: 'allow_once' } };
  return { action: 'accept', content: Object.fromEntries(Object.keys(properties).map((name) => [name, `my ${name}`])) };
}

function think(behind: Behind, params: JsonObject): JsonObject {
  behind.thought.push(params);
  return { role: 'assistant', model: 'm', content: { type: 'text', text: 'Paris' }, stopReason: 'endTurn' };
}

async function connect(
  generation: Generation,
  at: Place,
  capabilities: object = ABLE,
  over: Over = 'stdio',
): Promise<Driver> {
  const behind: Behind = { asked: [], thought: [], completed: [] };
  const client = makeClient(generation, { capabilities });
  if (client instanceof OldClient) {
    if ('elicitation' in capabilities) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(behind, params as JsonObject) as never);
      client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) => {
        behind.completed.push(params.elicitationId);
      });
    }
    if ('sampling' in capabilities)
      client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => think(behind, params as never) as never);
    if ('roots' in capabilities) client.setRequestHandler(ListRootsRequestSchema, () => roots);
  } else {
    if ('elicitation' in capabilities)
      client.setRequestHandler('elicitation/create', ({ params }) => answer(behind, params as JsonObject) as never);
    if ('sampling' in capabilities)
      client.setRequestHandler('sampling/createMessage', ({ params }) => think(behind, params as never) as never);
    if ('roots' in capabilities) client.setRequestHandler('roots/list', () => roots);
  }
  await connectTo(at, client, over);
  const call: Driver['call'] = async (name, onprogress) => {
    const options = onprogress === undefined ? {} : { onprogress };
    const isOld = client instanceof OldClient;
    const result = isOld ? client.callTool({ name }, undefined, options) : client.callTool({ name }, options);
    return textOf({ result: (await result) as JsonObject });
  };
  return { ...behind, client, call };
}

const facing = (upstream: Upstream, policy: JsonObject = {}): Place =>
  place({ servers: { it: fixture(upstream) }, policy });

/** Servers of both eras, so that one Sallyport shows what there is to see of each. */
const BOTH = { legacy: fixture('asks-legacy'), modern: fixture('asks-modern') };
const NAMES = ['legacy', 'modern'] as const;
const facingBoth = (policy: JsonObject = {}): Place => place({ servers: BOTH, policy });

const ASK = { rules: [{ id: 'ask-first', tools: ['*.name'], effect: 'ask', reason: 'A test wants it.' }] };
const MODEL = { off: ['server-wants-the-model'] };

/** What was asked since this was called last: the first lines, in the order of the alphabet. */
const since = (asked: JsonObject[]): string[] =>
  asked
    .splice(0)
    .map(({ message }) => String(message).split('\n')[0] ?? '')
    .sort();

describe.each(GENERATIONS)('a client, %s, before a server of either era', (generation) => {
  it('is asked what the server asks, by name', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect(generation, facingBoth());
    for (const name of NAMES) {
      expect(await call(`${name}__name`)).toContain('my name');
      expect(since(asked)).toEqual([`${name} asks: Your name?`]);
      expect((await call(`${name}__two`)).match(/my name/g)).toHaveLength(2);
      expect(since(asked)).toEqual([`${name} asks: First?`, `${name} asks: Second?`]);
      expect(await call(`${name}__page`)).toContain('accept');
      expect(asked.at(-1)).toMatchObject({ mode: 'url', url: 'https://pages.example/sign-in' });
      asked.length = 0;
      expect(await call(`${name}__roots`)).toContain('file:///home/ada');
    }
  });

  it('is asked by us first where the policy asks, then by the server', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect(generation, facingBoth(ASK));
    for (const name of NAMES) {
      expect(await call(`${name}__name`)).toContain('my name');
      expect(asked.splice(0).map(({ message }) => String(message).split('\n')[0])).toEqual([
        `Sallyport: may ${name}: name run?`,
        `${name} asks: Your name?`,
      ]);
    }
  });

  it('without elicitation is not asked: held calls wait elsewhere, and questions end in words', {
    timeout: 60_000,
  }, async () => {
    const config = { servers: BOTH, approvals: { wait: '0s' } };
    const plain = await connect(generation, place(config), {});
    const held = await connect(generation, place({ ...config, policy: ASK }), {});
    for (const name of NAMES) {
      const said = await plain.call(`${name}__name`).catch((error: Error) => error.message);
      expect(said).toMatch(/elicit|declare|input/i);
      expect(await held.call(`${name}__name`)).toContain('sallyport approve');
    }
  });

  it('keeps its model to itself unless the policy lends it', { timeout: 60_000 }, async () => {
    const kept = await connect(generation, facingBoth());
    const lent = await connect(generation, facingBoth(MODEL));
    for (const name of NAMES) {
      const refused = await kept.call(`${name}__think`).catch((error: Error) => error.message);
      expect(refused).toMatch(/sampling|server-wants-the-model|declare/i);
      expect(kept.thought).toEqual([]);
      expect(await lent.call(`${name}__think`)).toContain('Paris');
      expect(lent.thought.splice(0)).toHaveLength(1);
    }
  });

  it('is not shown forms for secrets, nor addresses that are no pages', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect(generation, facingBoth());
    for (const name of NAMES) {
      const said = (tool: string) => call(`${name}__${tool}`).catch((error: Error) => error.message);
      expect(await said('password')).toContain('form-asks-for-secret');
      expect(await said('script')).toContain('page-is-no-web-page');
      expect(asked).toEqual([]);
    }
  });
});

describe('a question within a call', () => {
  it.each(GENERATIONS)('lets progress through before and after it, %s', { timeout: 60_000 }, async (generation) => {
    const { call } = await connect(generation, facing('asks-legacy'));
    const steps: number[] = [];
    expect(await call('it__steps', ({ progress }) => void steps.push(progress))).toContain('my name');
    // SDK clients lose what comes in one chunk with the answer, and tell the last step again at the end of a round.
    expect([[1], [1, 2]]).toContainEqual([...new Set(steps)]);
  });

  it('is asked in turn as often as its server wants', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect('v2 modern', facing('asks-legacy'));
    expect((await call('it__in_turn')).match(/my name/g)).toHaveLength(2);
    expect(asked.map(({ message }) => message)).toEqual(['it asks: One?', 'it asks: Two?']);
  });

  it('hears of a page that has done its part, under the id it was shown with', { timeout: 60_000 }, async () => {
    const { call, asked, completed } = await connect('v1', facing('asks-legacy'));
    expect(await call('it__page')).toContain('accept');
    expect(asked[0]).toMatchObject({ elicitationId: 'page-7' });
    await expect.poll(() => completed).toEqual(['page-7']);
  });

  it('may be a page that has to be visited before the call is made again', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect('v2 modern', facing('asks-legacy'));
    expect(await call('it__page_first')).toBe('visited');
    expect(asked).toEqual([{ mode: 'url', url: 'https://pages.example/sign-in', message: 'it asks: Sign in.' }]);
    const legacy = await connect('v1', facing('asks-legacy'));
    await expect(legacy.call('it__page_first')).rejects.toMatchObject({ code: -32042 });
  });

  it('may lend the model tools, to a client that has them', { timeout: 60_000 }, async () => {
    const { client, thought } = await connect('v1', facing('asks-legacy', MODEL));
    const asked = { name: 'it__think', arguments: { tools: true } };
    expect(textOf({ result: (await (client as OldClient).callTool(asked)) as JsonObject })).toContain('Paris');
    expect(thought).toMatchObject([{ tools: [{ name: 'map' }], toolChoice: { mode: 'auto' } }]);
  });
});

describe('what a server knows of its client', () => {
  it('is what that one declared and the policy offers', { timeout: 60_000 }, async () => {
    const told = async (capabilities: object, policy: JsonObject = {}): Promise<string[]> => {
      const { call } = await connect('v1', facing('asks-legacy', policy), capabilities);
      return Object.keys(JSON.parse(await call('it__told'))).sort();
    };
    expect(await told(ABLE)).toEqual(['elicitation', 'roots']);
    expect(await told(ABLE, MODEL)).toEqual(['elicitation', 'roots', 'sampling']);
    expect(await told({ roots: {} }, MODEL)).toEqual(['roots']);
    expect(await told({})).toEqual([]);
  });

  it.each(GENERATIONS)('are those of its roots that it may know of, %s', { timeout: 60_000 }, async (generation) => {
    const which = { home: ['/home', '/srv'], srv: ['/srv'], none: [] };
    const servers = Object.fromEntries(
      NAMES.flatMap((era) =>
        Object.entries(which).map(([name, roots]) => [`${era}-${name}`, fixture(`asks-${era}`, [], { roots })]),
      ),
    );
    const { call } = await connect(generation, place({ servers }));
    for (const era of NAMES) {
      const seen = (name: string) => call(`${era}-${name}__roots`).catch((error: Error) => error.message);
      expect(await seen('home')).toContain('file:///home/ada');
      expect(await seen('srv')).toMatch(/"roots":\[\]/);
      expect(await seen('none')).not.toContain('file:///home/ada');
    }
  });

  it('is nothing of roots where it may know of none', { timeout: 60_000 }, async () => {
    const { call, client } = await connect('v1', place({ servers: { it: fixture('asks-legacy', [], { roots: [] }) } }));
    expect(Object.keys(JSON.parse(await call('it__told')))).toEqual(['elicitation']);
    await (client as OldClient).sendRootsListChanged();
    await (client as OldClient).ping();
    expect(await call('it__root_changes')).toBe('0');
  });

  it('changes with its roots, and its log level', { timeout: 60_000 }, async () => {
    const { client, call } = await connect('v1', facing('asks-legacy'));
    expect(await call('it__root_changes')).toBe('0');
    await (client as OldClient).sendRootsListChanged();
    await expect.poll(() => call('it__root_changes')).toBe('1');
    expect(await call('it__level')).toBe('none');
    await (client as OldClient).setLoggingLevel('warning');
    expect(await call('it__level')).toBe('warning');
  });
});

describe('a question that is never answered', () => {
  it('ends with the call that the client takes back', { timeout: 60_000 }, async () => {
    const { client, call, asked } = await connect('v1', facing('asks-legacy'));
    const aborter = new AbortController();
    (client as OldClient).setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params as JsonObject);
      aborter.abort();
      return new Promise(() => {});
    });
    const waits = (client as OldClient).callTool({ name: 'it__wait' }, undefined, { signal: aborter.signal });
    await expect(waits).rejects.toThrow(/abort/i);
    expect(asked).toHaveLength(1);
    expect(await call('it__fate')).toMatch(/cancel/);
  });

  it('ends with the call that a modern client does not come back to', { timeout: 60_000 }, async () => {
    const at = place({ servers: { it: fixture('asks-legacy') }, limits: { question: '200ms' } });
    const client = await new RawClient(at).begun();
    onTestFinished(() => client.close());
    const _meta = modernMeta({ elicitation: {} });
    const asked = await client.send('tools/call', { name: 'it__wait', _meta });
    expect(asked.result).toMatchObject({ resultType: 'input_required' });
    await expect
      .poll(async () => textOf(await client.send('tools/call', { name: 'it__fate', _meta })))
      .toMatch(/cancel/);
    const { requestState } = asked.result as { requestState: string };
    const late = await client.send('tools/call', { name: 'it__wait', requestState, inputResponses: {}, _meta });
    expect(late.error).toMatchObject({ code: -32602 });
  });
});

describe.each(GENERATIONS)('a client over HTTP, %s, before a server of either era', (generation) => {
  const at = (): Place =>
    place({
      servers: BOTH,
      http: { tokens: { ada: TOKEN } },
      // A person sits before this client, as the configuration says: behind a port nobody else could know.
      agents: { desk: { match: { token: 'ada' }, purpose: 'all', human: 'elicitation' } },
      purposes: { all: { allow: ['*.*'] } },
      policy: { rules: [{ ...ASK.rules[0], tools: ['*.two'] }] },
    });

  it('is asked what the server asks, and by us', { timeout: 60_000 }, async () => {
    const { call, asked } = await connect(generation, at(), ABLE, 'http');
    for (const name of NAMES) {
      expect(await call(`${name}__name`)).toContain('my name');
      expect((await call(`${name}__two`)).match(/my name/g)).toHaveLength(2);
      expect(since(asked)).toEqual([
        `Sallyport: may ${name}: two run?`,
        `${name} asks: First?`,
        `${name} asks: Second?`,
        `${name} asks: Your name?`,
      ]);
      expect(await call(`${name}__roots`)).toContain('file:///home/ada');
    }
  });
});
