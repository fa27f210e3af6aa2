import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable, NOWHERE } from '../../src/projections/key-table.ts';

test('keeps what a map keeps, whatever was put in and taken out before', () => {
  const key = fc.oneof(fc.string({ maxLength: 3 }), fc.nat({ max: 2_000 }).map(String));
  const act = fc.tuple(fc.boolean(), key);
  fc.assert(
    fc.property(fc.array(act, { maxLength: 400, size: 'max' }), (acts) => {
      const table = new KeyTable();
      const map = new Map<string, number>();
      const free: number[] = [];
      let next = 0;
      for (const [isAdded, name] of acts) {
        const known = map.get(name);
        if (isAdded && known === undefined) {
          const number = free.pop() ?? next++;
          table.add(name, number);
          map.set(name, number);
        } else if (!isAdded && known !== undefined) {
          table.remove(known);
          map.delete(name);
          free.push(known);
        }
      }
      for (const [, name] of acts) expect(table.find(name)).toBe(map.get(name) ?? NOWHERE);
      for (const [name, number] of map) expect(table.keyOf(number)).toBe(name);
      expect(table.size).toBe(map.size);
    }),
  );
});

test('tells keys apart that differ in one letter, and takes tens of thousands', () => {
  const table = new KeyTable();
  const keys = Array.from({ length: 50_000 }, (_, i) => `exact:value-${i}`);
  for (const [number, key] of keys.entries()) table.add(key, number);
  for (const [number, key] of keys.entries()) expect(table.find(key)).toBe(number);
  for (let number = 0; number < keys.length; number += 2) table.remove(number);
  expect(table.find('exact:value-1')).toBe(1);
  expect(table.find('exact:value-2')).toBe(NOWHERE);
  expect(table.find('exact:value-50000')).toBe(NOWHERE);
});
