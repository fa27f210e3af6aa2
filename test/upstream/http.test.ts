import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { call, closeAll, type Rig, ready, serveHttp, serverConfig, until } from './rig.ts';

afterEach(closeAll);

interface Logged {
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly method?: string;
  readonly closed?: number;
}
const logOf = async (url: string): Promise<Logged[]> => (await fetch(new URL('/log', url))).json() as Promise<Logged[]>;

async function open(
  words: string[],
  more: Record<string, unknown> = {},
  limits = 32_000_000,
): Promise<Rig & { url: string }> {
  const url = await serveHttp('http-echo', ...words);
  const made = await ready({ web: serverConfig({ url, ...more }) }, { limits: { result: limits } });
  return { ...made, url };
}

describe.each([[[]], [['sse']], [['modern']], [['modern', 'sse']]])('a server over HTTP, %j', (words) => {
  test('lists and relays to the letter', async () => {
    const { listings, say } = await open(words);
    expect(listings.get('web')?.protocol).toBe(words.includes('modern') ? '2026-07-28' : '2025-11-25');
    const args = '{"id":9007199254740993,"price":1.10}';
    expect(await say(call('web', 'raw', args))).toContain(`"arguments":${args}`);
  });

  test('many calls at once get their own answers', async () => {
    const { say } = await open(words);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => say(call('web', 'echo', { n }))));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => `{"n":${n}}`));
  });

  test('progress and log lines come by the stream of their call', async () => {
    const { say } = await open(words);
    const heard: [string, JsonObject][] = [];
    const notify = (method: string, params: JsonObject): void => void heard.push([method, params]);
    await say(call('web', 'steps', {}, { meta: { progressToken: '' } }), { notify });
    expect(heard.map(([method, params]) => [method, params.progress])).toEqual([
      ['notifications/progress', 1],
      ['notifications/progress', 2],
      ['notifications/progress', 3],
      ['notifications/message', undefined],
    ]);
  });

  test('an answer that is too large fails its call and no other', async () => {
    const { relay, say } = await open(words, {}, 1_000_000);
    const huge = relay(call('web', 'huge'));
    expect(await say(call('web', 'echo', { n: 1 }))).toBe('{"n":1}');
    expect(await huge).toMatchObject({ kind: 'failed', reason: 'too-large', acted: 'unknown' });
    expect(await say(call('web', 'echo', { n: 2 }))).toBe('{"n":2}');
  });

  test('a connection that breaks during a call is not tried again', async () => {
    const { relay, url } = await open(words);
    expect(await relay(call('web', 'gone'))).toMatchObject({ kind: 'failed', reason: 'unreachable', acted: 'unknown' });
    expect((await logOf(url)).filter(({ body }) => body?.includes('"gone"'))).toHaveLength(1);
  });

  test('a refusal that breaks off is one all the same, and nobody waits for the rest of it', async () => {
    const { relay } = await open(words, { timeout: '20s' });
    const message = expect.stringContaining('answered 503: too bu');
    expect(await relay(call('web', 'cut'))).toMatchObject({ reason: 'unreachable', acted: 'unknown', message });
  });

  test('a client that cancels gets its answer at once, and the stream is closed', async () => {
    const { relay, url } = await open(words);
    const client = new AbortController();
    const answer = relay(call('web', 'hang'), { signal: client.signal });
    await until(async () => (await logOf(url)).some(({ body }) => body?.includes('"hang"')), 'the call arrived');
    client.abort();
    expect(await answer).toMatchObject({ reason: 'cancelled', acted: 'unknown' });
    await until(async () => (await logOf(url)).some(({ closed }) => closed !== undefined), 'its stream was closed');
    const told = async (): Promise<boolean> =>
      (await logOf(url)).some(({ body }) => body?.includes('notifications/cancelled'));
    if (!words.includes('modern')) await until(told, 'the server was told');
    else expect(await told()).toBe(false);
  });
});

test.each([[[]], [['sse']]])('answers that a server never finishes hold only so much, %j', async (words) => {
  const { relay, say } = await open(words);
  const first = await Promise.race(Array.from({ length: 5 }, () => relay(call('web', 'unfinished'))));
  const message = expect.stringMatching(
    /^no more than \d+ bytes of the answer were taken: \d{9} bytes .*not whole yet/,
  );
  expect(first).toMatchObject({ kind: 'failed', reason: 'too-large', acted: 'unknown', message });
  expect(await say(call('web', 'echo', { n: 1 }))).toBe('{"n":1}');
});

describe('a legacy server over HTTP', () => {
  test('keeps one session of its own for each of ours, and is told when it is over', async () => {
    const { upstreams, say, url } = await open([]);
    expect(await say(call('web', 'count'))).toBe('1');
    expect(await say(call('web', 'count'))).toBe('2');
    expect(await say(call('web', 'count', {}, { key: 'two' }))).toBe('1');
    await upstreams.close();
    expect((await logOf(url)).filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  test('hears which protocol was agreed on, and its session, with everything that follows the handshake', async () => {
    const { upstreams, say, url } = await open([]);
    await say(call('web', 'count'));
    await upstreams.close();
    const heard = (await logOf(url)).filter(({ body }) => body?.includes('server/discover') !== true);
    const at = heard.findIndex(({ body }) => body?.includes('"initialize"'));
    expect(heard[at]?.headers['mcp-protocol-version']).toBeUndefined();
    const after = heard.slice(at + 1);
    expect(after.map(({ method = 'POST' }) => method)).toEqual(expect.arrayContaining(['POST', 'DELETE']));
    const sessions = new Set(after.map(({ headers }) => headers['mcp-session-id']));
    expect([...sessions]).toEqual([expect.stringMatching(/^[\w-]{36}$/)]);
    for (const { headers, method } of after) {
      expect(headers['mcp-protocol-version']).toBe('2025-11-25');
      if (method !== 'DELETE') expect(headers.accept).toBe('application/json, text/event-stream');
    }
  });

  test('that forgets its session gets a new one, and a call that it did not take', async () => {
    const { say, url } = await open(['forget']);
    for (let n = 0; n < 3; n++) expect(await say(call('web', 'count', { n }))).toBe('1');
    const bodies = (await logOf(url)).map(({ body }) => body ?? '');
    expect(bodies.filter((body) => body.includes('"initialize"'))).toHaveLength(3);
  });

  test('that asks more than is taken is told so, and the call on whose stream it asks goes on', async () => {
    const { say, url } = await open([]);
    expect(await say(call('web', 'asks', { n: 1 }))).toBe('{"n":1}');
    const answers = async (): Promise<string[]> =>
      (await logOf(url)).flatMap(({ body }) => (body?.includes('"id":"big"') === true ? [body] : []));
    await expect.poll(answers).toEqual([expect.stringMatching(/"error":.*Sallyport dropped this request/)]);
  });

  test.each(['session', 'shared'] as const)(
    'that forgets its session with every call takes each of many at once, isolated by %s',
    async (isolation) => {
      const { say } = await open(['forget'], { isolation, processes: 12 });
      const all = Array.from({ length: 40 }, (_, n) => say(call('web', 'echo', { n })));
      expect(await Promise.all(all)).toEqual(all.map((_, n) => JSON.stringify({ n })));
    },
  );

  test('that forgets its session still answers what it took, and gets anew what it did not, however long that takes', async () => {
    // The old connection takes none of the room of the new one.
    const { say, url } = await open([], { processes: 1 });
    await say(call('web', 'count'));
    const both = Promise.all(['held', 'late'].map((name) => say(call('web', name, { name }))));
    const arrived = async (): Promise<number> =>
      (await logOf(url)).filter(({ body }) => /"name":"(?:held|late)"/.test(body ?? '')).length;
    await until(async () => (await arrived()) === 2, 'both to be there');
    await fetch(new URL('/forget', url));
    expect(await say(call('web', 'count'))).toBe('1');
    await fetch(new URL('/release', url));
    expect(await both).toEqual(['{"name":"held"}', '{"name":"late"}']);
    expect(await arrived()).toBe(3);
    const ended = async (): Promise<boolean> => (await logOf(url)).some(({ method }) => method === 'DELETE');
    await until(ended, 'the session that was forgotten to be closed');
  });

  test('tells on its own stream what answers no call, and nothing of what nobody watches', async () => {
    const { upstreams, say } = await open([]);
    const heard: unknown[] = [];
    upstreams.onNotice(({ method, params, session }) => heard.push([method, params, session?.key]));
    await until(async () => {
      await say(call('web', 'announce'));
      return heard.length > 0;
    }, 'a notice');
    expect(heard[0]).toEqual(['notifications/elicitation/complete', { elicitationId: 'a' }, 'one']);
  });

  test('may break off a stream and go on when it is asked to resume', async () => {
    const { say, url } = await open(['resume', 'sse']);
    expect(await say(call('web', 'echo', { n: 1 }))).toBe('{"n":1}');
    expect((await logOf(url)).filter(({ body }) => body?.includes('tools/call'))).toHaveLength(1);
  });
});

test.each([
  ['lose', /answered 404/],
  ['shut', /cannot reach/],
])('of a call whose stream broke off for good (%s) nobody says that nothing was done', async (word, why) => {
  const { relay } = await open([word, 'sse']);
  const result = await relay(call('web', 'echo'));
  expect(result).toMatchObject({ kind: 'failed', acted: 'unknown', message: expect.stringMatching(why) });
});

describe('a modern server over HTTP', () => {
  test('finds method, name and mirrored arguments in headers', async () => {
    const { say, url, listings, lines } = await open(['modern']);
    await say(call('web', 'regional', { region: 'Zürich', note: 'x' }));
    const { headers } = (await logOf(url)).at(-1) as Logged;
    expect(headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'regional',
      'mcp-param-region': '=?base64?WsO8cmljaA==?=',
      accept: 'application/json, text/event-stream',
    });
    expect(headers['mcp-session-id']).toBeUndefined();
    // An annotation that names no single argument takes its tool out.
    expect(listings.get('web')?.tools.some((tool) => tool.includes('misplaced'))).toBe(false);
    expect(lines.join()).toMatch(/misplaced is left out/);
  });

  test('an error that comes with a 4xx is the error, not the status', async () => {
    const { relay } = await open(['modern']);
    expect(await relay(call('web', 'x', {}, { method: 'completion/complete' }))).toMatchObject({
      kind: 'error',
      code: -32601,
    });
  });
});

describe('what is wrong with an address is said', () => {
  test('nobody listens', async () => {
    const { upstreams, relay } = await ready({ web: serverConfig({ url: 'http://127.0.0.1:9/mcp' }) });
    expect(upstreams.standings()).toMatchObject([
      { state: 'failed', message: expect.stringMatching(/cannot reach 127\.0\.0\.1:9.*running/) },
    ]);
    expect(await relay(call('web', 'x'))).toMatchObject({ reason: 'unreachable', acted: false });
  });

  test.each([
    ['redirect', /redirects to http:\/\/elsewhere\.example\/mcp; redirects are not followed/],
    ['refuse', /answered 401: it wants other credentials; set them in `headers`/],
  ])('%s', async (word, expected) => {
    const { upstreams } = await open([word]);
    expect(upstreams.standings()).toMatchObject([{ state: 'failed', message: expect.stringMatching(expected) }]);
  });

  test('an answer that is no JSON', async () => {
    const { relay } = await open(['html']);
    expect(await relay(call('web', 'echo'))).toMatchObject({
      reason: 'malformed',
      message: expect.stringContaining('text/html'),
    });
  });

  test('configured headers are sent', async () => {
    const { url } = await open([], { headers: { authorization: 'Bearer t' } });
    expect((await logOf(url)).every(({ headers }) => headers.authorization === 'Bearer t')).toBe(true);
  });
});

test.each([[[]], [['modern']]])(
  'a server that was %j and speaks otherwise now is asked again, and no call is lost',
  async (words) => {
    const { url, say, listings } = await open(words);
    const before = listings.get('web');
    expect(await say(call('web', 'echo', { n: 1 }))).toBe('{"n":1}');
    await fetch(new URL('/turn', url));
    expect(await say(call('web', 'echo', { n: 2 }))).toBe('{"n":2}');
    await until(() => listings.get('web') !== before, 'it was listed again');
    expect(listings.get('web')?.protocol).not.toBe(before?.protocol);
  },
);

/** A port before a server that can be shut, as when its host goes down, and opened again. */
async function gateTo(url: string) {
  const { port, pathname } = new URL(url);
  const sockets = new Set<Socket>();
  const gate = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  const listen = (at: number) => new Promise<void>((resolve) => gate.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port: own } = gate.address() as AddressInfo;
  const shut = () =>
    new Promise<void>((resolve) => {
      gate.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `http://127.0.0.1:${own}${pathname}`, shut, open: () => listen(own) };
}

test('a server that goes away after it was listed stands as unreachable until a call gets through again', async () => {
  const gate = await gateTo(await serveHttp('http-echo'));
  const { upstreams, say, relay } = await ready({ it: serverConfig({ url: gate.url }) });
  const told: string[] = [];
  upstreams.onStanding(({ state }) => told.push(state));
  await say(call('it', 'echo'));
  await gate.shut();
  expect(await relay(call('it', 'echo'))).toMatchObject({ reason: 'unreachable' });
  expect(upstreams.standings()).toMatchObject([
    { state: 'unreachable', message: expect.stringMatching(/^since \d{4}-.*: .*127\.0\.0\.1/) },
  ]);
  await gate.open();
  // Sockets that were cut may be found out only by being used.
  await until(async () => (await relay(call('it', 'echo'))).kind === 'complete', 'a call gets through');
  expect(upstreams.standings()).toEqual([{ upstream: 'it', state: 'ready', processes: 0 }]);
  expect(told).toEqual(['unreachable', 'ready']);
  await gate.shut();
});
