import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHere, isSame, placedMark, readMark } from '../../../src/journal/disk/place.ts';
import { ownMark } from '../../../src/journal/disk/process-table.ts';

const mark = fc.record(
  { pid: fc.integer(), started: fc.string(), place: fc.string() },
  { requiredKeys: ['pid', 'started'], noNullPrototype: true },
);

it('reads what it wrote, and nothing of another form', () => {
  fc.assert(
    fc.property(mark, (one) => {
      expect(readMark(JSON.stringify(one))).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const read = readMark(text);
      expect(read === undefined || (typeof read.pid === 'number' && typeof read.started === 'string')).toBe(true);
    }),
  );
  for (const text of ['', '{"pid":', 'null', '[]', '{"pid":"1","started":""}', '{"pid":1}'])
    expect(readMark(text)).toBeUndefined();
});

it('knows this process, with its place and as earlier versions wrote it', () => {
  for (const own of [placedMark(), ownMark()]) {
    expect(isHere(own)).toBe(true);
    expect(isSame(own, placedMark())).toBe(true);
  }
});

it('takes a process elsewhere for another, whatever its pid and start', () => {
  const elsewhere = { ...placedMark(), place: 'another container' };
  expect(isHere(elsewhere)).toBe(false);
  for (const own of [placedMark(), ownMark()]) expect(isSame(elsewhere, own)).toBe(false);
  expect(isSame(elsewhere, { ...elsewhere })).toBe(true);
  expect(isSame(elsewhere, { ...elsewhere, started: 'later' })).toBe(false);
  expect(isSame(elsewhere, { ...elsewhere, pid: -1 })).toBe(false);
});
