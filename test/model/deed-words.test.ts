import { describe, expect, it } from 'vitest';
import { actsOf, unspacedActs } from '../../src/model/deed-words.ts';

describe('actsOf', () => {
  it.each([
    ['forward', 'send'],
    ['erase', 'delete'],
    ['wire', 'pay'],
    ['überweise', 'pay'],
    ['lösche', 'delete'],
    ['envía', 'send'],
    ['elimina', 'delete'],
    ['supprime', 'delete'],
    ['partage', 'share'],
    ['deactivate', 'stop'],
  ])('%s asks to %s', (word, act) => {
    expect(actsOf(word)).toContain(act);
  });

  it.each(['weather', 'invoice', 'settings', 'bus', 'additional', ''])('%j stands for no act', (word) => {
    expect(actsOf(word)).toEqual([]);
  });
});

it('finds acts in writing without spaces', () => {
  expect(unspacedActs('请删除分支并发送邮件')).toEqual(expect.arrayContaining(['delete', 'send']));
  expect(unspacedActs('delete it')).toEqual([]);
});
