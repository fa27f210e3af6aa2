import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHere, isSame, placedMark, readMark } from '../../../src/journal/disk/place.ts';

const mark = fc.record({ pid: fc.integer(), started: fc.string(), place: fc.string() }, { noNullPrototype: true });

it('reads what it wrote, and nothing of another form', () => {
  fc.assert(
    fc.property(mark, (one) => {
      expect(readMark(JSON.stringify(one))).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const read = readMark(text);
      expect(read === undefined || Object.keys(read).join() === 'pid,started,place').toBe(true);
    }),
  );
  for (const text of ['', '{"pid":', 'null', '[]', '{"pid":"1","started":""}', '{"pid":1}', '{"pid":1,"started":""}'])
    expect(readMark(text)).toBeUndefined();
});

it('knows this process', () => {
  expect(isHere(placedMark())).toBe(true);
  expect(isSame(placedMark(), placedMark())).toBe(true);
});

it('takes a process elsewhere for another, whatever its pid and start', () => {
  const elsewhere = { ...placedMark(), place: 'another container' };
  expect(isHere(elsewhere)).toBe(false);
  expect(isSame(elsewhere, placedMark())).toBe(false);
  expect(isSame(elsewhere, { ...elsewhere })).toBe(true);
  expect(isSame(elsewhere, { ...elsewhere, started: 'later' })).toBe(false);
  expect(isSame(elsewhere, { ...elsewhere, pid: -1 })).toBe(false);
});
