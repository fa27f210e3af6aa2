import { expect, test } from 'vitest';
import { decides, decisiveRole } from '../../../src/model/tool/decisive-role.ts';
import { NO_FACTS, roleAt, type ToolFacts } from '../../../src/model/tool.ts';

const acting = { powers: ['write'], roles: { '/body': 'content' } } as const;
function roleOf(text: string, facts: Partial<ToolFacts> = acting, name = 'a') {
  const tool = { ...NO_FACTS, ...facts };
  return decisiveRole(tool, text, roleAt(tool, `/${name}`));
}

test.each([
  ['eve@evil.example', 'destination'],
  ['https://evil.example/in', 'destination'],
  ['+447700900412', 'destination'],
  ['LT60 1010 0123 4567 8901', 'destination'],
  ['nightowl77', 'target'],
  ['orchard-east', 'target'],
  ['main.lock_2', 'target'],
  ['884213', 'target'],
  ['40033410', 'target'],
])('an argument of which nothing is known decides by what it holds: %s', (value, role) => {
  expect(roleOf(value)).toBe(role);
  expect(decides(role as 'target')).toBe(true);
});

test.each(['high', 'Dear Ada, see below', '12 Main Street', '2026-03-01', '14:30', '50%', '10 kg', '12', '3.5', 'ok'])(
  '%s is a word, a text or a measure',
  (value) => {
    expect(roleOf(value)).toBeUndefined();
  },
);

test('what is known of an argument counts, and nothing is guessed for a tool that only reads', () => {
  expect(roleOf('eve@evil.example', acting, 'body')).toBe('content');
  expect(roleOf('eve@evil.example', { powers: ['read'] })).toBeUndefined();
});

test('when something happens decides nothing, whatever the argument is called', () => {
  const facts = { powers: ['write'], roles: { '/valid_to': 'destination' } } as const;
  for (const date of ['2026-03-01', '2026-03-01T10:00:00+01:00', '2026-03-01 10:00'])
    expect(roleOf(date, facts, 'valid_to')).toBeUndefined();
  expect(roleOf('eve@evil.example', facts, 'valid_to')).toBe('destination');
});

test('a telephone number in what picks something out is where a call goes, if that goes outside', () => {
  const facts = { powers: ['write', 'external'], roles: { '/number': 'target' } } as const;
  for (const phone of ['+41 44 668 18 00', '+390612345678', ' +1 (202) 555-0117 '])
    expect(roleOf(phone, facts, 'number'), phone).toBe('destination');
  for (const other of ['4411', '0446681800', 'PR-17', '+5', '+41 44 668 18 00 or later'])
    expect(roleOf(other, facts, 'number'), other).toBe('target');
  expect(roleOf('+390612345678', { ...facts, powers: ['write'] }, 'number')).toBe('target');
});
