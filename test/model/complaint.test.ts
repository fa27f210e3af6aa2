import { describe, expect, it } from 'vitest';
import { complaintLine, complaintText, pathText } from '../../src/model/complaint.ts';

describe('pathText', () => {
  it('writes members with dots and items with brackets', () => {
    expect(pathText(['policy', 'rules', 2, 'when'])).toBe('policy.rules[2].when');
    expect(pathText([])).toBe('');
  });
});

describe('complaintText', () => {
  const place = { file: '/w/a.yaml', line: 12, column: 5, excerpt: '\ta: b' };

  it('puts the caret below the column, whatever tabs do', () => {
    expect(complaintText({ path: ['a'], what: 'is wrong', instead: 'Write c.', place })).toBe(
      '/w/a.yaml:12:5: a: is wrong\n  12 | \ta: b\n     | \t   ^\n  Write c.',
    );
  });

  it('cuts a long line around the place', () => {
    const excerpt = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const lines = complaintText({ path: [], what: 'w', place: { ...place, column: 501, excerpt } }).split('\n');
    const caret = (lines[2] as string).indexOf('^');
    expect((lines[1] as string).slice(caret, caret + 4)).toBe('HERE');
    expect((lines[1] as string).length).toBeLessThan(160);
  });

  it('does without a place', () => {
    expect(complaintText({ path: [], what: 'no file', instead: 'Write one.' })).toBe('no file\n  Write one.');
  });
});

it('complaintLine says what to do where there is something, on the same line', () => {
  expect(complaintLine({ path: ['a'], what: 'no file', instead: 'Write one.' })).toBe('no file. Write one.');
  expect(complaintLine({ path: [], what: 'no file' })).toBe('no file');
});
