import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable, NOWHERE } from '../../../src/projections/values/key-table.ts';

/** A key in two, as it is told. */
const colonOf = (key: string): number => key.indexOf(':') + 1;
const headOf = (key: string): string => key.slice(0, colonOf(key));
const nameOf = (key: string): string => key.slice(colonOf(key));

test('keeps what a map keeps, whatever was put in and taken out before', () => {
  const head = fc.constantFrom('', 'id:', 'exact:');
  const name = fc.oneof(
    fc.string({ maxLength: 3 }).filter((text) => !text.includes(':')),
    fc.nat({ max: 2_000 }).map(String),
  );
  const key = fc.tuple(head, name).map((parts) => parts.join(''));
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
          expect(table.findOrAdd(headOf(name), nameOf(name), number)).toBe(NOWHERE);
          map.set(name, number);
        } else if (!isAdded && known !== undefined) {
          table.remove(known);
          map.delete(name);
          free.push(known);
        }
      }
      for (const [, name] of acts) expect(table.find(name)).toBe(map.get(name) ?? NOWHERE);
      for (const [name, number] of map) expect(table.findOrAdd(headOf(name), nameOf(name), next)).toBe(number);
      expect(table.size).toBe(map.size);
    }),
  );
});

test('tells keys apart that differ in one letter, and takes tens of thousands', () => {
  const table = new KeyTable();
  const keys = Array.from({ length: 50_000 }, (_, i) => `exact:value-${i}`);
  for (const [number, key] of keys.entries()) table.findOrAdd('exact:', key.slice(6), number);
  for (const [number, key] of keys.entries()) expect(table.find(key)).toBe(number);
  for (let number = 0; number < keys.length; number += 2) table.remove(number);
  expect(table.find('exact:value-1')).toBe(1);
  expect(table.find('exact:value-2')).toBe(NOWHERE);
  expect(table.find('exact:value-50000')).toBe(NOWHERE);
});

test('gives letters of names that were taken out to others', () => {
  const table = new KeyTable();
  for (let round = 0; round < 200; round++) {
    const long = `${round}-${'\u4e2d'.repeat(1_000)}`;
    expect(table.findOrAdd('id:', long, 1)).toBe(NOWHERE);
    if (round === 0) table.findOrAdd('id:', 'kept', 0);
    expect([table.find(`id:${long}`), table.find('id:kept'), table.find(`exact:${long}`)]).toEqual([1, 0, NOWHERE]);
    table.remove(1);
    expect(table.find(`id:${long}`)).toBe(NOWHERE);
  }
});
