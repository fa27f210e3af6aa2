import { expect, test } from 'vitest';
import { foreign } from '../../src/inspect/foreign.ts';
import { NO_MEMORY, type View } from '../../src/model/view.ts';
import { callOf, kindsOf, lookAtCall, viewOf } from './given.ts';

const theirs = { isForeign: (key: string) => key === 'email:ann@ours.example' };
const seen = async (args: Record<string, string>, more: Partial<View> = {}) =>
  kindsOf(
    await lookAtCall(foreign, callOf(args, { powers: ['external'] }, 'send'), viewOf({}, { ...theirs, ...more })),
  );

test('sees a value that another session has read, wherever it stands in the arguments', async () => {
  expect(await seen({ to: 'Ann@Ours.example' })).toEqual(['session.foreign']);
  expect(await seen({ body: 'please ask ann@ours.example about it' })).toEqual(['session.foreign']);
});

test('sees nothing in what this session has read or was told, in other values, or where it cannot know', async () => {
  const memory = { ...NO_MEMORY, find: (key: string) => (key === 'email:ann@ours.example' ? [SIGHTED] : []) };
  expect(await seen({ to: 'ann@ours.example' }, { memory })).toEqual([]);
  expect(await seen({ to: 'bob@ours.example' })).toEqual([]);
  expect(await seen({ to: 'ann@ours.example' }, { incomplete: true })).toEqual([]);
  const call = callOf({ to: 'ann@ours.example' }, {}, 'send');
  expect(await lookAtCall(foreign, call, viewOf())).toEqual({});
});

const SIGHTED = { call: 'c', upstream: 'crm', tool: 'find', at: '/x', shape: 'field', labels: [], step: 1 } as const;

test('leaves what a server asks to others', async () => {
  const asked = { ...callOf({ to: 'ann@ours.example' }, {}, 'send'), origin: 'upstream' as const };
  expect(await lookAtCall(foreign, asked, viewOf({}, theirs))).toEqual({});
});
