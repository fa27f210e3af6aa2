import { describe, expect, it } from 'vitest';
import { isTelling, isTold } from '../../src/projections/told-act.ts';

describe('isTold', () => {
  it.each([
    ['mail was slow', true],
    ['order ** was late', true],
    ['order ** o-520 was late', true],
    ['payment received', true],
    ['payment received , thanks', true],
    ['mail updated lists', false],
    ['mail attached , to ada', false],
    ['order the room that was full', false],
    ['pay 12 and 13 was right', false],
    ['pay', false],
  ])('%j: %j', (words, is) => {
    expect(isTold(words.split(' '), 1)).toBe(is);
  });
});

describe('isTelling', () => {
  it.each([
    ['update us every hour', true],
    ['update me', true],
    ['update me to owner', false],
    ['update it daily', false],
    ['change us daily', false],
  ])('%j: %j', (words, is) => {
    const [word = '', ...rest] = words.split(' ');
    expect(isTelling(word, [word, ...rest], 0)).toBe(is);
  });
});
