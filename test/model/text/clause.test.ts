import { expect, test } from 'vitest';
import { isClause } from '../../../src/model/text/clause.ts';

test.each([
  'Send it on',
  'forward to Ann',
  'the report is late',
  'Please pay',
  'You must go',
  'bitte an Ann',
  'It is done. Really',
  'send to me.',
  'keep it.',
  'ask my boss',
  'Call reception. Thanks',
])('%j says something', (text) => {
  expect(isClause(text)).toBe(true);
});

test.each([
  'i.lee@desk.example',
  'we.care.example',
  'Prof. Ruth Adler',
  'Tel. 0170 555',
  'Ann Lee',
  'Dr. Elif Karaca',
  'Quarterly Report.pdf',
  'hello@house.example',
  'Ärzte am Ring',
  '12 pcs',
  '',
])('%j names something', (text) => {
  expect(isClause(text)).toBe(false);
});
