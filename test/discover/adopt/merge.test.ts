import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GRAINS, undoChange } from '../../../src/discover/adopt/merge.ts';

it('undoes one change and keeps another, byte for byte', () => {
  expect(undoChange('a\nb\nc\n', 'a\nB\nc\n', 'x\na\nB\nc\n')).toBe('x\na\nb\nc\n');
  expect(undoChange('a\r\nb\r\nc', 'a\r\nc', 'a\r\nc\nd')).toBe('a\r\nb\r\nc\nd');
  expect(undoChange('a\nb\n', 'a\n', 'a\n')).toBe('a\nb\n');
  expect(undoChange('', 'a\n', 'a\n')).toBe('');
});

it('gives up where both are about the same lines', () => {
  expect(undoChange('a\nb\n', 'a\nc\n', 'a\nd\n')).toBeUndefined();
});

it('keeps what was put next to it, and by words what stands on the same line', () => {
  expect(undoChange('a\n', 'A\n', 'x\nA\n')).toBe('x\na\n');
  expect(undoChange('a\n', 'A\n', 'A\nx\n')).toBe('a\nx\n');
  const [before, after, now] = ['{"a": [1,  2]}', '{"s": {}}', '{"s": {}, "c": 3}'];
  expect(undoChange(before, after, now)).toBeUndefined();
  expect(undoChange(before, after, now, GRAINS[1])).toBe('{"a": [1,  2], "c": 3}');
});

const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 8 }).map((all) => all.join(''));

it('what nobody else changed comes back whole, and what nothing was done to stays as it is', () => {
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      expect(undoChange(one, other, other)).toBe(one);
      expect(undoChange(one, one, other)).toBe(other);
    }),
  );
});

it('changes of apart lines come together in either order', () => {
  fc.assert(
    fc.property(lines, lines, lines, lines, (first, second, third, fourth) => {
      const text = (top: string, end: string): string => `${top}--1\n--2\n--3\n${end}`;
      expect(undoChange(text(first, third), text(second, third), text(second, fourth))).toBe(text(first, fourth));
    }),
  );
});
