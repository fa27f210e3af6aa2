import { expect, it } from 'vitest';
import { isLogLevel, isMoreTalkative, isWanted, LOG_LEVELS } from '../../../src/model/protocol/log-level.ts';

it('shows what is at least as grave as asked for, and what it does not know', () => {
  expect(['debug', 'info', 'warning', 'emergency'].filter((level) => isWanted(level, 'warning'))).toEqual([
    'warning',
    'emergency',
  ]);
  expect(isWanted('verbose', 'emergency')).toBe(true);
  expect(isWanted(undefined, 'emergency')).toBe(true);
});

it('knows the levels of the protocol, spelled as there', () => {
  expect(LOG_LEVELS.every(isLogLevel)).toBe(true);
  expect(['loud', 'DEBUG', '', 7, undefined].filter(isLogLevel)).toEqual([]);
});

it('tells a server only what lets more through', () => {
  expect(isMoreTalkative('error', undefined)).toBe(true);
  expect(isMoreTalkative('debug', 'info')).toBe(true);
  expect(isMoreTalkative('error', 'info')).toBe(false);
  expect(isMoreTalkative('nonsense', undefined)).toBe(false);
});
