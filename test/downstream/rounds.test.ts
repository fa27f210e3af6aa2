import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { Stand } from './stand.ts';
import { messageOf, openHttp, openLines } from './wires.ts';

const ABLE = { elicitation: { form: {}, url: {} } };
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
const text = (message: any): string => message.result.content[0].text;
const accept = (name: string) => ({ action: 'accept', content: { name } });

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

test('a parked call that a person froze is cancelled, and its answer goes nowhere', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const { result } = await lines.askModern('tools/call', { name: 's__asks' }, ABLE);
  stand.why = 'ops: looks odd';
  const { requestState, inputRequests } = result;
  const inputResponses = Object.fromEntries(Object.keys(inputRequests).map((key) => [key, accept('Ann')]));
  const cancelled = await lines.askModern('tools/call', { name: 's__asks', requestState, inputResponses }, ABLE);
  expect(text(cancelled)).toContain('Frozen: ops: looks odd');
  await expect.poll(() => stand.running).toBe(0);
});
