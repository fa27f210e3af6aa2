import { expect, test } from 'vitest';
import { changeOf } from '../../src/upstream/offer.ts';

const tools = (...about: string[]): string[] =>
  about.map((description) => JSON.stringify({ name: 'mail', description }));

test('lets a call go to what it was judged by, and to what nobody knew', () => {
  expect(changeOf('post', 'mail', tools('a'), tools('a'))).toBeUndefined();
  expect(changeOf('post', 'fax', tools('a'), tools('b'))).toBeUndefined();
});

test('holds back a call whose tool changed, is gone, or cannot be known', () => {
  for (const after of [tools('b'), [], ['{"name":"mail"']])
    expect(changeOf('post', 'mail', tools('a'), after)).toMatchObject({
      kind: 'failed',
      reason: 'refused',
      acted: false,
    });
  expect(changeOf('post', 'mail', tools('a'), undefined)).toMatchObject({ reason: 'unreachable', acted: false });
});
