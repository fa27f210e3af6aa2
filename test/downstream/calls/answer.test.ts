import { expect, test } from 'vitest';
import { sayAnswer, settledAnswer, toolText } from '../../../src/downstream/calls/answer.ts';
import type { Call } from '../../../src/model/call.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Result } from '../../../src/model/result.ts';
import { complete, Stand, settle } from '../stand.ts';

const legacy = { era: 'legacy', server: '{"name":"sallyport"}' } as const;
const modern = { era: 'modern', server: '{"name":"sallyport"}' } as const;
const call = (method = 'tools/call') => ({ id: 'c', method, target: { upstream: 's', name: 'x' } }) as Call;
const error = (code: number, more: JsonObject = {}): Result => {
  const value = { code, message: 'theirs', ...more };
  return {
    kind: 'error',
    code,
    message: 'theirs',
    value,
    text: JSON.stringify(value),
    ...(more.data === undefined ? {} : { data: more.data }),
  };
};
const answer = (result: Result, dress: typeof legacy | typeof modern, method?: string) => {
  const { member, text } = settledAnswer(new Stand(), settle(call(method), result), dress);
  return { member, ...JSON.parse(text) };
};

test('the addresses of an upstream become ours', () => {
  expect(answer(complete({ uri: 'inner://a' }), legacy)).toMatchObject({ member: 'result', uri: 'outer://a' });
});

test('one settled result answers once', () => {
  const settled = settle(call(), complete({ content: [] }));
  const gate = new Stand();
  expect(settledAnswer(gate, settled, legacy).text).toBe('{"content":[]}');
  expect(settledAnswer(gate, settled, legacy).text).toContain('twice');
});

test.each([
  [-32002, 'resources/read', {}, -32002, -32602],
  [-32602, 'resources/read', { data: { uri: 'test://x' } }, -32002, -32602],
  [-32602, 'tools/call', {}, -32602, -32602],
  [-32050, 'tools/call', { data: { a: [1] } }, -32050, -32050],
])('an error %i of %s keeps its message and data, with the code of the era', (code, method, more, old, recent) => {
  expect(answer(error(code, more), legacy, method)).toEqual({ member: 'error', code: old, message: 'theirs', ...more });
  expect(answer(error(code, more), modern, method)).toEqual({
    member: 'error',
    code: recent,
    message: 'theirs',
    ...more,
  });
});

test('errors of the hop behind are not taken for ours', () => {
  for (const code of [-32020, -32021, -32022]) expect(answer(error(code), modern)).toMatchObject({ code: -32603 });
  expect(answer(error(-32042), modern)).toMatchObject({ member: 'result', isError: true });
  expect(answer(error(-32042), legacy)).toMatchObject({ member: 'error', code: -32042 });
});

test('what an upstream needs of the client is said to the client, as far as it is the client that lacks it', () => {
  const refused = (requiredCapabilities: JsonObject, declared: JsonObject, dress: typeof legacy | typeof modern) => {
    const result = error(-32021, { data: { requiredCapabilities } });
    const { text, ...rest } = settledAnswer(new Stand(), settle(call(), result), dress, declared);
    return { ...rest, ...JSON.parse(text) };
  };
  const data = (requiredCapabilities: JsonObject) => ({ code: -32021, status: 400, data: { requiredCapabilities } });
  expect(refused({ sampling: {} }, {}, modern)).toMatchObject(data({ sampling: {} }));
  expect(refused({ sampling: {}, roots: {} }, { sampling: {} }, modern)).toMatchObject(data({ roots: {} }));
  expect(refused({ sampling: { tools: {} } }, { sampling: {} }, modern)).toMatchObject(
    data({ sampling: { tools: {} } }),
  );
  expect(refused({ elicitation: { url: {} } }, { elicitation: {} }, modern)).toMatchObject(
    data({ elicitation: { url: {} } }),
  );
  // Declared by the client and not passed on by us: nothing that the client could mend.
  expect(refused({ sampling: {} }, { sampling: {} }, modern)).toMatchObject({ code: -32603 });
  expect(refused({ elicitation: { form: {} } }, { elicitation: {} }, modern)).toMatchObject({ code: -32603 });
  expect(refused({ 'x/own': {} }, {}, modern)).toMatchObject({ code: -32603 });
  // A legacy client does not know this code.
  const [block] = refused({ sampling: {} }, {}, legacy).content;
  expect(block.text).toContain('sampling');
});

test('a result of a type that nobody agreed on is refused', () => {
  expect(answer(complete({ resultType: 'task', taskId: '1' }), modern)).toMatchObject({ isError: true });
  expect(answer(complete({ resultType: 'task', taskId: '1' }), legacy)).toMatchObject({ isError: true });
});

test('a failure is readable to a tool caller, and an error elsewhere', () => {
  const failed: Result = { kind: 'failed', reason: 'timeout', message: 'late', acted: 'unknown' };
  expect(answer(failed, legacy)).toMatchObject({ member: 'result', isError: true });
  expect(answer(failed, modern)).toMatchObject({ member: 'result', isError: true, resultType: 'complete' });
  expect(answer(failed, modern, 'resources/read')).toMatchObject({ member: 'error', code: -31000 });
});

test('words are dressed for their era', () => {
  expect(JSON.parse(toolText('a "b"\n', legacy).text)).toEqual({
    content: [{ type: 'text', text: 'a "b"\n' }],
    isError: false,
  });
  expect(JSON.parse(sayAnswer('tools/call', 'a', modern).text)).toMatchObject({
    resultType: 'complete',
    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'sallyport' } },
  });
  expect(JSON.parse(sayAnswer('prompts/get', 'no', legacy, { hold: 'h' }).text)).toEqual({
    code: -31000,
    message: 'no',
    data: { hold: 'h' },
  });
});
