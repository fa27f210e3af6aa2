import { expect, test } from 'vitest';
import { createFront } from '../../../src/downstream/front.ts';
import { scopesForCall, scopesToEnter } from '../../../src/downstream/identity/scopes.ts';
import type { Proof } from '../../../src/downstream/identity.ts';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import { frontOptions, Stand } from '../stand.ts';

const offers = { 's:echo': 'only_echo', 's:held': 'only_held', 's:odd': 'only_odd' };
const proofOf = (purposes: readonly string[] | undefined): Proof => ({
  transport: 'http',
  subject: { issuer: 'https://idp.example', id: 'ann', clientId: 'desk', actors: [], purposes, offers, claims: {} },
});
const front = (agents: object = {}) => createFront(frontOptions(new Stand(), { agents }));
const call = (name: string, method = 'tools/call') => {
  const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { name, arguments: {} } }));
  if (!read.ok) throw new Error('no frame');
  return read.frame;
};

test('at the door, a token needs one scope that means something', () => {
  expect(scopesToEnter(front(), proofOf(['only_odd']))).toBeUndefined();
  expect(scopesToEnter(front(), proofOf([]))).toEqual(['s:echo', 's:held', 's:odd']);
  expect(scopesToEnter(front(), proofOf(undefined))).toBeUndefined();
  expect(scopesToEnter(front(), { transport: 'http', token: 'ci' })).toBeUndefined();
  const agents = { desk: { match: { clientId: 'desk' }, purpose: 'only_held' } };
  expect(scopesToEnter(front(agents), proofOf(['only_echo']))).toEqual(['s:held']);
});

test('for a call, the scopes are named that would grant it and that its agent may have', () => {
  expect(scopesForCall(front(), proofOf(['only_echo']), call('s__echo'))).toBeUndefined();
  expect(scopesForCall(front(), proofOf(['only_echo']), call('s__held'))).toEqual(['s:held']);
  expect(scopesForCall(front(), proofOf(['only_echo']), call('s__refused'))).toBeUndefined();
  expect(scopesForCall(front(), proofOf(['only_echo']), call('s__nothing'))).toBeUndefined();
  expect(scopesForCall(front(), proofOf(['only_echo']), call('s__held', 'tools/list'))).toBeUndefined();
  expect(scopesForCall(front(), proofOf(undefined), call('s__held'))).toBeUndefined();
  const agents = { desk: { match: { clientId: 'desk' }, purpose: 'only_echo' } };
  expect(scopesForCall(front(agents), proofOf(['only_echo']), call('s__held'))).toBeUndefined();
});
