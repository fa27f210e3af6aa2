import { describe, expect, it } from 'vitest';
import { asksForNews, isDue, isTold } from '../../../src/projections/orders/told-act.ts';

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
    ['mail', false],
    // What is only done is no thing of which anything is told.
    ['forward received , unread letters', false],
    ['refund paid ( and shipped ) orders', false],
    ['cancel 12 was agreed', false],
  ])('%j: %j', (words, is) => {
    expect(isTold(words.split(' '), 0)).toBe(is);
  });
});

describe('isDue', () => {
  it.each([
    ['to', true],
    ['due', true],
    ['slow', false],
    ['ada@ours.example', true],
    ['ours.example', true],
    ['de89', true],
    ['00447700900123', true],
    ['o-520', false],
    ['10', false],
    ['late.', false],
    ['together', false],
  ])('%j: %j', (word, is) => {
    expect(isDue(word)).toBe(is);
  });
});

describe('asksForNews', () => {
  it.each([
    ['update us every hour', true],
    ['update me', true],
    ['update me to owner', false],
    ['update it daily', false],
    ['change us daily', false],
  ])('%j: %j', (words, is) => {
    const [word = '', ...rest] = words.split(' ');
    expect(asksForNews(word, [word, ...rest], 0)).toBe(is);
  });
});
