import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAsking } from '../../src/downstream/asking.ts';
import { canBeAsked, fitQuestion, liveQuestions } from '../../src/downstream/question.ts';
import type { Visit } from '../../src/downstream/visit.ts';
import type { JsonObject } from '../../src/model/json.ts';

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
      const { _meta, ...kept } = asked;
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

test("the hop's own keys stay on it", () => {
  expect(shown('{"_meta":{"progressToken":1},"maxTokens":5}', 'legacy', 'sampling/createMessage')).toBe(
    '{"maxTokens":5}',
  );
  expect(shown('{"maxTokens":5}', 'legacy', 'sampling/createMessage')).toBe('{"maxTokens":5}');
});

test('who declares nothing cannot be asked', () => {
  expect(canBeAsked({ tools: {} })).toBe(false);
  for (const capability of ['elicitation', 'sampling', 'roots']) expect(canBeAsked({ [capability]: {} })).toBe(true);
});

test('a legacy client is asked on its own connection, for what it declared', async () => {
  const told: { id: string; method: string }[] = [];
  const reply = {
    streams: true,
    end: () => {},
    drop: () => {},
    tell: (text: string) => void told.push(JSON.parse(text)),
  };
  const visit = (era: 'modern' | 'legacy', streams: boolean) =>
    ({
      reply: { ...reply, streams },
      dress: { era, server: '{}' },
      envelope: { era, capabilities: { elicitation: {} }, client: undefined, logLevel: undefined },
    }) as unknown as Visit;
  const asking = createAsking();
  expect(liveQuestions(visit('modern', true), asking, 60_000)).toBeUndefined();
  expect(liveQuestions(visit('legacy', false), asking, 60_000)).toBeUndefined();
  const put = liveQuestions(visit('legacy', true), asking, 60_000);
  const params = { message: 'm' };
  const signal = new AbortController().signal;
  const sampled = await put?.({ upstream: 'crm', method: 'sampling/createMessage', params: {}, text: '{}' }, signal);
  expect(sampled).toMatchObject({ kind: 'error', code: -32601 });
  void put?.({ upstream: 'crm', method: 'elicitation/create', params, text: JSON.stringify(params) }, signal);
  expect(told).toMatchObject([{ method: 'elicitation/create', params: { message: 'crm asks: m' } }]);
});
