import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchNames } from '../../../src/journal/disk/name-watch.ts';
import { scratch } from '../scratch.ts';

const LONG = 20_000;

describe('watching names', () => {
  it('sees a file that is there already', async () => {
    const dir = scratch();
    writeFileSync(path.join(dir, 'a'), '');
    await watchNames(dir).seen('a', LONG);
  });

  it('sees a file that appears, and not for others', async () => {
    const dir = scratch();
    const watch = watchNames(dir);
    let others = 0;
    const other = watch.seen('b', LONG).then(() => others++);
    const seen = watch.seen('a', LONG);
    writeFileSync(path.join(dir, 'a'), '');
    await seen;
    expect(others).toBe(0);
    watch.close();
    await other;
  });

  it('looks where the system does not tell', async () => {
    const dir = path.join(scratch(), 'later');
    const watch = watchNames(dir);
    const seen = watch.seen('a', LONG);
    mkdirSync(dir);
    writeFileSync(path.join(dir, 'a'), '');
    await seen;
  });

  it('ends by time and by signal, the empty name never by a file', async () => {
    const watch = watchNames(scratch());
    await watch.seen('', 10);
    await watch.seen('a', LONG, AbortSignal.timeout(10));
    await watch.seen('a', LONG, AbortSignal.abort());
  });
});
