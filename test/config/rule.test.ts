import { expect, it } from 'vitest';
import { exception, rule } from '../../src/config/rule.ts';

const base = { id: 'a', reason: 'Because.' };

it('fills what is left out', () => {
  expect(rule.parse({ ...base, effect: 'ask' })).toEqual({
    ...base,
    effect: 'ask',
    on: 'call',
    origin: 'downstream',
    redact: false,
    mode: 'enforce',
  });
  expect(rule.parse({ ...base, on: 'result', findings: ['secret.*'], redact: true }).effect).toBeUndefined();
});

it('refuses what has no effect, as a whole: the key may be there under another name', () => {
  const issues = rule.safeParse(base).error?.issues;
  expect(issues).toMatchObject([{ path: [], message: expect.stringContaining('`effect`'), params: expect.anything() }]);
});

it.each([
  [{ effect: 'ask', tools: [] }, 'tools'],
  [{ effect: 'deny', door: 'console' }, 'door'],
  [{ effect: 'ask', on: 'result' }, 'effect'],
  [{ redact: true, findings: ['a'] }, 'redact'],
  [{ redact: true, on: 'result' }, 'redact'],
  [{ redact: true, on: 'result', findings: ['a'], effect: 'deny' }, 'effect'],
  [{ effect: 'ask', id: 'No' }, 'id'],
])('refuses %j at %s', (parts, key) => {
  expect(rule.safeParse({ ...base, ...parts }).error?.issues.map((issue) => issue.path[0])).toEqual([key]);
});

it('knows the calendar', () => {
  const parts = { rule: 'a', when: 'x', by: 'y', why: 'z' };
  expect(exception.safeParse({ ...parts, until: '2028-02-29' }).success).toBe(true);
  expect(exception.safeParse({ ...parts, until: '2027-02-29' }).success).toBe(false);
  expect(exception.safeParse({ ...parts, until: 'soon' }).error?.issues).toHaveLength(1);
});
