import path from 'node:path';
import { expect, it } from 'vitest';
import { aboutLock, lookCode, sayMissing } from '../../src/cli/look.ts';
import { makeScreen } from './stage.ts';

it('ends with 1 where something differs, with 3 where nothing does as far as could be seen', () => {
  const missing = new Map([['mail', 'it did not answer']]);
  expect(lookCode([], new Map())).toBe(0);
  expect(lookCode([{}], new Map())).toBe(1);
  expect(lookCode([{}], missing)).toBe(1);
  expect(lookCode([], missing)).toBe(3);
});

it('names the lockfile in what it tells to run, where it is not the default one', () => {
  expect(aboutLock({})).toBe('');
  expect(aboutLock({ lockfile: 'locks/team.yaml' })).toBe(` --lockfile ${path.resolve('locks/team.yaml')}`);
});

it('says on stderr which servers could not be asked, and why, on one line each', () => {
  const screen = makeScreen();
  sayMissing(new Map([['mail', 'it died:\nno port']]), screen);
  expect(screen.complained()).toBe('not asked mail: it died: no port');
});
