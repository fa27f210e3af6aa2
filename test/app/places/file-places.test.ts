import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { placesOf, watchPlaces } from '../../../src/app/places/file-places.ts';

const folder = (): string => realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sallyport-places-')));

it('are the file alone where there is no link, and where there is no file', async () => {
  const dir = folder();
  expect(await placesOf(path.join(dir, 'none', 'c.yaml'))).toEqual([path.join(dir, 'none', 'c.yaml')]);
  writeFileSync(path.join(dir, 'c.yaml'), '');
  expect(await placesOf(path.join(dir, 'c.yaml'))).toEqual([path.join(dir, 'c.yaml')]);
});

it('are every link on the way, of a file and of its folders, and where it lies', async () => {
  const [mount, other] = [folder(), folder()];
  mkdirSync(path.join(mount, '..2'));
  symlinkSync('..2', path.join(mount, '..data'));
  symlinkSync(path.join('..data', 'c.yaml'), path.join(mount, 'c.yaml'));
  symlinkSync(mount, path.join(other, 'etc'));
  expect(await placesOf(path.join(other, 'etc', 'c.yaml'))).toEqual([
    path.join(other, 'etc'),
    path.join(mount, 'c.yaml'),
    path.join(mount, '..data'),
    path.join(mount, '..2', 'c.yaml'),
  ]);
});

it('have an end where links lead in a circle', async () => {
  const dir = folder();
  symlinkSync('b', path.join(dir, 'a'));
  symlinkSync('a', path.join(dir, 'b'));
  expect((await placesOf(path.join(dir, 'a'))).length).toBeLessThan(50);
});

it('are watched, and a folder that is not there is told', async () => {
  const dir = folder();
  const failures: unknown[] = [];
  let told = 0;
  const end = watchPlaces(
    [path.join(dir, 'c.yaml'), path.join(dir, 'none', 'd.yaml')],
    () => told++,
    (error) => failures.push(error),
  );
  expect(failures).toHaveLength(1);
  while (told === 0) {
    writeFileSync(path.join(dir, 'c.yaml'), String(Math.random()));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  end();
});
