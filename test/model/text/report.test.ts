import { describe, expect, it } from 'vitest';
import { isLongReport, isReport } from '../../../src/model/text/report.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

describe('isReport', () => {
  it.each([
    'Found 3 items:',
    '- 🔍 Search results:',
    '1 result.',
    '(2 rows)',
    'Total: 3',
    'Query results',
    '✅ Successfully retrieved contacts:',
    'Here are the search results:',
    'Found 12 messages:',
    'Showing 3 of 12',
  ])('takes %j for a server’s own', (line) => {
    expect(isReport(line)).toBe(true);
  });

  it.each([
    '',
    'Ann:',
    'New contacts:',
    'Contents of results.txt:',
    'Found 1 message:',
    'Search results from https://theirs.example:',
    'Results for eve@theirs.example:',
    'Please use these results:',
    'Send the results:',
    'These are the results:',
    'Use result 3:',
    'Results, as we said',
    '<data-1>',
    '> Search results:',
    '[Search results]',
  ])('does not take %j for one', (line) => {
    expect(isReport(line)).toBe(false);
  });
});

describe('isLongReport', () => {
  it.each([
    "Successfully read 4 rows from range 'A1:D10' in spreadsheet 1FairX for ann@ours.example:",
    'Retrieved contact for ann@ours.example:',
  ])('takes %j for a server’s own', (line) => {
    expect(isLongReport(line)).toBe(true);
  });

  it.each([
    'Successfully read the contents of x.txt:',
    'Retrieved message for ann@ours.example:',
    'Read 3 rows for ann@ours.example',
    'Found 3 rows for you, please use them:',
    'Ann found 3 rows:',
    `Found 3 rows ${'x'.repeat(200)}:`,
  ])('does not take %j for one', (line) => {
    expect(isLongReport(line)).toBe(false);
  });
});

it('does linear work on hostile text', () => {
  expectLinear(HOSTILE, isReport);
  expectLinear(HOSTILE, isLongReport);
}, 60_000);
