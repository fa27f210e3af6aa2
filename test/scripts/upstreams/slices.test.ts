import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { items, members, valueAt } from '../../../scripts/upstreams/slices.mjs';

const spaced = (value: unknown): string => JSON.stringify(value, undefined, 2);

describe('slices of JSON text', () => {
  it('are what was written, whatever stands inside', () => {
    const text = ' { "a\\u0062" : 12345678901234567890 ,"s":"}],{[\\"\\\\", "o":{"x":[1, {"y":"]"}]}, "t":true }';
    expect(members(text)).toEqual([
      ['ab', '12345678901234567890'],
      ['s', '"}],{[\\"\\\\"'],
      ['o', '{"x":[1, {"y":"]"}]}'],
      ['t', 'true'],
    ]);
    expect(items('[ 1.0 ,"a,]", [], {} ,null]')).toEqual(['1.0', '"a,]"', '[]', '{}', 'null']);
    expect(valueAt(text, 'o', 'x')).toBe('[1, {"y":"]"}]');
    expect(valueAt(text, 'o', 'x', 'y')).toBeUndefined();
    expect(valueAt(text, 'none')).toBeUndefined();
  });

  it('put together say what the whole says', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(JSON.stringify, spaced),
        (value, write) => {
          const rebuilt = members(write(value)).map(([key, text]) => [key, JSON.parse(text) as unknown]);
          expect(Object.fromEntries(rebuilt)).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(JSON.stringify, spaced), (value, write) => {
        expect(items(write(value)).map((text) => JSON.parse(text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it.each(['7', '[1', '{"a":"b', '{"a":{'])('are refused of what is none: %s', (text) => {
    expect(() => (text.startsWith('[') ? items(text) : members(text))).toThrow(/JSON|object/);
  });
});
