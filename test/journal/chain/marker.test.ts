import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  closedNote,
  END,
  headText,
  isAbandonment,
  isEnd,
  parseClosed,
  parseHead,
} from '../../../src/journal/chain/marker.ts';

it('reads back the heads it writes, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1, max: 1e9 }), fc.stringMatching(/^[\w-]{0,43}$/), (seq, hash) => {
      expect(parseHead(headText({ seq, hash }))).toEqual({ seq, hash });
      expect(parseClosed(closedNote('w1', { seq, hash }))).toEqual({ writer: 'w1', head: { seq, hash } });
    }),
  );
  for (const text of ['', 'x', '1', '1:a b', '-2:a', ':a']) expect(parseHead(text)).toBeUndefined();
});

it('takes only its own notes for marks', () => {
  expect(isEnd(END)).toBe(true);
  expect(isEnd({ kind: 'note', about: 'ending', message: '' })).toBe(false);
  expect(isAbandonment({ kind: 'note', about: 'abandoned', message: '' })).toBe(true);
  expect(parseClosed({ kind: 'note', about: 'closed', message: 'nonsense' })).toBeUndefined();
  expect(parseClosed(END)).toBeUndefined();
});
