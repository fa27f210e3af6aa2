import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSameJson,
  type Json,
  leaves,
  placeOf,
  pointerKey,
  pointerKeys,
  Values,
  valueAt,
} from '../../src/model/json.ts';
import { saysMore } from '../../src/model/words/member-name.ts';

describe('two values', () => {
  const parsed = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
  const reversed = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, one]) => [name, reversed(one)]),
    );
  };

  it('are the same whatever the order of their members', () => {
    fc.assert(
      fc.property(parsed, (value) => {
        expect(isSameJson(value, reversed(value))).toBe(true);
      }),
    );
  });

  it('differ where anything in one is otherwise in the other', () => {
    fc.assert(
      fc.property(parsed, parsed, (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(isSameJson(one, other)).toBe(isSame);
        expect(isSameJson({ a: [one, 1] }, { a: [other, 1] })).toBe(isSame);
      }),
    );
    const own = JSON.parse('{"__proto__":{}}') as Json;
    for (const [one, other] of [
      [{}, []],
      [[], {}],
      [{ a: 1 }, { b: 1 }],
      [own, { a: {} }],
      [{ a: 1 }, own],
      [null, {}],
    ] as const)
      expect(isSameJson(one, other)).toBe(false);
  });

  it('are taken for different where they nest too deep to be compared', () => {
    let [one, other]: [Json, Json] = [1, 1];
    for (let i = 0; i < 100_000; i++) [one, other] = [[one], [other]];
    expect(isSameJson(one, other)).toBe(false);
  });
});

const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, sorted(one)]);
  // In an object of its own: the members of an empty one would be an empty list.
  return { members };
};

describe('pointers', () => {
  it('name every string of a value, keys included', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const root = JSON.parse(JSON.stringify(value)) as Json;
        for (const leaf of leaves(root)) {
          if (leaf.key) expect(pointerKeys(leaf.at).at(-1)).toBe(leaf.text);
          else expect(valueAt(root, leaf.at)).toBe(leaf.text);
        }
      }),
    );
  });

  it('find as many strings as JSON.stringify visits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const root = JSON.parse(JSON.stringify(value)) as Json;
        let count = 0;
        JSON.stringify(root, (_key, item: unknown) => {
          if (typeof item === 'string') count++;
          return item;
        });
        expect(leaves(root).filter((leaf) => !leaf.key)).toHaveLength(count);
      }),
    );
  });

  it('escape what RFC 6901 escapes, and come back', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(pointerKeys(`/${pointerKey(key)}`)).toEqual([key]);
      }),
    );
  });

  it('take __proto__ for a key like any other and never reach what is inherited', () => {
    const root = JSON.parse('{"__proto__":{"x":"y"}}') as Json;
    expect(valueAt(root, '/__proto__/x')).toBe('y');
    expect(valueAt({}, '/constructor')).toBeUndefined();
    expect(leaves(root).map((leaf) => leaf.text)).toEqual(['__proto__', 'x', 'y']);
  });

  it('stand a nesting that would overflow a recursive walk', () => {
    let deep: Json = 'bottom';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(leaves(deep)).toHaveLength(1);
  });
});

it('takes the whole numbers that it is told to for texts', () => {
  const root = JSON.parse('{"a":7,"b":[12,13.5],"c":9007199254740993}') as Json;
  expect(leaves(root, 10).map(({ text, key }) => (key ? '' : text))).toEqual(['', '', '', '12']);
  expect(leaves(root, (value) => value === 7).flatMap(({ text, key }) => (key ? [] : [text]))).toEqual(['7']);
});

describe('values with their places in two parts', () => {
  it('are the leaves, of the names only those that say more, those beside each other under one place', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const root = JSON.parse(JSON.stringify(value)) as Json;
        const found = new Values(root, 1_000).next(Number.POSITIVE_INFINITY);
        const expected = leaves(root, 1_000, saysMore);
        expect(found.map((one) => [placeOf(one), one.text])).toEqual(expected.map(({ at, text }) => [at, text]));
        for (const { at } of found) expect(pointerKeys(at).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are found some at a time, each once', () => {
    const all = Array.from({ length: 10_000 }, (_, i) => String(i));
    const values = new Values(all, 1_000);
    const found: string[] = [];
    for (let some = values.next(64); some.length > 0; some = values.next(64)) {
      expect(some.length).toBeLessThanOrEqual(64);
      for (const { text } of some) found.push(text);
    }
    expect(found).toEqual(all);
  });

  it('are left out below a place, whatever was walked of it before, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 6 }),
        (one, two, three, first) => {
          const root = JSON.parse(JSON.stringify({ one, out: two, outer: three })) as Json;
          const all = new Values(root, 1_000).next(Number.POSITIVE_INFINITY).map(placeOf);
          const values = new Values(root, 1_000);
          const before = values.next(first).map(placeOf);
          values.leaveOut('/out');
          const after = values.next(Number.POSITIVE_INFINITY).map(placeOf);
          const isOut = (place: string): boolean => place === '/out' || place.startsWith('/out/');
          expect([...before, ...after]).toEqual(all.filter((place, i) => i < before.length || !isOut(place)));
        },
      ),
    );
  });
});
