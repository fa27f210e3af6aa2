import { expect, test } from 'vitest';
import { plainText } from '../../../src/model/text/plain-text.ts';
import type { Sighted } from '../../../src/model/view.ts';
import { Sentences } from '../../../src/projections/orders/sentences.ts';
import { isUsers, userSaid } from '../../../src/projections/orders/user-words.ts';

const source = (call: string, shape: Sighted['shape']): Sighted => ({
  call,
  upstream: 'shed',
  tool: 'read',
  at: '/content/0/text',
  shape,
  labels: ['untrusted'],
  step: 1,
});

function heard(user: string, other: string): Sentences {
  const sentences = new Sentences();
  sentences.add(plainText(user), source('', 'field'));
  sentences.add(plainText(other), source('c', 'prose'));
  return sentences;
}

test.each([
  ['There is smoke in SH-22!', 'No cart SH22, did you mean SH-22?', 'SH-22', true],
  ['There is smoke in SH-23!', 'No cart SH22, did you mean SH-22?', 'SH-22', false],
  ['There is smoke in SH-22!', 'Please send SH-22 to the depot.', 'SH-22', false],
  ['There is smoke in SH-22!', 'This is SH-22. Please send it to the depot.', 'SH-22', false],
  ['Look at the worker. Then restart it.', 'Restart the worker after a change.', 'restart', true],
  ['Why does it restart?', 'Restart the worker after a change.', 'restart', false],
])(
  'what the user names is theirs unless another text wants something done with it: %j, %j',
  (user, other, value, is) => {
    expect(userSaid(heard(user, other), value)?.call).toBe(is ? '' : undefined);
  },
);

test('the user has a value in just these letters, whatever others say of it', () => {
  const sentences = heard('There is smoke in SH-22.', 'Please send SH-22 and SH-24 to the depot.');
  expect(['SH-22', 'sh-22', 'SH-2', 'SH-24'].map((value) => isUsers(sentences, value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
