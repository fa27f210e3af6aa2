import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeEntry } from '../../../src/journal/chain/compact.ts';
import { decodeLine, digestOf, lineBody, lineEnd, readLine } from '../../../src/journal/chain/line.ts';
import { anyEntry } from '../entries.ts';

const PREV = 'p'.repeat(43);
const lineOf = (text: string): string => {
  const body = lineBody('w1', 7, 1_700_000_000_000, PREV, text);
  return `${body}${lineEnd(digestOf(body))}`.slice(0, -1);
};
const NOTE = '{"kind":"note","about":"a","message":"b"}';

it('reads back any record it wrote, as it was', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const line = lineOf(encodeEntry(entry));
      expect(line).not.toContain('\n');
      const read = readLine(line);
      expect(read?.intact).toBe(true);
      expect(read?.record).toStrictEqual({
        ...read?.record,
        v: 1,
        writer: 'w1',
        seq: 7,
        at: 1_700_000_000_000,
        prev: PREV,
        entry,
      });
    }),
  );
});

it('has one spelling: any character that is changed, added or removed breaks it', () => {
  const line = lineOf(NOTE);
  fc.assert(
    fc.property(fc.nat(line.length - 1), fc.string({ unit: 'grapheme-ascii', maxLength: 2 }), (at, put) => {
      const changed = line.slice(0, at) + put + line.slice(at + 1);
      fc.pre(changed !== line);
      let intact: boolean | undefined = false;
      try {
        intact = readLine(changed)?.intact;
      } catch {
        // A higher version is refused by name.
      }
      expect(intact ?? false).toBe(false);
    }),
  );
});

it('refuses a record of a later version, and says what to do', () => {
  expect(() => decodeLine(lineOf(NOTE).replace('"v":1', '"v":2'))).toThrow(/version 2.*update/);
});

it.each([
  '',
  'null',
  '3',
  '[]',
  '{}',
  '{"v":1}',
  '{"v":1,"writer":"w","seq":0,"at":0,"prev":"","hash":"","entry":null}',
])('takes %s for no record', (text) => {
  expect(decodeLine(text)).toBeUndefined();
});
