import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { Stand } from './stand.ts';
import { messageOf, openHttp, openLines } from './wires.ts';

const ABLE = { elicitation: { form: {}, url: {} } };
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
const text = (message: any): string => message.result.content[0].text;
const accept = (name: string) => ({ action: 'accept', content: { name } });

test("a legacy server's questions end a modern client's request, and its next one brings the answers", async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  expect(result.resultType).toBe('input_required');
  const keys = Object.keys(result.inputRequests);
  expect(keys.map((key) => result.inputRequests[key].params.message)).toEqual(['s asks: One?', 's asks: Two?']);
  const [first = '', second = ''] = keys;
  const again = await lines.askModern(
    'tools/call',
    {
      name: 's__asks',
      requestState: result.requestState,
      inputResponses: { [first]: accept('Ann'), more: accept('x') },
    },
    ABLE,
  );
  // What was not answered is asked again, and nothing else.
  expect(Object.keys(again.result.inputRequests)).toEqual([second]);
  const { requestState } = again.result;
  const done = await lines.askModern(
    'tools/call',
    { name: 's__asks', requestState, inputResponses: { [second]: accept('Bob') } },
    ABLE,
  );
  expect(text(done)).toBe('{"action":"accept","content":{"name":"Ann"}} {"action":"accept","content":{"name":"Bob"}}');
  expect(stand.calls).toHaveLength(1);
  const replayed = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses: {} }, ABLE);
  expect(replayed.error.code).toBe(-32602);
});

test('a parked call is taken up by the same principal and the same call only, over any connection', async () => {
  const stand = new Stand();
  const tokens = { ann: 'token-of-ann-0123', bob: 'token-of-bob-0123' };
  const { modern } = await openHttp(stand, {}, { tokens, allowAnonymous: false });
  const as = (token: string, params: JsonObject) =>
    modern('tools/call', params, ABLE, { authorization: `Bearer ${token}` }).then(messageOf);
  const parked = await as(tokens.ann, { name: 's__asks' });
  const { requestState, inputRequests } = parked.result;
  const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, accept('Ann')]));
  expect((await as(tokens.bob, { name: 's__asks', requestState, inputResponses })).error.code).toBe(-32602);
  const other = { name: 's__echo', arguments: { text: 'x' }, requestState, inputResponses };
  expect((await as(tokens.ann, other)).error.code).toBe(-32602);
  expect(text(await as(tokens.ann, { name: 's__asks', requestState, inputResponses }))).toContain('Ann');
});

test('a parked call that nobody comes back for is cancelled', async () => {
  const stand = new Stand();
  const lines = openLines(stand, { limits: { question: '30ms' } });
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  await expect.poll(() => stand.running).toBe(0);
  const { requestState } = result;
  const late = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses: {} }, ABLE);
  expect(late.error).toMatchObject({ code: -32602, data: { reason: 'invalid_request_state' } });
});

test("a legacy server's questions are put to a legacy client at once", async () => {
  const lines = openLines(new Stand());
  await lines.initialize({ elicitation: {} });
  lines.send({ id: 5, method: 'tools/call', params: { name: 's__asks' } });
  const asked = (message: string) => lines.find((one) => one.params?.message === message);
  lines.send({ id: (await asked('s asks: Two?')).id, result: accept('Bob') });
  lines.send({ id: (await asked('s asks: One?')).id, result: accept('Ann') });
  expect(text(await lines.find((one) => one.id === 5))).toContain('"Ann"}} {');
});

test('who cannot be asked is told so', async () => {
  const lines = openLines(new Stand());
  await lines.initialize();
  expect(text(await lines.ask('tools/call', { name: 's__asks' }))).toBe(' ');
});

test('a server that wants a page visited first asks for it, and the call is made again', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__page' }, ABLE);
  const [key = ''] = Object.keys(result.inputRequests);
  expect(result.inputRequests[key].params).toEqual({
    mode: 'url',
    url: 'https://a.example',
    message: 's asks: Sign in.',
  });
  expect(stand.permitted).toHaveLength(1);
  const { requestState } = result;
  const inputResponses = { [key]: { action: 'accept' } };
  const done = await lines.askModern('tools/call', { name: 's__page', requestState, inputResponses }, ABLE);
  expect(text(done)).toBe('{}');
  expect(stand.calls.at(-1)?.params.inputResponses).toBeUndefined();
  const legacy = openLines(new Stand());
  await legacy.initialize({ elicitation: { url: {} } });
  expect((await legacy.ask('tools/call', { name: 's__page' })).error).toMatchObject({
    code: -32042,
    data: { elicitations: [{ elicitationId: 'p7' }] },
  });
});

test.each(['s__round', 's__page'])('a question that the policy refuses ends the call of %s in words', async (name) => {
  const stand = new Stand();
  stand.refuses = () => true;
  const lines = openLines(stand);
  expect(text(await lines.askModern('tools/call', { name }, ABLE))).toContain('no-questions');
  const legacy = openLines(stand);
  await legacy.initialize(ABLE);
  if (name === 's__round') expect(text(await legacy.ask('tools/call', { name }))).toContain('no-questions');
});

test('coming back with no answer uses nothing up, however often', async () => {
  const lines = openLines(new Stand());
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  const { requestState, inputRequests } = result;
  const empty = { name: 's__asks', requestState, inputResponses: {} };
  for (let i = 0; i < 3; i++) {
    const again = await lines.askModern('tools/call', empty, ABLE);
    expect(again.result).toMatchObject({ requestState, inputRequests });
  }
  const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, accept('Ann')]));
  const done = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses }, ABLE);
  expect(text(done)).toContain('Ann');
});

test('a parked call that a person stopped is cancelled, and its answer goes nowhere', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  stand.frozen = 'ops: looks odd';
  const { requestState, inputRequests } = result;
  const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, accept('Ann')]));
  const stopped = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses }, ABLE);
  expect(text(stopped)).toContain('Stopped by a person: ops: looks odd');
  await expect.poll(() => stand.running).toBe(0);
});

const refusing = (data: Json, message = 'Sallyport: sign in'): Stand => {
  const stand = new Stand();
  const value = { code: -32042, message, data };
  stand.reply = { kind: 'error', ...value, value, text: JSON.stringify(value) };
  return stand;
};
const ECHO = { name: 's__echo' };

test.each([[{}], [{ mode: 'URL' }], [{ mode: 'form' }]])(
  'what a server lists as a page is judged and shown as one: %j',
  async (mode) => {
    const page = { ...mode, url: 'https://a.example', message: 'Sign in.' };
    const stand = refusing({ elicitations: [page] });
    const { result } = await openLines(stand).askModern('tools/call', ECHO, ABLE);
    expect(stand.permitted).toMatchObject([{ params: { mode: 'url' } }]);
    expect(JSON.parse(stand.permitted[0]?.text ?? '')).toEqual({ ...page, mode: 'url' });
    expect(result.inputRequests['page-1'].params).toMatchObject({ mode: 'url', message: 's asks: Sign in.' });
    stand.refuses = ({ params }) => params.mode === 'url';
    expect(text(await openLines(stand).askModern('tools/call', ECHO, ABLE))).toContain('no-questions');
    const legacy = openLines(stand);
    await legacy.initialize(ABLE);
    expect(text(await legacy.ask('tools/call', ECHO))).toContain('no-questions');
  },
);

test.each([
  [{ elicitations: { 0: { mode: 'url', url: 'file:///etc/passwd' } } }],
  [{ elicitations: ['file:///etc/passwd'] }],
  [{ elicitations: [null] }],
  [{}],
  [null],
])('a list of pages that cannot be read is not shown: %j', async (data) => {
  const legacy = openLines(refusing(data));
  await legacy.initialize(ABLE);
  const said = text(await legacy.ask('tools/call', ECHO));
  expect(said).toContain('cannot be read');
  expect(text(await openLines(refusing(data)).askModern('tools/call', ECHO, ABLE))).toBe(said);
});

test('a legacy client that is to visit pages is told who asks, in every message', async () => {
  const pages = [{ mode: 'url', url: 'https://a.example', message: 'Sallyport: go' }, { url: 'https://b.example' }];
  const legacy = openLines(refusing({ elicitations: pages }));
  await legacy.initialize(ABLE);
  expect((await legacy.ask('tools/call', ECHO)).error).toMatchObject({
    code: -32042,
    message: 's asks: Sallyport: sign in',
    data: {
      elicitations: [
        { ...pages[0], message: 's asks: Sallyport: go' },
        { ...pages[1], message: 's asks' },
      ],
    },
  });
});

test('more questions in one result than a person can read are neither judged nor put', async () => {
  const page = { mode: 'url', url: 'https://a.example', message: 'Sign in.' };
  const pages = refusing({ elicitations: Array(33).fill(page) });
  const asked = new Stand();
  const each = { method: 'elicitation/create', params: { message: 'Name?', requestedSchema: {} } };
  const inputRequests = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`q${index}`, each]));
  const value = { resultType: 'input_required', inputRequests, requestState: 'theirs' };
  asked.reply = { kind: 'input_required', value, text: JSON.stringify(value) };
  for (const stand of [pages, asked]) {
    const legacy = openLines(stand);
    await legacy.initialize(ABLE);
    expect(text(await legacy.ask('tools/call', ECHO))).toContain('more than 32 questions');
    expect(text(await openLines(stand).askModern('tools/call', ECHO, ABLE))).toContain('more than 32 questions');
    expect(stand.permitted).toEqual([]);
  }
});
