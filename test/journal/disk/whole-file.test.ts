import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWhole, exists, readWhole, replaceWhole } from '../../../src/journal/disk/whole-file.ts';
import { scratch } from '../scratch.ts';

describe('whole files', () => {
  it('lets one of many creators win, and leaves no draft', async () => {
    const dir = scratch();
    const file = path.join(dir, 'a');
    const won = await Promise.all(Array.from({ length: 20 }, (_, i) => createWhole(file, `text ${i}`)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(`text ${won.indexOf(true)}`);
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('replaces, and leaves no draft', async () => {
    const dir = scratch();
    const file = path.join(dir, 'a');
    await replaceWhole(file, 'one');
    await replaceWhole(file, 'two');
    expect(await readWhole(file, 10)).toBe('two');
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('rejects where it cannot write', async () => {
    await expect(createWhole(path.join(scratch(), 'no', 'a'), '')).rejects.toThrow(/ENOENT/);
  });

  it('reads what is there and nothing else', async () => {
    const dir = scratch();
    writeFileSync(path.join(dir, 'a'), 'hello');
    symlinkSync(path.join(dir, 'a'), path.join(dir, 'link'));
    mkdirSync(path.join(dir, 'folder'));
    expect(await readWhole(path.join(dir, 'a'), 5)).toBe('hello');
    expect(await readWhole(path.join(dir, 'none'), 5)).toBeUndefined();
    await expect(readWhole(path.join(dir, 'a'), 4)).rejects.toThrow(/at most 4/);
    await expect(readWhole(path.join(dir, 'link'), 5)).rejects.toThrow();
    await expect(readWhole(path.join(dir, 'folder'), 5)).rejects.toThrow();
    expect(await exists(path.join(dir, 'a'))).toBe(true);
    expect(await exists(path.join(dir, 'none'))).toBe(false);
  });
});
