import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLines } from '../../src/cli/lines-file.ts';
import { scratch } from './stage.ts';

it('writes every line, however many, in place of what was there', () => {
  const file = path.join(scratch(), 'lines');
  for (const count of [3, 20_000]) {
    const lines = openLines(file);
    for (let i = 0; i < count; i++) lines.write(`ä line ${i}`);
    lines.close();
    const read = readFileSync(file, 'utf8').split('\n');
    expect([read.length, read.at(-2), read.at(-1)]).toEqual([count + 1, `ä line ${count - 1}`, '']);
  }
});

it('says where it cannot', () => {
  const file = path.join(scratch(), 'no', 'folder');
  expect(() => openLines(file)).toThrow(/folder cannot be written \(ENOENT/);
});

it.runIf(existsSync('/dev/full'))('says when the disk is full', () => {
  const lines = openLines('/dev/full');
  lines.write('one');
  expect(() => lines.close()).toThrow(/\/dev\/full cannot be written \(ENOSPC/);
});
