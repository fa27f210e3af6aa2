import { expect, test } from 'vitest';
import { auth } from '../../../src/config/auth.ts';
import { claimAt, scopesOf, subjectOf } from '../../../src/downstream/identity/subject.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const issuerOf = (more: object = {}) => {
  const [issuer] = auth.parse({ issuers: [{ issuer: 'https://idp.example', audience: ['x'], ...more }] }).issuers;
  if (issuer === undefined) throw new Error('no issuer');
  return issuer;
};
const read = (claims: JsonObject, more: object = {}) => subjectOf({ sub: 'ann', ...claims }, issuerOf(more));

test('a subject is somebody, and what acts for them is named, outermost first', () => {
  expect(read({})).toMatchObject({ id: 'ann', clientId: undefined, actors: [], purposes: undefined });
  for (const sub of ['', 7, 'x'.repeat(400), 'ann\nbob']) expect(read({ sub })).toBeUndefined();
  expect(read({ act: { sub: 'b', act: { client_id: 'c', act: { odd: 1 } } } })?.actors).toEqual(['b', 'c', '']);
  let deep: JsonObject = { sub: 'end' };
  for (let i = 0; i < 100; i++) deep = { sub: `s${i}`, act: deep };
  expect(read({ act: deep })?.actors).toHaveLength(5);
});

test.each([
  ['a control character', 'an\u0007n'],
  ['a turned direction', 'ann\u202egro.'],
  ['nothing to be seen', 'an\u200bn'],
  ['a line of its own', 'ann\u2028admin'],
  ['a filler', 'ann\u3164'],
  ['half a character', 'ann\ud800'],
])('a name with %s names nobody, whoever has it', (_what, name) => {
  expect(read({ sub: name })).toBeUndefined();
  expect(read({ client_id: name })?.clientId).toBeUndefined();
  expect(read({ act: { sub: name, act: { client_id: name, act: { sub: 'b' } } } })?.actors).toEqual(['', '', 'b']);
  expect(read({ sub: 'Ünal 漢字 o’Neil-محمد' })?.id).toBe('Ünal 漢字 o’Neil-محمد');
});

test.each([
  [{ client_id: 'a', azp: 'b' }, {}, 'a'],
  [{ azp: 'b' }, {}, 'b'],
  [{ appid: 'c' }, {}, 'c'],
  [{ cid: 'd' }, {}, 'd'],
  [{ client_id: 'a', app: { id: 'e' } }, { claims: { client: '/app/id' } }, 'e'],
  [{ client_id: 'a' }, { claims: { client: 'nowhere' } }, undefined],
  [{ client_id: 7 }, {}, undefined],
])('the client of %j, configured %j, is %s', (claims, more, client) => {
  expect(read(claims as JsonObject, more)?.clientId).toBe(client);
});

test.each([
  [{ scope: 'a  b' }, {}, ['a', 'b']],
  [{ scp: ['a', 7, 'b'] }, {}, ['a', 'b']],
  [{ scp: 'a b' }, {}, ['a', 'b']],
  [{ scope: 'a', realm_access: { roles: ['r'] } }, { scopes: '/realm_access/roles' }, ['r']],
  [{ scope: 7 }, {}, []],
])('the scopes of %j, configured %j, are %j', (claims, where, scopes) => {
  expect(scopesOf(claims as JsonObject, { claims: where })).toEqual(scopes);
});

test('scopes become purposes, each once; those that nobody mapped mean nothing', () => {
  const scopes = { 's:read': 'read', 's:look': 'read', 's:write': 'write' };
  expect(read({ scope: 's:look s:read admin openid' }, { scopes })?.purposes).toEqual(['read']);
  expect(read({ scope: 's:write s:read' }, { scopes })?.purposes).toEqual(['read', 'write']);
  expect(read({}, { scopes })?.purposes).toEqual([]);
});

test('a claim is found by its name first, and by a path only inside objects', () => {
  const claims: JsonObject = { 'https://acme.example/team': 'red', '/a/b': 'whole', a: { b: 'inner' }, list: ['x'] };
  expect(claimAt(claims, 'https://acme.example/team')).toBe('red');
  expect(claimAt(claims, '/a/b')).toBe('whole');
  expect(claimAt({ a: { b: 'inner' } }, '/a/b')).toBe('inner');
  for (const at of ['/a/c', '/list/0', 'toString', '/a/__proto__', 'a/b'])
    expect(claimAt({ a: {}, list: ['x'] }, at)).toBeUndefined();
});
