import { expect, it } from 'vitest';
import { asksForAll, callFilter, checkedWords } from '../../../src/cli/record/call-filter.ts';

const mail = {
  agent: 'support',
  who: 'support (driver 1)',
  server: 'mail',
  tool: 'mail.send',
  effect: 'ask',
} as const;

it.each([
  [{}, true],
  [{ agent: 'support' }, true],
  [{ agent: 'driver' }, true],
  [{ agent: 'billing' }, false],
  [{ server: 'mail' }, true],
  [{ server: 'mai' }, false],
  [{ tool: '*.send' }, true],
  [{ tool: 'send' }, false],
  [{ effect: ['deny', 'ask'] }, true],
  [{ effect: ['deny'] }, false],
  [{ server: 'mail', effect: ['deny'] }, false],
])('%j chooses a call, or does not: %s', (wish, isChosen) => {
  expect(callFilter(wish)(mail)).toBe(isChosen);
});

it('chooses nothing by what is not known of it', () => {
  for (const wish of [{ agent: 'a' }, { server: 'a' }, { tool: '*' }, { effect: ['allow'] }])
    expect(callFilter(wish)({})).toBe(false);
  expect(callFilter({})({})).toBe(true);
});

it('asks for all only where nothing chooses, and then every call is chosen', () => {
  expect(asksForAll({})).toBe(true);
  for (const wish of [{ agent: '' }, { server: 'a' }, { tool: '*' }, { effect: [] }])
    expect(asksForAll(wish)).toBe(false);
});

it('refuses words that mean nothing, with what is near', () => {
  expect(() => callFilter({ effect: ['dney'] })).toThrow(/--effect dney is not known.*did you mean "deny"/);
  expect(checkedWords('--x', ['b'], ['a', 'b'])).toEqual(['b']);
});
