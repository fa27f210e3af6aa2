import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ongoing } from '../../src/model/ongoing.ts';

setFlagsFromString('--expose-gc');
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc');

test('it is a map, in the order of what came first', () => {
  const step = fc.record({
    what: fc.constantFrom('set', 'delete', 'clear', 'set', 'delete', 'set'),
    key: fc.nat(8),
    value: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const [map, ongoing] = [new Map<number, { of: number }>(), new Ongoing<number, { of: number }>()];
      for (const { what, key, value } of steps) {
        if (what === 'set') {
          map.set(key, { of: value });
          ongoing.set(key, { of: value });
        } else if (what === 'delete') expect(ongoing.delete(key)).toBe(map.delete(key));
        else {
          map.clear();
          ongoing.clear();
        }
        expect(ongoing.size).toBe(map.size);
        expect([...ongoing.keys()]).toEqual([...map.keys()]);
        expect([...ongoing.values()]).toEqual([...map.values()]);
        expect([ongoing.get(key), ongoing.has(key)]).toEqual([map.get(key), map.has(key)]);
      }
    }),
  );
});

/** How much of what has left is still there after quick collections alone, of 10 MB. Bytes. */
function leftBehind(ongoing: Ongoing<number, unknown> | Map<number, unknown>): number {
  for (let key = -5; key < 0; key++) ongoing.set(key, []);
  for (let i = 0; i < 3; i++) collect({ type: 'minor' });
  const before = process.memoryUsage().heapUsed;
  for (let key = 0; key < 10_000; key++) {
    ongoing.set(key, new Array(128).fill(key));
    ongoing.delete(key - 32);
    if (key % 500 === 0) collect({ type: 'minor' });
  }
  for (let i = 0; i < 3; i++) collect({ type: 'minor' });
  return process.memoryUsage().heapUsed - before;
}

test('what has left is collected at once, as it is not from a map', () => {
  expect(leftBehind(new Ongoing())).toBeLessThan(1e6);
  // Should this fail, V8 has changed, and a map would do again.
  expect(leftBehind(new Map())).toBeGreaterThan(5e6);
});
