import { mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { Stamp } from '../../../src/journal/disk/stamp.ts';

let dir = '';
let stamp = new Stamp('');
let reads = 0;
const look = (): void => stamp.whenChanged(() => reads++);
/** As if the last change were that many seconds ago. */
const age = (seconds: number): void => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(dir, then, then);
};

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));
  stamp = new Stamp(dir);
  reads = 0;
});

it('reads at the first look, and again only after a change', () => {
  age(60);
  look();
  look();
  expect(reads).toBe(1);
  writeFileSync(path.join(dir, 'a'), '');
  look();
  expect(reads).toBe(2);
});

it('reads again while a second change could bear the time of the first', () => {
  age(-60);
  look();
  look();
  expect(reads).toBe(2);
});

it('reads again when told to forget', () => {
  age(60);
  look();
  stamp.forget();
  look();
  expect(reads).toBe(2);
});

it('reads a file again that another has replaced, even where both have the same time', () => {
  const file = path.join(dir, 'a');
  const then = Date.now() / 1000 - 60;
  const put = (text: string): void => {
    const draft = path.join(dir, 'draft');
    writeFileSync(draft, text);
    utimesSync(draft, then, then);
    renameSync(draft, file);
  };
  const ofFile = new Stamp(file);
  const read: string[] = [];
  const lookAtFile = (): void => ofFile.whenChanged(() => void read.push(readFileSync(file, 'utf8')));
  for (const text of ['one', 'two', 'three']) {
    put(text);
    lookAtFile();
    lookAtFile();
  }
  expect(read).toEqual(['one', 'two', 'three']);
});

it('reads again after a reading that failed, and after the folder was away', () => {
  age(60);
  expect(() =>
    stamp.whenChanged(() => {
      throw new Error('half read');
    }),
  ).toThrow('half read');
  look();
  expect(reads).toBe(1);
  rmSync(dir, { recursive: true });
  expect(look).toThrow('ENOENT');
  expect(reads).toBe(1);
});
