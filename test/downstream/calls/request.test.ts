import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listFor, readCall, suggest } from '../../../src/downstream/calls/request.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { Stand } from '../stand.ts';

const front = { gate: new Stand(), newId: () => 'id1', clock: () => 5 };
const asker = (era: 'modern' | 'legacy' = 'legacy', id = 'local', key = 'k') => ({
  principal: { id, human: 'elicitation' as const },
  session: { key, source: 'process' as const },
  dress: { era, server: '{}' },
});
const read = (method: string, text: string, who = asker(), approval?: string) =>
  readCall(
    front,
    { method, ...who },
    { text, params: JSON.parse(text) as JsonObject },
    approval === undefined ? undefined : { approval },
  );
const callOf = (method: string, text: string, who = asker(), approval?: string) => {
  const made = read(method, text, who, approval);
  if (!made.ok) throw new Error(made.rejection.message);
  return made.call;
};

test('the call holds what will be sent: the inward text, and the same thing parsed', () => {
  const call = callOf(
    'tools/call',
    '{ "name": "s__echo", "arguments": {"n": 12345678901234567890, "f": 1.0}, "_meta": {"a": 1} }',
  );
  expect(call.text).toBe('{ "name": "echo", "arguments": {"n": 12345678901234567890, "f": 1.0}, "_meta": {"a": 1} }');
  expect(call.params).toEqual(JSON.parse(call.text));
  expect(call.args).toEqual(JSON.parse('{"n":12345678901234567890,"f":1}'));
  expect(call.target).toEqual({ upstream: 's', name: 'echo' });
  expect(call).toMatchObject({ id: 'id1', at: 5, origin: 'downstream', method: 'tools/call' });
  expect(Object.isFrozen(call)).toBe(true);
  expect('approval' in call).toBe(false);
  expect(callOf('tools/call', '{"name":"s__echo"}', asker(), 'h1')).toMatchObject({ approval: 'h1', args: {} });
});

test('arguments of other methods are all params but the envelope', () => {
  const call = callOf('resources/read', '{"uri":"test://one","x":1,"_meta":{"progressToken":1}}');
  expect(call.args).toEqual({ uri: 'test://one', x: 1 });
});

test('the digest knows the arguments, however they are spelled, and nothing of the envelope', () => {
  const digest = (text: string, method = 'tools/call') => callOf(method, text).digest;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (args, other) => {
      const value = JSON.parse(JSON.stringify(args)) as JsonObject;
      const turned = Object.fromEntries(Object.entries(value).reverse());
      const base = digest(JSON.stringify({ name: 's__echo', arguments: value }));
      const spaced = JSON.stringify({ _meta: { progressToken: other }, arguments: turned, name: 's__echo' }, null, 1);
      expect(digest(spaced)).toBe(base);
      expect(digest(JSON.stringify({ name: 's__echo', arguments: value, requestState: 'x', inputResponses: {} }))).toBe(
        base,
      );
      expect(digest(JSON.stringify({ name: 's__echo', arguments: { ...value, 'one more': other } }))).not.toBe(base);
    }),
  );
  expect(digest('{"uri":"test://a","_meta":{}}', 'resources/read')).toBe(
    digest('{"uri":"test://a"}', 'resources/read'),
  );
  expect(digest('{"uri":"test://a"}', 'resources/read')).not.toBe(digest('{"uri":"test://b"}', 'resources/read'));
  expect(digest('{"name":"s__echo","arguments":{"n":1.0}}')).not.toBe(digest('{"name":"s__echo","arguments":{"n":1}}'));
});

test('the digest knows what a client sends beside the arguments: it goes on to the server', () => {
  const digest = (more: JsonObject) =>
    callOf('tools/call', JSON.stringify({ name: 's__echo', arguments: { to: 'a' }, ...more })).digest;
  expect(digest({ cc: 'b' })).not.toBe(digest({}));
  expect(digest({ cc: 'b' })).not.toBe(digest({ cc: 'c' }));
  expect(digest({ cc: 'b', _meta: { a: 1 }, requestState: 's', inputResponses: {} })).toBe(digest({ cc: 'b' }));
  const named = digest({ arguments: { arguments: { to: 'a' }, cc: 'b' } });
  expect(named).not.toBe(digest({ cc: 'b' }));
});

test('another principal, session or tool is another digest', () => {
  const text = '{"name":"s__echo"}';
  const digests = [
    callOf('tools/call', text),
    callOf('tools/call', text, asker('legacy', 'other')),
    callOf('tools/call', text, asker('legacy', 'local', 'k2')),
    callOf('tools/call', '{"name":"s__slow"}'),
  ].map((call) => call.digest);
  expect(new Set(digests).size).toBe(4);
});

test.each([
  ['tools/call', '{}', 'params.name'],
  ['tools/call', '{"name":1}', 'params.name'],
  ['tools/call', '{"name":"s__echo","arguments":[]}', 'params.arguments'],
  ['tools/call', '{"name":"s__echo","arguments":null}', 'params.arguments'],
  ['prompts/get', '{}', 'prompts/list'],
  ['resources/read', '{}', 'params.uri'],
  ['completion/complete', '{}', 'params.ref'],
  ['completion/complete', '{"ref":{}}', 'params.argument'],
])('%s %s is told what is wrong', (method, text, words) => {
  expect(read(method, text)).toMatchObject({
    ok: false,
    rejection: { code: -32602, message: expect.stringContaining(words) },
  });
});

test('an unknown resource has the code of the era', () => {
  const text = '{"uri":"nope://x"}';
  expect(read('resources/read', text, asker('legacy'))).toMatchObject({
    rejection: { code: -32002, data: { uri: 'nope://x' } },
  });
  expect(read('resources/read', text, asker('modern'))).toMatchObject({ rejection: { code: -32602 } });
});

test('an unknown tool learns the nearest names, or where to find them', () => {
  const items = '[{"name":"s__echo"},{"name":"s__slow"}]';
  const ask = (name: string) => {
    const given = { params: { name }, text: JSON.stringify({ name }) };
    const made = read('tools/call', given.text);
    if (made.ok || !made.unknown) throw new Error('not unknown');
    return suggest('tools/call', given, made.rejection, items).message;
  };
  expect(ask('s__ecko')).toContain('did you mean "s__echo"');
  expect(ask('zzzzzzzz')).toContain('tools/list');
});

test('each method has the list that names what it can be asked for', () => {
  const kinds = ['tools/call', 'prompts/get', 'resources/read', 'resources/subscribe', 'completion/complete'].map(
    listFor,
  );
  expect(kinds).toEqual(['tools', 'prompts', 'resources', 'resources', 'prompts']);
});
