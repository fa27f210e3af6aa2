import { expect, test } from 'vitest';
import { Errand } from '../../../src/downstream/calls/errand.ts';
import { passCall } from '../../../src/downstream/calls/passing.ts';
import { createFront } from '../../../src/downstream/front.ts';
import { frontOptions, Stand, until } from '../stand.ts';
import { errandOf, frameOf, incoming } from '../visits.ts';
import { openLines } from '../wires.ts';

const FORM = { elicitation: { form: {} } };
const KEY = 'sallyport.approval';
const answer = (decision: string) => ({ [KEY]: { action: 'accept', content: { decision } } });
const held = (text = 'x') => ({ name: 's__held', arguments: { text } });
const text = (message: { result: { content: { text: string }[] } }) => message.result.content[0]?.text ?? '';

test('a modern client is asked by a form, and its yes runs the call once', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', held(), FORM);
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { [KEY]: { method: 'elicitation/create' } },
  });
  expect(Object.keys(result.inputRequests)).toEqual([KEY]);
  const retry = { ...held(), requestState: result.requestState, inputResponses: answer('allow_once') };
  const done = await lines.askModern('tools/call', retry, FORM);
  expect(text(done)).toBe('{"text":"x"}');
  expect(stand.answers).toEqual([{ action: 'approve', took: expect.any(Number) }]);
  expect(stand.calls[1]).toMatchObject({ approval: [...stand.holds.keys()][0], digest: stand.calls[0]?.digest });
  expect(stand.calls[1]?.params.requestState).toBeUndefined();
  expect(stand.calls[1]?.params.inputResponses).toBeUndefined();
  const again = await lines.askModern('tools/call', retry, FORM);
  expect(again.error).toMatchObject({ code: -32602, data: { reason: 'invalid_request_state' } });
});

test('a yes for one call is no yes for another, another session, or a forged state', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', held('small'), FORM);
  const approve = { requestState: result.requestState, inputResponses: answer('allow_once') };
  const refused = [
    await lines.askModern('tools/call', { ...held('BIG'), ...approve }, FORM),
    await lines.askModern('tools/call', { name: 's__echo', arguments: { text: 'small' }, ...approve }, FORM),
    await lines.askModern(
      'tools/call',
      { ...held('small'), ...approve, requestState: `${result.requestState}A` },
      FORM,
    ),
    await lines.askModern('tools/call', { ...held('small'), ...approve }, FORM, { sessionId: 'another' }),
  ];
  for (const message of refused) expect(message.error.code).toBe(-32602);
  expect(stand.calls).toHaveLength(1);
  expect(stand.answers).toEqual([]);
});

test('answers without the state of a question answer nothing: it is asked again, and they go nowhere', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  for (const inputResponses of [answer('allow_once'), { who: { action: 'accept' } }, {}, null, 7]) {
    const { result } = await lines.askModern('tools/call', { ...held(), inputResponses }, FORM);
    expect(result.resultType).toBe('input_required');
    const round = await lines.askModern('tools/call', { name: 's__round', inputResponses }, FORM);
    expect(round.result.resultType).toBe('input_required');
  }
  expect(stand.answers).toEqual([]);
  for (const { params } of stand.calls) expect(params.inputResponses).toBeUndefined();
});

test('a no ends the call', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', held(), FORM);
  const done = await lines.askModern(
    'tools/call',
    { ...held(), requestState: result.requestState, inputResponses: answer('deny') },
    FORM,
  );
  expect(done.result.isError).toBe(true);
  expect(text(done)).toContain('A person denied');
  expect(stand.calls).toHaveLength(1);
});

test.each([
  ['a decline', { [KEY]: { action: 'decline' } }],
  ['a cancel', { [KEY]: { action: 'cancel' } }],
  ['an accept without a word', { [KEY]: { action: 'accept', content: {} } }],
])('%s leaves the hold for another door', async (_what, inputResponses) => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', held(), FORM);
  const done = await lines.askModern(
    'tools/call',
    { ...held(), requestState: result.requestState, inputResponses },
    FORM,
  );
  const [id] = stand.holds.keys();
  expect(text(done)).toContain(`\`sallyport approve ${id} --state /s\``);
  expect(stand.answers).toEqual([]);
});

test('a form that came back unanswered is shown again', async () => {
  const lines = openLines(new Stand());
  const first = (await lines.askModern('tools/call', held(), FORM)).result;
  const second = (
    await lines.askModern('tools/call', { ...held(), requestState: first.requestState, inputResponses: {} }, FORM)
  ).result;
  expect(second.resultType).toBe('input_required');
  expect(second.requestState).not.toBe(first.requestState);
});

test('an answer that does not count here leaves the hold for another door', async () => {
  const stand = new Stand();
  stand.closedDoor = true;
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', held(), FORM);
  const retry = { ...held(), requestState: result.requestState, inputResponses: answer('allow_once') };
  expect(text(await lines.askModern('tools/call', retry, FORM))).toContain('sallyport approve');
});

test('a legacy client is asked while its call waits; without a capability it is told how to go on, and put off while it waits', async () => {
  const stand = new Stand();
  const asked = openLines(stand);
  await asked.initialize({ elicitation: {} });
  asked.send({ id: 5, method: 'tools/call', params: held('a') });
  const question = await asked.find((message) => message.method === 'elicitation/create');
  expect(question.params.mode).toBeUndefined();
  asked.send({ id: question.id, result: { action: 'accept', content: { decision: 'allow_once' } } });
  expect(text(await asked.find((message) => message.id === 5))).toBe('{"text":"a"}');
  const plain = openLines(stand);
  await plain.initialize();
  expect(text(await plain.ask('tools/call', { ...held('b'), _meta: { progressToken: 0 } }))).toContain(
    'sallyport approve',
  );
  expect(plain.received.some((message) => message.params?.progressToken === 0)).toBe(true);
});

test("an upstream's questions reach a modern client with our seal, and the answers reach the upstream with its own state", async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__round' }, FORM);
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { who: { method: 'elicitation/create' } },
  });
  expect(result.requestState).not.toContain('theirs');
  const inputResponses = { who: { action: 'accept', content: { name: 'Ann' } } };
  const done = await lines.askModern(
    'tools/call',
    { name: 's__round', requestState: result.requestState, inputResponses },
    FORM,
  );
  expect(JSON.parse(text(done))).toEqual(inputResponses);
  expect(stand.calls[1]?.params.requestState).toBe('theirs');
  const lacking = await lines.askModern('tools/call', { name: 's__round' });
  expect(lacking.error).toMatchObject({ code: -32021, data: { requiredCapabilities: { elicitation: { form: {} } } } });
});

test("an upstream's questions are put to a legacy client over its connection", async () => {
  const lines = openLines(new Stand());
  await lines.initialize({ elicitation: {} });
  lines.send({ id: 5, method: 'tools/call', params: { name: 's__round' } });
  const question = await lines.find((message) => message.method === 'elicitation/create');
  expect(question.params.message).toBe('s asks: Your name?');
  lines.send({ id: question.id, result: { action: 'accept', content: { name: 'Ann' } } });
  const done = await lines.find((message) => message.id === 5);
  expect(JSON.parse(text(done))).toEqual({ who: { action: 'accept', content: { name: 'Ann' } } });
  const mute = openLines(new Stand());
  await mute.initialize();
  expect(text(await mute.ask('tools/call', { name: 's__round' }))).toContain('cannot give');
});

test('a fault of ours is an error that tells nothing from inside', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { error } = await lines.ask('tools/call', { name: 's__broken' });
  expect(error.code).toBe(-32603);
  expect(error.message).not.toContain('secret');
  await until(() => stand.running === 0);
});

test('a call that comes before its server has listed waits for it', async () => {
  const stand = new Stand();
  const { find } = stand;
  let listed = false;
  stand.find = (method, params) => (listed ? find.call(stand, method, params) : undefined);
  stand.list = async () => {
    listed = true;
    return '[]';
  };
  const lines = openLines(stand);
  expect(text(await lines.ask('tools/call', { name: 's__echo', arguments: { text: 'early' } }))).toBe(
    '{"text":"early"}',
  );
  expect((await lines.ask('tools/call', { name: 's__nothing' })).error.code).toBe(-32602);
});

test('a call of what was only accepted yet is made when its server has started, or its client gives up', async () => {
  const stand = new Stand();
  let start = (): void => undefined;
  stand.started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const lines = openLines(stand);
  const answer = lines.ask('tools/call', { name: 's__echo', arguments: { text: 'hi' } });
  await lines.ask('tools/list');
  expect(stand.calls).toEqual([]);
  start();
  expect(text(await answer)).toBeTruthy();
  expect(stand.calls).toHaveLength(1);
});

test('a tool of a server that is not there is answered with how it stands, and other unknown ones with near names', async () => {
  const stand = new Stand();
  stand.absents = [
    { upstream: 'git', state: 'starting', processes: 0 },
    { upstream: 'web', state: 'failed', message: 'it exited with code 1', processes: 0 },
  ];
  const lines = openLines(stand);
  const early = await lines.askModern('tools/call', { name: 'git__log', arguments: {} });
  expect(early.result.isError).toBe(true);
  expect(text(early)).toBe(
    'git__log was not run: the server git is still starting.\nMake the call again in a few seconds.',
  );
  const gone = text(await lines.askModern('tools/call', { name: 'web__get', arguments: {} }));
  expect(gone).toMatch(/^web__get was not run: the server web is not there \(it exited with code 1\)\.\nTell the user/);
  const { error } = await lines.askModern('prompts/get', { name: 'web__ask', arguments: {} });
  expect(error.message).toContain('the server web is not there');
  expect((await lines.askModern('tools/call', { name: 's__ecko' })).error.message).toContain('did you mean');
  expect(stand.calls).toEqual([]);
});

test('a call that is taken back while its server starts is judged by nobody', async () => {
  const stand = new Stand();
  let start = (): void => {};
  stand.started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const lines = openLines(stand);
  await lines.initialize();
  lines.send({ id: 7, method: 'tools/call', params: held() });
  lines.send({ method: 'notifications/cancelled', params: { requestId: 7 } });
  await lines.ask('ping');
  start();
  stand.started = undefined;
  // What is asked later is judged, so that the other would have been.
  await lines.ask('tools/call', { name: 's__echo', arguments: { text: 'later' } });
  expect(stand.calls.map(({ target }) => target.name)).toEqual(['echo']);
  expect(stand.holds.size).toBe(0);
  expect(lines.received.some(({ id }) => id === 7)).toBe(false);
});

test('nor is one that is taken back while it is looked for in the lists', async () => {
  const stand = new Stand();
  let list = (): void => {};
  const listed = new Promise<void>((resolve) => {
    list = resolve;
  });
  let isKnown = false;
  const { find } = stand;
  stand.find = (method, params) => (isKnown ? find.call(stand, method, params) : undefined);
  stand.list = async () => {
    await listed;
    isKnown = true;
    return '[]';
  };
  const lines = openLines(stand);
  await lines.initialize();
  lines.send({ id: 7, method: 'tools/call', params: held() });
  lines.send({ method: 'notifications/cancelled', params: { requestId: 7 } });
  await lines.ask('ping');
  list();
  await lines.ask('tools/call', { name: 's__echo', arguments: {} });
  expect(stand.calls.map(({ target }) => target.name)).toEqual(['echo']);
});

test('a call that a client wants made as a task is made plainly, whoever would make one of it', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  await lines.ask('tools/call', { name: 's__echo', arguments: { task: 1 }, task: { ttl: 60_000 } });
  await lines.askModern('tools/call', { name: 's__echo', arguments: { task: 1 }, task: {} });
  await lines.ask('tools/call', { name: 's__echo', arguments: { task: 1 } });
  for (const { params, text: sent } of stand.calls) {
    expect(params.task).toBeUndefined();
    expect(JSON.parse(sent)).toEqual(params);
    expect(params.arguments).toEqual({ task: 1 });
  }
  expect(new Set(stand.calls.map(({ digest }) => digest)).size).toBe(1);
});

test('a failure and an absent server are told in words that fit whoever is told', async () => {
  const stand = new Stand();
  Object.assign(stand, { say: (words: string) => `${words} (said)` });
  stand.absents = [{ upstream: 's', state: 'failed', message: 'it ended', processes: 0 }];
  const lines = openLines(stand);
  await lines.initialize();
  expect(text(await lines.ask('tools/call', { name: 's__crash', arguments: {} }))).toMatch(/\(said\)$/);
  expect(text(await lines.ask('tools/call', { name: 's__nothing', arguments: {} }))).toMatch(
    /it ended[\s\S]*\(said\)$/,
  );
});

test.each([
  [
    'goes no further',
    { ok: false, status: 401, message: 'it was revoked' },
    /shut out: it was revoked\. The call was ended/,
  ],
  ['goes on', { ok: true, proof: { transport: 'http', token: 'phone' } }, /Ann/],
] as const)('what a legacy client answers %s by whether it would be let in by then', async (_, admittance, said) => {
  const stand = new Stand();
  const front = createFront({ ...frontOptions(stand), admit: () => admittance });
  const params = '{"name":"s__round","arguments":{}}';
  const { errand, told, visit } = errandOf({ capabilities: FORM, method: 'tools/call', params }, front);
  const principal = { id: 'token:phone', human: 'out-of-band' } as const;
  const sent = new Errand(front, errand.asking, { ...visit, principal, request: incoming({}) });
  const done = passCall(sent);
  await until(() => told.length > 0);
  sent.asking.take(frameOf({ id: told[0].id, result: { action: 'accept', content: { name: 'Ann' } } }));
  expect((await done).text).toMatch(said);
  expect(stand.calls).toHaveLength(admittance.ok ? 2 : 1);
});

test.each([
  [
    'is not run',
    { ok: false, status: 401, message: 'it was revoked' },
    /shut out: it was revoked\. The call was not run/,
    [],
  ],
  ['runs as who makes it now', { ok: true, proof: { transport: 'http', token: 'phone' } }, /\\"x/, ['read-only']],
] as const)('a legacy call that waited for its task %s', async (_, admittance, said, purposes) => {
  const stand = new Stand();
  stand.asksTask = async () => true;
  const front = createFront({ ...frontOptions(stand), admit: () => admittance });
  const params = '{"name":"s__echo","arguments":{"text":"x"}}';
  const { errand, told, visit } = errandOf({ capabilities: FORM, method: 'tools/call', params }, front);
  const principal = { id: 'token:phone', human: 'elicitation' } as const;
  const sent = new Errand(front, errand.asking, { ...visit, principal, request: incoming({}) });
  const done = passCall(sent);
  await until(() => told.length > 0);
  front.reconfigure(
    frontOptions(stand, {
      agents: { desk: { match: { token: 'phone' }, purpose: 'read-only', human: 'elicitation' } },
    }),
  );
  sent.asking.take(frameOf({ id: told[0].id, result: { action: 'decline' } }));
  expect((await done).text).toMatch(said);
  expect(stand.calls.map((call) => call.principal.purpose)).toEqual(purposes);
});
