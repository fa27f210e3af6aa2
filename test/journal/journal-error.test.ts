import { expect, it } from 'vitest';
import { JournalError } from '../../src/journal/journal-error.ts';

it('carries its code and its cause', () => {
  const cause = new Error('why');
  const error = new JournalError('journal.key', 'no key', cause);
  expect(error).toMatchObject({ name: 'JournalError', code: 'journal.key', message: 'no key', cause });
  expect('cause' in new JournalError('journal.key', 'no key')).toBe(false);
});
