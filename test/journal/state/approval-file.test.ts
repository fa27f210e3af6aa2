import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHold, parseVerdict } from '../../../src/journal/state/approval-file.ts';
import { makeHold } from '../../samples.ts';
import { makeVerdict } from '../scratch.ts';

const hold = makeHold();
const verdict = { ...makeVerdict(hold), took: 5 };

describe('approval files', () => {
  it('read back what was written', () => {
    expect(parseHold(JSON.stringify(hold))).toEqual(hold);
    expect(parseVerdict(JSON.stringify(verdict))).toEqual(verdict);
  });

  it('a hold may say where what decides stands', () => {
    const decisive = ['/to/0', '/amount'];
    expect(parseHold(JSON.stringify({ ...hold, decisive }))).toEqual({ ...hold, decisive });
    expect(parseHold(JSON.stringify({ ...hold, decisive: [7] }))).toMatch('"decisive"');
  });

  it.each(Object.keys(hold))('a hold needs its %s', (key) => {
    expect(parseHold(JSON.stringify({ ...hold, [key]: undefined }))).toMatch(`"${key}"`);
    expect(parseHold(JSON.stringify({ ...hold, [key]: null }))).toMatch(`"${key}"`);
  });

  it.each(Object.keys(makeVerdict(hold)))('a verdict needs its %s', (key) => {
    expect(parseVerdict(JSON.stringify({ ...verdict, [key]: undefined }))).toMatch(`"${key}"`);
    expect(parseVerdict(JSON.stringify({ ...verdict, [key]: {} }))).toMatch(`"${key}"`);
  });

  it('a verdict with a time that is none says so', () => {
    expect(parseVerdict(JSON.stringify({ ...verdict, took: 'long' }))).toMatch('"took"');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof parseHold(text)).toBe('string');
        expect(typeof parseVerdict(text)).toBe('string');
      }),
    );
  });
});
