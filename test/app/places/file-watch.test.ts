import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FileWatch, WatchedFiles } from '../../../src/app/places/file-watch.ts';

/** Never looked at: what is heard then was told. */
const NEVER = 2 ** 30;

async function watched(dir: string, file: string, pause?: number) {
  let count = 0;
  let wake = (): void => {};
  const watch = await FileWatch.open(file, {
    changed: () => {
      count++;
      wake();
    },
    log: () => {},
    ...(pause === undefined ? {} : { pause }),
  });
  onTestFinished(() => watch.close());
  /** Resolves at the next change from now on. */
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  await next();
  return { dir, next, count: () => count };
}

const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'sallyport-watch-'));

it('hears of what was changed before, of writing, replacing, removing and making anew', async () => {
  const dir = folder();
  const file = path.join(dir, 'c.yaml');
  writeFileSync(file, 'a');
  const { next } = await watched(dir, file);
  const steps = [
    () => writeFileSync(file, 'b'),
    () => {
      writeFileSync(path.join(dir, 'c.tmp'), 'c');
      renameSync(path.join(dir, 'c.tmp'), file);
    },
    () => writeFileSync(file, 'd'),
    () => rmSync(file),
    () => writeFileSync(file, 'e'),
    () => writeFileSync(file, 'f'),
  ];
  for (const step of steps) {
    const heard = next();
    step();
    await heard;
  }
});

it('hears of a folder behind a link that is exchanged, as mounted configurations are', async () => {
  const dir = folder();
  for (const version of ['1', '2']) {
    mkdirSync(path.join(dir, version));
    writeFileSync(path.join(dir, version, 'c.yaml'), version);
  }
  symlinkSync('1', path.join(dir, '..data'));
  symlinkSync(path.join('..data', 'c.yaml'), path.join(dir, 'c.yaml'));
  const { next } = await watched(dir, path.join(dir, 'c.yaml'), NEVER);
  for (const version of ['2', '1']) {
    const heard = next();
    symlinkSync(version, path.join(dir, '..tmp'));
    renameSync(path.join(dir, '..tmp'), path.join(dir, '..data'));
    await heard;
  }
});

it('hears of a file behind links in other folders, and of links that lead elsewhere by now', async () => {
  const [dir, first, second] = [folder(), folder(), folder()];
  for (const at of [first, second]) writeFileSync(path.join(at, 'c.yaml'), at);
  symlinkSync(first, path.join(dir, 'now'));
  symlinkSync(path.join('now', 'c.yaml'), path.join(dir, 'linked.yaml'));
  const { next } = await watched(dir, path.join(dir, 'linked.yaml'), NEVER);
  const steps = [
    () => replace(path.join(first, 'c.yaml'), 'b'),
    () => {
      symlinkSync(second, path.join(dir, 'then'));
      renameSync(path.join(dir, 'then'), path.join(dir, 'now'));
    },
    () => replace(path.join(second, 'c.yaml'), 'c'),
  ];
  for (const step of steps) {
    const heard = next();
    step();
    await heard;
  }
});

/** As editors do that never leave half a file. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

it('watches anew where the watch has gone silent, as that of a folder that was taken away and made again', async () => {
  const dir = folder();
  const file = path.join(dir, 'c.yaml');
  writeFileSync(file, 'a');
  const said: string[] = [];
  let heard = 0;
  const watch = await FileWatch.open(file, {
    changed: () => void heard++,
    log: (line) => void said.push(line),
    pause: 20,
  });
  onTestFinished(() => watch.close());
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => heard > 0);
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
  // Written on until somebody notices that nobody but the look hears of it.
  let text = 'a';
  await until(() => {
    text += 'b';
    writeFileSync(file, text);
    return said.length > 0;
  });
  expect(said[0]).toMatch(/c\.yaml.*watched anew/);
});

it('does not hear of other files', async () => {
  const dir = folder();
  const file = path.join(dir, 'c.yaml');
  writeFileSync(file, 'a');
  const { next, count } = await watched(dir, file);
  const before = count();
  writeFileSync(path.join(dir, 'other.yaml'), 'x');
  writeFileSync(path.join(dir, 'c.yaml.swp'), 'x');
  const heard = next();
  writeFileSync(file, 'b');
  await heard;
  expect(count()).toBe(before + 1);
});

it('follows several files, and those alone that were named last', async () => {
  const dir = folder();
  const [one, other] = [path.join(dir, 'a.yaml'), path.join(dir, 'b.mjs')];
  writeFileSync(one, '');
  writeFileSync(other, '');
  const told: string[] = [];
  const watch = new WatchedFiles(
    (file) => told.push(file),
    () => {},
  );
  onTestFinished(() => watch.close());
  const heard = async (file: string): Promise<void> => {
    while (!told.includes(file)) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  watch.follow([one, other]);
  await Promise.all([heard(one), heard(other)]);
  watch.follow([one]);
  told.length = 0;
  writeFileSync(other, 'x');
  writeFileSync(one, 'x');
  await heard(one);
  expect(told).not.toContain(other);
});
