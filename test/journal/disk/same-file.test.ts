import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { mayBeFile } from '../../../src/journal/disk/same-file.ts';
import { scratch } from '../../cli/stage.ts';

it('knows a file by each of its names, and takes none for another that is there', () => {
  const dir = scratch();
  const [real, link] = [path.join(dir, 'real'), path.join(dir, 'link')];
  mkdirSync(real);
  symlinkSync(real, link, 'junction');
  const [file, linked, other] = [path.join(real, 'c.yaml'), path.join(link, 'c.yaml'), path.join(real, 'd.yaml')];
  for (const each of [file, other]) writeFileSync(each, '');
  expect(mayBeFile(file, file)).toBe(true);
  expect(mayBeFile(linked, file)).toBe(true);
  expect(mayBeFile(file, linked)).toBe(true);
  expect(mayBeFile(other, file)).toBe(false);
  rmSync(other);
  expect(mayBeFile(other, file)).toBe(true);
  rmSync(file);
  writeFileSync(other, '');
  expect(mayBeFile(other, file)).toBe(false);
});
