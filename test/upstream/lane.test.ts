import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Courier } from '../../src/model/relay.ts';
import { failure } from '../../src/upstream/failure.ts';
import { notification, open, reply } from './lane-rig.ts';
import { call, courier } from './rig.ts';

describe('what is sent', () => {
  test('law: the arguments reach the wire byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.bigInt({ min: 0n }), async (args, big) => {
        const { lane, sent } = open();
        const text = `{"big":${big}.50,"rest":${JSON.stringify(args, null, 1)}}`;
        void lane.call(call('up', 't', text), courier());
        expect(sent[0]?.text).toContain(`"arguments":${text}`);
      }),
    );
  });

  test('a legacy server gets no envelope, a modern one gets ours', () => {
    const { lane, body } = open();
    const made = call('up', 't', {}, { meta: { 'io.modelcontextprotocol/clientInfo': { name: 'theirs' }, trace: 1 } });
    void lane.call(made, courier());
    expect(body(-1).params._meta).toEqual({ trace: 1 });
    lane.modern = true;
    void lane.call(made, courier({ capabilities: { elicitation: {}, tasks: {} }, logLevel: 'info' }));
    expect(body(-1).params._meta).toEqual({
      trace: 1,
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'sallyport', version: '0' },
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
      'io.modelcontextprotocol/logLevel': 'info',
    });
  });

  test('a call that was cancelled before is not sent', async () => {
    const { lane, sent } = open();
    const result = await lane.call(call('up', 't'), courier({ signal: AbortSignal.abort() }));
    expect(result).toMatchObject({ kind: 'failed', reason: 'cancelled', acted: false });
    expect(sent).toEqual([]);
  });
});

test('of a line that is no message the beginning is told, and no word by half', () => {
  const { lane, odd } = open();
  lane.message(`${'logged in as somebody '.repeat(2)}with the token abcdefghijklmnopqrstuvwxyz0123456789`);
  expect(odd).toEqual([expect.stringMatching(/^sent what is no message \(.*\): logged in .* with the token $/)]);
});

describe('answers', () => {
  test('law: each call gets its own, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }).chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n })),
        async (order) => {
          const { lane, body } = open();
          const answers = order.map((_, i) => lane.call(call('up', `t${i}`), courier()));
          const ids = order.map((_, i) => body(i).id);
          for (const i of order) lane.message(reply(ids[i], { n: i }));
          expect(await Promise.all(answers)).toEqual(order.map((_, i) => expect.objectContaining({ value: { n: i } })));
          expect(lane.inFlight).toBe(0);
        },
      ),
    );
  });

  test('an answer behind a byte order mark, as servers on Windows write it, is one', async () => {
    const { lane, body, odd } = open();
    const answer = lane.call(call('up', 'x'), courier());
    lane.message(`\ufeff${reply(body(0).id)}`);
    expect(await answer).toMatchObject({ kind: 'complete', text: '{}' });
    expect(odd).toEqual([]);
  });

  test('an id of another type or of nobody answers nothing', async () => {
    const { lane, body, odd } = open();
    const answer = lane.call(call('up', 't'), courier());
    const { id } = body(0);
    lane.message(reply(String(id), { wrong: true }));
    lane.message(reply(id + 1, { wrong: true }));
    lane.message(reply(id, { right: true }));
    lane.message(reply(id, { late: true }));
    expect(await answer).toMatchObject({ value: { right: true } });
    expect(odd).toHaveLength(3);
  });

  test.each([
    ['a repeated key', (id: number) => `{"jsonrpc":"2.0","id":${id},"result":{"a":1,"a":2}}`],
    ['too deep', (id: number) => `{"jsonrpc":"2.0","id":${id},"result":{"a":${'['.repeat(300)}${']'.repeat(300)}}}`],
    ['no version', (id: number) => `{"id":${id},"result":{}}`],
  ])('an answer that cannot be read (%s) fails its call, and no other', async (_, text) => {
    const { lane, body } = open();
    const answer = lane.call(call('up', 't'), courier());
    const other = lane.call(call('up', 't'), courier());
    lane.message(text(body(0).id));
    expect(await answer).toMatchObject({ kind: 'failed', reason: 'malformed', acted: 'unknown' });
    lane.message(reply(body(1).id));
    expect((await other).kind).toBe('complete');
  });

  test('law: junk never throws and never answers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('[]'), fc.constant('{"jsonrpc":"2.0"}')), (junk) => {
        const { lane } = open();
        void lane.call(call('up', 't'), courier());
        lane.message(junk);
        expect(lane.inFlight).toBe(1);
      }),
    );
  });

  test('too large: its own call where the id is known, else all that wait', async () => {
    const { lane, body, odd } = open();
    const one = lane.call(call('up', 't'), courier());
    const two = lane.call(call('up', 't'), courier());
    lane.tooLarge(99, body(1).id);
    expect(await two).toMatchObject({ reason: 'too-large' });
    expect(lane.inFlight).toBe(1);
    lane.tooLarge(99, 12_345);
    expect(lane.inFlight).toBe(1);
    lane.tooLarge(99, undefined);
    expect(await one).toMatchObject({ reason: 'too-large', acted: 'unknown' });
    expect(odd).toHaveLength(1);
  });

  test('a request of the server that is too large is refused, and is no answer to ours of the same number', async () => {
    const { lane, body, sent } = open();
    const answer = lane.call(call('up', 't'), courier());
    lane.asksTooMuch(99, String(body(0).id));
    lane.asksTooMuch(99, undefined);
    expect(lane.inFlight).toBe(1);
    expect(sent.slice(1).map(({ text }) => JSON.parse(text))).toMatchObject([
      { id: body(0).id, error: { code: -31000 } },
    ]);
    lane.message(reply(body(0).id));
    expect((await answer).kind).toBe('complete');
  });

  test('the end fails what is in flight, and what comes after was never sent', async () => {
    const { lane, sent, ended } = open();
    const answer = lane.call(call('up', 't'), courier());
    lane.ended(failure('crashed', 'exited'));
    lane.ended(failure('crashed', 'again'));
    expect(await answer).toMatchObject({ reason: 'crashed', acted: 'unknown' });
    expect(await lane.call(call('up', 't'), courier())).toMatchObject({ reason: 'crashed', acted: false });
    expect(sent).toHaveLength(1);
    expect(ended).toEqual(['exited']);
    expect(lane.usable).toBe(false);
  });
});

describe('giving up', () => {
  test('a silent server times out and is told', async () => {
    const { lane, body } = open({ timeout: 20 });
    expect(await lane.call(call('up', 't'), courier())).toMatchObject({ reason: 'timeout', acted: 'unknown' });
    expect(body(1)).toMatchObject({ method: 'notifications/cancelled', params: { requestId: body(0).id } });
  });

  test('a client that cancels gets its answer at once, and the server is told', async () => {
    const { lane, body } = open();
    const client = new AbortController();
    const answer = lane.call(call('up', 't'), courier({ signal: client.signal }));
    client.abort();
    expect(await answer).toMatchObject({ reason: 'cancelled', acted: 'unknown' });
    expect(body(1)).toMatchObject({ method: 'notifications/cancelled' });
  });

  test('where closing the stream tells it, nothing more is sent', async () => {
    const { lane, sent } = open({ timeout: 20, cancels: true });
    await lane.call(call('up', 't'), courier());
    expect(sent).toHaveLength(1);
  });
});

describe('questions of the server', () => {
  const TELLS = { kind: 'complete', value: {}, text: '{ "n": 12345678901234567890 }' } as const;

  test('go to the client of the call they came within, and the answer is relayed as it was written', async () => {
    const { lane, sent } = open();
    void lane.call(call('up', 'a'), courier({ ask: async () => TELLS }));
    lane.message('{"jsonrpc":"2.0","id":"","method":"roots/list"}');
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]?.text).toBe('{"jsonrpc":"2.0","id":"","result":{ "n": 12345678901234567890 }}');
  });

  test('that are withdrawn are not answered, and whoever was asked hears of it', async () => {
    const { lane, sent } = open();
    let signal: AbortSignal | undefined;
    const ask: Courier['ask'] = (_question, withdrawn) => {
      signal = withdrawn;
      return new Promise((resolve) => withdrawn.addEventListener('abort', () => resolve(TELLS)));
    };
    void lane.call(call('up', 'a'), courier({ ask }));
    lane.message('{"jsonrpc":"2.0","id":7,"method":"elicitation/create"}');
    lane.message('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}');
    await expect.poll(() => signal?.aborted).toBe(true);
    lane.message('{"jsonrpc":"2.0","id":8,"method":"ping"}');
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]?.text).toContain('"id":8');
  });

  test('ping is answered by ourselves', async () => {
    const { lane, body, sent } = open();
    lane.message('{"jsonrpc":"2.0","id":0,"method":"ping"}');
    await expect.poll(() => sent.length).toBe(1);
    expect(body(0)).toEqual({ jsonrpc: '2.0', id: 0, result: {} });
  });
});

test('a server that writes logs is told a level before the call that wants more of them, which does not wait', () => {
  const { lane, body } = open();
  lane.logs = true;
  const heard: string[] = [];
  void lane.call(call('up', 'a'), courier({ logLevel: 'info', notify: (method) => heard.push(method) }));
  expect(body(0)).toMatchObject({ method: 'logging/setLevel', params: { level: 'info' } });
  expect(body(1).params.name).toBe('a');
  // It is the only call, though not the only request.
  lane.message(notification('notifications/message', { level: 'info', data: 'x' }));
  expect(heard).toEqual(['notifications/message']);
  void lane.call(call('up', 'b'), courier({ logLevel: 'error' }));
  expect(body(2).params.name).toBe('b');
});

test('requests that nobody takes back make no signal gather listeners, however many servers are greeted at once', async () => {
  const warned: string[] = [];
  const hear = ({ message }: Error): void => void warned.push(message);
  process.on('warning', hear);
  for (let n = 0; n < 20; n++) void open().lane.request('initialize', '{}', undefined, 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warned).toEqual([]);
});

describe('a large answer', () => {
  const big = 'x'.repeat(300_000);
  const full = { ...courier(), receives: (size: number) => `${size} are too many` };

  test('for which there is no room is let go in words, and a small one is not counted', async () => {
    const { lane } = open();
    const [large, small] = [lane.call(call('up', 't'), full), lane.call(call('up', 't'), full)];
    lane.message(reply(1, { content: [{ type: 'text', text: big }] }));
    lane.message(reply(2, { content: [] }));
    expect(await large).toMatchObject({
      kind: 'failed',
      reason: 'too-large',
      message: expect.stringMatching(/^the server answered with 3\d{5} characters.*no room: 3\d{5} are too many/),
    });
    expect(await small).toMatchObject({ kind: 'complete' });
  });

  test('is counted for no call where the server asks something under its number, or for one that nobody limits', async () => {
    const { lane } = open();
    const [limited, free] = [lane.call(call('up', 't'), full), lane.call(call('up', 't'), courier())];
    lane.message(JSON.stringify({ jsonrpc: '2.0', method: 'ping', params: { big }, id: 1 }));
    lane.message(reply(2, { content: [{ type: 'text', text: big }] }));
    lane.message(reply(1, { content: [] }));
    expect(await limited).toMatchObject({ kind: 'complete' });
    expect(await free).toMatchObject({ kind: 'complete' });
  });
});
