import { expect, it } from 'vitest';
import { type Entry, RECORD_VERSION, sessionOf } from '../../src/model/record.ts';

// A pin: whoever changes the format of a record raises this, teaches readers the old one, and says so in docs/record.md.
it('is version 1', () => expect(RECORD_VERSION).toBe(1));

it('knows the session that an entry is about, and takes nothing but a text for one, whatever was written into a line', () => {
  const about = (session: unknown, kind = 'call') => sessionOf({ kind, session } as unknown as Entry);
  expect([about({ key: 'a', source: 'process' }), about('a', 'result')]).toEqual(['a', 'a']);
  for (const session of [7, { key: 7 }, { key: { a: 1 } }, null, [], {}]) expect(about(session)).toBeUndefined();
  expect(sessionOf({ kind: 'note', about: 'x', message: 'y' })).toBeUndefined();
});
