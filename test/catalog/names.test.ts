import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedName, isNamedAfter, LONGEST_NAME, unionName } from '../../src/catalog/names.ts';

const server = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]|_[A-Za-z0-9-])*_?$/).filter((name) => name.length <= 40);
const shortWord = fc.stringMatching(/^[a-c_-]{1,4}$/);
/** Names made to be mistaken for others: hashed ones, ones that begin or end with the separator. */
const adversarial = fc.tuple(server, fc.string({ maxLength: 30 })).chain(([name, tool]) => {
  const made = hashedName(name, tool);
  return fc.constantFrom(
    made,
    made.slice(made.indexOf('__') + 2),
    `_${tool}`,
    `__${tool}`,
    `${tool}__`,
    unionName(name, tool),
  );
});
const tool = fc.oneof(
  fc.stringMatching(/^[a-z]+(_[a-z]+)*$/),
  shortWord,
  adversarial,
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ minLength: 150, maxLength: 200 }),
  fc.constantFrom('', '.', 'a.b', 'a-b', 'a b', 'ä', '名前', '__proto__', 'constructor'),
);

describe('names in the union', () => {
  it.each([
    ['files', 'read_file', 'files__read_file'],
    ['my-crm', 'get-contact', 'my-crm__get-contact'],
    ['a', '_b', 'a___b'],
  ])('shows %s and %s as %s', (from, own, shown) => {
    expect(unionName(from, own)).toBe(shown);
  });

  it('keeps what a shortened name is about readable', () => {
    expect(unionName('google-workspace', 'create_recurring_calendar_event_with_participants')).toMatch(
      /^google-workspace__create_recurring_c_h[a-v0-9]{10}$/,
    );
    expect(unionName('git', 'Größe_ändern')).toMatch(/^git__Grosse_andern_h[a-v0-9]{10}$/);
    // What becomes the same letters is still told apart.
    expect(unionName('git', 'Größe')).not.toBe(unionName('git', 'Grösse'));
    expect(unionName('files', 'dir.list')).toMatch(/^files__dir-list_h[a-v0-9]{10}$/);
  });

  it('is injective, also over names made to collide', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(server, shortWord), tool), { minLength: 2, maxLength: 40 }), (pairs) => {
        const table = new Map<string, string>();
        for (const [from, own] of pairs) {
          const shown = unionName(from, own);
          const pair = JSON.stringify([from, own]);
          expect(table.get(shown) ?? pair).toBe(pair);
          table.set(shown, pair);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tells apart servers that end where tools begin', () => {
    const shown = [
      ['a', '_b'],
      ['a_', 'b'],
      ['a', '__b'],
      ['a_', '_b'],
      ['a__', 'b'],
    ].map(([from, own]) => unionName(from as string, own as string));
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('are known by the server that they begin with, shortened ones too', () => {
    for (const [server, name] of [
      ['mail', 'send'],
      ['my server', 'a b'],
      ['a-very-long-name-of-a-server', 'x'],
    ] as const)
      expect(isNamedAfter(server, unionName(server, name))).toBe(true);
    expect(isNamedAfter('mail', unionName('mails', 'send'))).toBe(false);
    expect(isNamedAfter('mail', 'send')).toBe(false);
  });

  it('fits what clients leave us, in the characters that they allow', () => {
    fc.assert(
      fc.property(server, tool, (from, own) => {
        const shown = unionName(from, own);
        expect(shown).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(shown.length).toBeLessThanOrEqual(LONGEST_NAME);
        expect(unionName(from, own)).toBe(shown);
      }),
    );
  });

  it('never shows a plain name that looks hashed, and gives nobody the names of our own tools', () => {
    const hashed = unionName('files', 'dir.list');
    expect(unionName('files', hashed.slice('files__'.length))).not.toBe(hashed);
    expect(unionName('sallyport', 'resume')).not.toBe('sallyport__resume');
  });
});
