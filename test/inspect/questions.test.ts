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

test.each([
  [{ url: 'javascript:alert(1)' }, ['elicitation.url']],
  [{ mode: 'form', url: 'http://example.com/' }, ['elicitation.url']],
  [{ mode: 'URL', url: 'javascript:alert(1)' }, ['elicitation.odd', 'elicitation.url']],
  [{ mode: 'URL', url: 'https://example.com/' }, ['elicitation.odd']],
  [{ mode: null }, ['elicitation.odd', 'elicitation.url']],
  [{ mode: 'url' }, ['elicitation.url']],
  [{ mode: 'url', url: 'https://example.com/', requestedSchema: { properties: { pin: {} } } }, ['elicitation.secret']],
  [{ mode: 'form', requestedSchema: { properties: { name: {} } } }, []],
])('what could be a page is looked at as one: %j', async (params, kinds) => {
  expect(kindsOf(await lookAtCall(questions, asked(params as JsonObject)))).toEqual(kinds);
});

const NAME = { type: 'string' };
test.each([
  [{ properties: [{ name: 'password' }] }, true],
  [{ properties: { login: { type: 'object', properties: { password: {} } } } }, true],
  [{ properties: { login: { properties: { password: {} } } } }, true],
  [{ properties: { login: { $ref: '#/$defs/login' } } }, true],
  [{ properties: { logins: { type: 'array', items: { type: 'string' } } } }, true],
  [{ properties: { login: 'password' } }, true],
  [{ properties: { login: { anyOf: [{ type: 'object' }] } } }, true],
  [{ properties: {}, allOf: [{ properties: { password: {} } }] }, true],
  [{ type: 'array', items: {} }, true],
  ['password', true],
  [{ type: 'object', properties: { name: NAME, age: { type: 'integer' }, sure: { type: 'boolean' } } }, false],
  [{ type: 'object', properties: { one: { type: 'string', oneOf: [{ const: 'a', title: 'A' }] } } }, false],
  [{ properties: { many: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } } } }, false],
  [{ properties: { many: { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } } } }, false],
  [{ properties: { left: { anyOf: [NAME, { type: 'null' }] }, out: { type: ['string', 'null'] } } }, false],
  [{}, false],
])('a schema that is no flat form is seen: %j is one: %s', async (requestedSchema, isOdd) => {
  const kinds = kindsOf(await lookAtCall(questions, asked({ requestedSchema })));
  expect(kinds).toEqual(isOdd ? ['elicitation.odd'] : []);
});

test('a message asks for a secret only where something can be typed', async () => {
  const message = 'Enter your GitHub password to continue';
  const of = async (field: JsonObject) =>
    lookAtCall(questions, asked({ message, requestedSchema: { properties: { field } } }));
  expect((await of({ type: 'string' })).findings).toMatchObject([{ kind: 'elicitation.secret', at: '/message' }]);
  expect(kindsOf(await of({ type: 'boolean' }))).toEqual([]);
  expect(kindsOf(await of({ enum: ['yes', 'no'] }))).toEqual([]);
  expect(kindsOf(await lookAtCall(questions, asked({ message })))).toEqual(['elicitation.secret']);
});

test('what a client calls is none of its business', async () => {
  const call = callOf({ mode: 'url', url: 'javascript:1' }, {}, '', 'elicitation/create');
  expect(kindsOf(await lookAtCall(questions, call))).toEqual([]);
});
