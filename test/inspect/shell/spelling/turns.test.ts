import { expect, test } from 'vitest';
import { Turns } from '../../../../src/inspect/shell/spelling/turns.ts';

const all = (...sizes: number[]): string[] => {
  const turns = new Turns();
  const seen: string[] = [];
  do seen.push(sizes.map((size, i) => turns.digit(`v${i}`, size)).join(''));
  while (turns.next());
  return seen;
};

test('every value of each variable is had with every other', () => {
  expect(all()).toEqual(['']);
  expect(all(1)).toEqual(['0']);
  expect(all(2, 3)).toEqual(['00', '10', '01', '11', '02', '12']);
});

test('says whether there are more than were had', () => {
  const isCut = (of: number): boolean => {
    const turns = new Turns();
    do turns.digit('a', of);
    while (turns.next());
    return turns.isCut;
  };
  expect([1, 32, 33].map(isCut)).toEqual([false, false, true]);
});

test('and no more of them than one has time for', () => {
  expect(all(10, 10, 10)).toHaveLength(32);
});
