import { expect, test } from 'vitest';
import { purpose } from '../../src/inspect/purpose.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { callOf, kindsOf, lookAtCall, viewOf } from './given.ts';

const declared = new Set(['server.send']);
const seen = async (name: string, facts: Partial<ToolFacts>, view = viewOf({}, { declared })) =>
  kindsOf(await lookAtCall(purpose, callOf({}, facts, name), view));

test('sees an act that the session was not declared to need', async () => {
  for (const power of ['write', 'destructive', 'execute'] as const)
    expect(await seen('delete', { powers: [power] })).toEqual(['purpose.outside']);
  expect(await seen('post', { powers: ['external'], roles: { '/to': 'destination' } })).toEqual(['purpose.outside']);
});

test('sees nothing in what was declared, in what only reads, or where nothing was declared', async () => {
  expect(await seen('send', { powers: ['write', 'external'] })).toEqual([]);
  expect(await seen('list', { powers: ['read'] })).toEqual([]);
  expect(await seen('fetch', { powers: ['read', 'external'], roles: { '/url': 'destination' } })).toEqual([]);
  expect(await seen('delete', { powers: ['destructive'] }, viewOf())).toEqual([]);
});

test('leaves what a server asks to others', async () => {
  const asked = { ...callOf({}, { powers: ['write'] }, 'delete'), origin: 'upstream' as const };
  expect(await lookAtCall(purpose, asked, viewOf({}, { declared }))).toEqual({});
});

test('sees what would have widened a session, whatever the call does', async () => {
  const view = viewOf({}, { overruled: 'mail.send' });
  expect(await seen('list', { powers: ['read'] }, view)).toEqual(['purpose.widening']);
  expect(await seen('delete', { powers: ['write'] }, viewOf({}, { declared, overruled: 'x' }))).toEqual([
    'purpose.widening',
    'purpose.outside',
  ]);
});
