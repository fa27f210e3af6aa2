import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, MOST_DEPTH, parseStrict } from '../../../src/model/json/parse.ts';
import { jsonText } from '../arbitrary.ts';

describe('parseStrict', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(parseStrict(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof parseStrict(text).ok).toBe('boolean');
      }),
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"x":[{"a":1,"\\u0061":2}]}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":{"b":1,"c":2,"b":3}}',
  ])('refuses %s: a key stands twice', (text) =>
    expect(parseStrict(text)).toMatchObject({ ok: false, fault: 'duplicate-key' }),
  );

  it('refuses a nesting that a recursive reader could not stand, before it parses', () => {
    expect(parseStrict('['.repeat(MOST_DEPTH) + ']'.repeat(MOST_DEPTH)).ok).toBe(true);
    expect(parseStrict('['.repeat(1_000_000))).toMatchObject({ ok: false, fault: 'depth' });
  });
});

describe('jsonOf', () => {
  it('is the value of a text, and nothing where that is none', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonOf(text)).toEqual(JSON.parse(text));
      }),
    );
    for (const text of ['', ' ', '{', 'undefined', '{"a":1}x', "{'a':1}"]) expect(jsonOf(text)).toBeUndefined();
  });
});
