import { expect, test } from 'vitest';
import { questions } from '../../src/inspect/questions.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { callOf, kindsOf, lookAtCall } from './given.ts';

const asked = (params: JsonObject) => ({
  ...callOf(params, {}, '', 'elicitation/create'),
  origin: 'upstream' as const,
});
const form = (field: string, more: JsonObject = {}) => asked({ requestedSchema: { properties: { [field]: more } } });

test.each([
  [form('password')],
  [form('apiKey')],
  [form('access_token')],
  [form('cvv')],
  [form('value', { title: 'Your PIN' })],
  [form('value', { format: 'password' })],
  [form('recovery-phrase')],
])('a form for a secret is seen: %j', async (call) => {
  expect(kindsOf(await lookAtCall(questions, call))).toEqual(['elicitation.secret']);
});

test.each([
  [form('name')],
  [form('spinner')],
  [form('email', { title: 'E-mail' })],
  [form('tokens_used')],
  [form('opinion')],
])('any other form is not: %j', async (call) => {
  expect(kindsOf(await lookAtCall(questions, call))).toEqual([]);
});

test.each([
  ['javascript:alert(1)', true],
  ['http://example.com/', true],
  ['https://bank.example@evil.example/', true],
  ['data:text/html,x', true],
  ['not a page', true],
  ['https://example.com/sign-in?state=1', false],
  ['http://localhost:8080/callback', false],
  ['http://127.0.0.1:1/', false],
])('the page %s is one to warn of: %s', async (url, isBad) => {
  const kinds = kindsOf(await lookAtCall(questions, asked({ mode: 'url', url })));
  expect(kinds).toEqual(isBad ? ['elicitation.url'] : []);
});

test('what a client calls is none of its business', async () => {
  const call = callOf({ mode: 'url', url: 'javascript:1' }, {}, '', 'elicitation/create');
  expect(kindsOf(await lookAtCall(questions, call))).toEqual([]);
});
