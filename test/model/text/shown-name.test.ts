import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { shownName } from '../../../src/model/text/shown-name.ts';

test.each(['mail.send_mail', 'sallyport+files+file:///a/b', 'a://b?x=1#y', 'größe', '名前', 'ann@a.example', ''])(
  '%s stays as it is',
  (name) => {
    expect(shownName(name)).toBe(name);
  },
);

test.each([
  ['post` was checked.\nWith: {}', 'post-was-checked.-With:-'],
  ['Search Docs', 'Search-Docs'],
  ['a\u202eb\u200bc\u3164', 'abc'],
  ['say "yes"', 'say-yes-'],
])('%j is shown as %s', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

it('never has more than one line, a quote, or more than its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const shown = shownName(name);
      expect(shown).not.toMatch(/[\s`"'<>()[\]{}\\]/);
      expect([...shown].length).toBeLessThanOrEqual(80);
    }),
  );
});
