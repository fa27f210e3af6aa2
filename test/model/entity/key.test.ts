import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXACT, exactKey, exactName, headOf, hostName, nameOf, urlName } from '../../../src/model/entity/key.ts';
import { exactKeyByForms } from '../entity-forms.ts';
import { wordy } from '../wordy.ts';

test('takes a whole text for the same whatever its case, width and space', () => {
  expect(exactKey('  Hello   World ')).toBe(exactKey('hello world'));
  expect(exactKey('ＨＥＬＬＯ')).toBe('exact:hello');
  expect(exactKey('abc')).toBeUndefined();
  expect(exactKey('    ')).toBeUndefined();
  expect(exactKey('x'.repeat(5000))?.length).toBeLessThan(60);
  expect(exactKey('x'.repeat(5000))).not.toBe(exactKey('x'.repeat(5001)));
});

test('exact keys do not depend on a second reading', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (text) => {
      const key = exactKey(text);
      if (key?.startsWith('exact:')) expect(exactKey(key.slice(6)) ?? key).toBe(key);
    }),
  );
});

test('are those that the whole text has by its forms, plain ones told by their letters included', () => {
  const text = fc.oneof(
    wordy,
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ minLength: 150, maxLength: 170 }),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(exactKey(value)).toBe(exactKeyByForms(value));
    }),
    { numRuns: 2_000 },
  );
});

test('have a head and a name, and are hashes where they are long', () => {
  const name = exactName('x'.repeat(190)) ?? '';
  expect(headOf(EXACT, name) + nameOf(EXACT, name)).toBe(exactKey('x'.repeat(190)));
  expect([headOf(EXACT, name), headOf(EXACT, 'short')]).toEqual(['sha:', 'exact:']);
});

test.each([
  ['WWW.Evil.Example.', 'evil.example'],
  ['WWW.Bücher.Example', 'xn--bcher-kva.example'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['ｅｖｉｌ.example', 'evil.example'],
  ['www.', ''],
  ['a', 'a'],
])('names the host %s', (host, name) => {
  expect(hostName(host)).toBe(name);
});

test.each([
  ['HTTPS://Ada@WWW.x.example:8/Y/#top', 'https://ada@www.x.example:8/Y'],
  ['https://www.x.example/', 'https://x.example'],
  ['https://Ann@Bücher.example:8/Ü', 'https://ann@xn--bcher-kva.example:8/Ü'],
  ['https://x.example/a?b=/c', 'https://x.example/a?b=/c'],
])('names the address %s', (url, name) => {
  expect(urlName(url)).toBe(name);
});
