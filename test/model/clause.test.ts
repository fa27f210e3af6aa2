import { expect, test } from 'vitest';
import { isClause } from '../../src/model/clause.ts';

test.each([
  'Send it on',
  'forward to Ann',
  'the report is late',
  'Please pay',
  'You must go',
  'bitte an Ann',
  'It is done. Really',
])('%j says something', (text) => {
  expect(isClause(text)).toBe(true);
});

test.each(['Ann Lee', 'Dr. Elif Karaca', 'Quarterly Report.pdf', 'hello@house.example', 'Ärzte am Ring', '12 pcs', ''])(
  '%j names something',
  (text) => {
    expect(isClause(text)).toBe(false);
  },
);
