import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterSpace,
  afterString,
  afterValue,
  census,
  itemTexts,
  memberAt,
  members,
} from '../../../src/model/text/scan.ts';
import { jsonText, object, stringText } from '../arbitrary.ts';

describe('scan', () => {
  it('finds the items of an array with their text untouched', () => {
    fc.assert(
      fc.property(fc.array(jsonText(2)), fc.constantFrom('', ' ', '\n'), (items, space) => {
        expect(itemTexts(`${space}[${space}${items.join(`${space},${space}`)}${space}]`)).toEqual(items);
      }),
    );
    expect(itemTexts('{"a":1}')).toEqual([]);
  });

  it('finds the end of any string', () => {
    fc.assert(
      fc.property(stringText, fc.string(), (text, rest) => {
        expect(afterString(text + rest, 0)).toBe(text.length);
      }),
    );
  });

  it('finds the end of any value, whatever follows it', () => {
    fc.assert(
      fc.property(jsonText(), fc.constantFrom(',', ']', '}', ' ', ''), (text, rest) => {
        expect(afterValue(text + rest, 0)).toBe(text.length);
      }),
    );
  });

  it('finds each member where JSON.parse finds it, with its text untouched', () => {
    fc.assert(
      fc.property(object(jsonText(3)), (text) => {
        const value = JSON.parse(text) as { [key: string]: unknown };
        const found = members(text);
        expect([...(found?.keys() ?? [])].sort()).toEqual(Object.keys(value).sort());
        for (const [key, span] of found ?? []) {
          expect(JSON.parse(text.slice(span.start, span.end))).toEqual(value[key]);
        }
      }),
    );
  });

  it('answers undefined for what is no object', () => {
    expect(members('[1]')).toBeUndefined();
    expect(members('"{}"')).toBeUndefined();
    expect(members('  { }')?.size).toBe(0);
  });

  it('finds one member where all of them would be found, however its name is spelled', () => {
    fc.assert(
      fc.property(object(jsonText(2)), fc.string(), (text, absent) => {
        const all = members(text) ?? new Map();
        for (const [name, span] of all) expect(memberAt(text, 0, name)).toEqual(span);
        if (!all.has(absent)) expect(memberAt(text, 0, absent)).toBeUndefined();
      }),
    );
    expect(memberAt('{"p\\u0061rams":[1], "x":2}', 0, 'params')).toEqual({ start: 15, end: 18 });
    expect(memberAt('{"\\n":1}', 0, '\\n')).toBeUndefined();
  });

  it('takes a name with an escape that JSON has not for one that nobody looks for', () => {
    const text = '{"\\q":1,"\\u12":2,"id":3}';
    expect(memberAt(text, 0, 'id')).toEqual({ start: 22, end: 23 });
    expect([...(members(text) ?? [])].length).toBe(3);
    expect(memberAt(text, 0, 'q')).toBeUndefined();
  });

  it('counts members and depth, and is not fooled by what stands in strings', () => {
    expect(census('{"a":{"b:{":[1,{"c":"}:"}]}}')).toEqual({ members: 3, depth: 4 });
    expect(census('"{:"')).toEqual({ members: 0, depth: 0 });
  });

  it('skips every kind of space', () => {
    expect(afterSpace(' \t\r\n x', 0)).toBe(5);
  });
});
