import { expect, test } from 'vitest';
import { ShownLists } from '../../../src/app/serving/shown-lists.ts';
import { LISTS_KEPT } from '../../../src/downstream/era.ts';
import type { Session } from '../../../src/model/call.ts';

const one: Session = { key: 'one', source: 'principal' };
const other: Session = { key: 'other', source: 'principal' };

test('a list is outdated for whoever was shown it before it changed, until they are shown it again', () => {
  const lists = new ShownLists(() => 0);
  lists.changed('tools');
  lists.show('tools', one);
  expect(lists.isOutdated('tools', one)).toBe(false);
  lists.changed('tools');
  expect(lists.isOutdated('tools', one)).toBe(true);
  expect(lists.isOutdated('prompts', one)).toBe(false);
  // Who was shown nothing has nothing that is old.
  expect(lists.isOutdated('tools', other)).toBe(false);
});

test('templates are part of the resources', () => {
  const lists = new ShownLists(() => 0);
  lists.show('resourceTemplates', one);
  lists.changed('resources');
  expect(lists.isOutdated('resources', one)).toBe(true);
});

test('of those who share a session one may still have what another has read anew, for as long as lists are kept', () => {
  let now = 0;
  const lists = new ShownLists(() => now);
  lists.show('tools', one);
  lists.changed('tools');
  lists.show('tools', one);
  lists.show('tools', one);
  now = LISTS_KEPT - 1;
  expect(lists.isOutdated('tools', one)).toBe(true);
  now = LISTS_KEPT;
  expect(lists.isOutdated('tools', one)).toBe(false);
  lists.show('tools', one);
  expect(lists.isOutdated('tools', one)).toBe(false);
});

test('of ever more sessions those are remembered that were shown something last', () => {
  const lists = new ShownLists(() => 0);
  const session = (n: number): Session => ({ key: `${n}`, source: 'principal' });
  lists.show('tools', one);
  for (let n = 0; n < 9_999; n++) lists.show('tools', session(n));
  lists.show('tools', one);
  lists.show('tools', session(9_999));
  lists.changed('tools');
  expect([one, session(0), session(1)].map((each) => lists.isOutdated('tools', each))).toEqual([true, false, true]);
});
