import { describe, expect, it } from 'vitest';
import { isBareOrder } from '../../../src/model/words/bare-order.ts';

describe('a bare order', () => {
  it.each([
    'approve or tell me why not',
    'please approve',
    'approve this, please, or decline',
    'bitte genehmigen oder sagen sie mir warum nicht',
    'merci de refuser ou dites-moi pourquoi',
  ])('names nothing: %j', (text) => {
    expect(isBareOrder(text)).toBe(true);
  });

  it.each([
    "reject ada brandt's, she had her share",
    'reject the one of ada',
    'please reject the first one',
    'reject everyone else',
    'approve mine and reject hers',
    'reject, as we said, ada',
    'ada brandt please reject',
    'reject 40',
    'reject it',
    'reject whoever wants more than four days',
    '',
  ])('is none that names something, or orders nothing: %j', (text) => {
    expect(isBareOrder(text)).toBe(false);
  });
});
