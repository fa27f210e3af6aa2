import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitQuestion, liveQuestions, questionsOf } from '../../../src/downstream/asking/question.ts';
import { Asking } from '../../../src/downstream/asking.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { visitOf } from '../visits.ts';

const shown = (text: string, era: 'modern' | 'legacy', method = 'elicitation/create'): string =>
  fitQuestion({ upstream: 'crm', method, params: JSON.parse(text) as JsonObject, text }, era);

test('a form says who asks, and keeps every other byte', () => {
  expect(shown('{ "message":"Na\\u006de?", "n": 12345678901234567890.0 }', 'legacy')).toBe(
    '{ "message":"crm asks: Na\\u006de?", "n": 12345678901234567890.0 }',
  );
  expect(JSON.parse(shown('{"message":7}', 'modern'))).toEqual({ message: 'crm asks' });
});

test('law: whatever a server asks, only who asks and the hop are put anew', () => {
  const params = fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(params, fc.string(), (rest, message) => {
      const asked = JSON.parse(JSON.stringify({ ...rest, message, mode: 'form' })) as JsonObject;
      const { _meta, task: _, ...kept } = asked;
      const text = JSON.stringify({ ...kept, _meta: { progressToken: 3, 'own/key': 1 } });
      expect(JSON.parse(shown(text, 'modern'))).toEqual({
        ...kept,
        message: `crm asks: ${message}`,
        _meta: { 'own/key': 1 },
      });
    }),
  );
});

test('a page has an id in the legacy protocol only', () => {
  const page = '{"mode":"url","url":"https://a.example","message":"m","elicitationId":"theirs"}';
  expect(JSON.parse(shown(page, 'legacy'))).toMatchObject({ elicitationId: 'theirs' });
  expect(JSON.parse(shown(page, 'modern'))).not.toHaveProperty('elicitationId');
  const bare = '{"mode":"url","url":"https://a.example","message":"m"}';
  expect(JSON.parse(shown(bare, 'legacy')).elicitationId).toMatch(/^[0-9a-f-]{36}$/);
});

test('nobody is asked to answer by a task, since tasks are not relayed', () => {
  expect(shown('{"message":"m", "task":{"ttl":1}}', 'legacy')).toBe('{"message":"crm asks: m"}');
  expect(shown('{"maxTokens":1,"task":{}}', 'legacy', 'sampling/createMessage')).toBe('{"maxTokens":1}');
  expect(shown('{"task":{"ttl":1}}', 'modern', 'roots/list')).toBe('{}');
});

test("the hop's own keys stay on it", () => {
  expect(shown('{"_meta":{"progressToken":1},"maxTokens":5}', 'legacy', 'sampling/createMessage')).toBe(
    '{"maxTokens":5}',
  );
  expect(shown('{"maxTokens":5}', 'legacy', 'sampling/createMessage')).toBe('{"maxTokens":5}');
});

test('a legacy client is asked on its own connection, for what it declared', async () => {
  const asking = new Asking();
  const open = (era: 'modern' | 'legacy', streams: boolean) => {
    const { visit, told } = visitOf({ era, streams, capabilities: { elicitation: {} } });
    return { put: liveQuestions(visit, asking, 60_000), told };
  };
  expect(open('modern', true).put).toBeUndefined();
  expect(open('legacy', false).put).toBeUndefined();
  const { put, told } = open('legacy', true);
  const params = { message: 'm' };
  const signal = new AbortController().signal;
  const sampled = await put?.({ upstream: 'crm', method: 'sampling/createMessage', params: {}, text: '{}' }, signal);
  expect(sampled).toMatchObject({ kind: 'error', code: -32601 });
  void put?.({ upstream: 'crm', method: 'elicitation/create', params, text: JSON.stringify(params) }, signal);
  expect(told).toMatchObject([{ method: 'elicitation/create', params: { message: 'crm asks: m' } }]);
});

test('questions that can be read are asked', () => {
  const good = { method: 'roots/list' };
  const asks = (value: object) => questionsOf('up', value as JsonObject, JSON.stringify(value));
  expect(asks({ inputRequests: { a: good, b: 'x', c: { method: 1 } } })).toEqual([
    ['a', { upstream: 'up', method: 'roots/list', params: {}, text: '{}' }],
  ]);
  const text = '{"inputRequests":{"a/b":{"method":"roots/list","params":{ "n": 12345678901234567890 }}}}';
  expect(questionsOf('up', JSON.parse(text) as JsonObject, text)[0]?.[1].text).toBe('{ "n": 12345678901234567890 }');
  expect(asks({})).toEqual([]);
});

test('what is no question, or asks with what is no object, is judged as it is sent', () => {
  const value = { inputRequests: { a: { method: 'foo/bar', params: {} }, b: { method: 'roots/list', params: 'x' } } };
  expect(questionsOf('up', value, JSON.stringify(value))).toEqual([
    ['b', { upstream: 'up', method: 'roots/list', params: {}, text: '{}' }],
  ]);
});
