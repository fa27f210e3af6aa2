import { chmodSync, mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findState, loginName, openState } from '../../src/cli/scribe.ts';
import { scratch } from './stage.ts';

it('finds the state directory it is told, and looks at it only to open it', () => {
  const root = scratch();
  expect(findState(`${root}/none`).trust).toContain('none');
  if (process.platform !== 'win32') {
    mkdirSync(`${root}/open`);
    chmodSync(`${root}/open`, 0o777);
    expect(() => openState(`${root}/open`)).toThrow(/written by others/);
  }
  expect(loginName()).not.toBe('');
});
