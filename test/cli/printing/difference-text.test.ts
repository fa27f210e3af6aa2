import { expect, it } from 'vitest';
import type { Difference } from '../../../src/app/locking/survey.ts';
import { byGrade, differenceText, tally } from '../../../src/cli/printing/difference-text.ts';
import { makeScreen } from '../stage.ts';

const difference = (grade: Difference['grade'], says: string): Difference => ({
  server: 'mail',
  kind: 'tools',
  name: 'send\u202e_email',
  what: 'changed',
  grade,
  changes: [
    { grade: 'low', says: 'small' },
    { grade, says },
  ],
});

it('shows what matters most first, and nothing that a terminal would obey', () => {
  const text = differenceText(difference('high', 'a\u001b[31m\nb'), makeScreen());
  expect(text.split('\n')).toEqual([
    'high    mail/send\\u{202e}_email changed',
    '        ! a\\u{1b}[31m b',
    '        - small',
  ]);
  const all = [difference('none', 'x'), difference('high', 'x'), difference('low', 'x')];
  expect(byGrade(all).map(({ grade }) => grade)).toEqual(['high', 'low', 'none']);
  expect(tally(all)).toBe('3 differences: 1 high, 1 low, 1 that say the same');
});
