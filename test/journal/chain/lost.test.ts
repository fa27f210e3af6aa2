import { expect, it } from 'vitest';
import { lostEntry } from '../../../src/journal/chain/lost.ts';

it('marks what was lost as untrusted, once', () => {
  expect(lostEntry('c', 's', ['pii'])).toMatchObject({ labels: ['pii', 'untrusted'] });
  expect(lostEntry('c', 's', ['untrusted'])).toMatchObject({ labels: ['untrusted'] });
});
