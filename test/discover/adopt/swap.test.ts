import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, swapFile } from '../../../src/discover/adopt/swap.ts';
import { put, scratch } from '../home.ts';

const BUILT = path.resolve('dist/discover/adopt/swap.js');

describe('a swap', () => {
  it('leaves the new file with the mode that is said, and nothing else', async () => {
    const target = put(path.join(scratch(), 'a.json'), 'old');
    await swapFile({ target, mode: 0o640, before: Buffer.from('old'), after: Buffer.from('new') });
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(statSync(target).mode & 0o777).toBe(0o640);
    expect(readdirSync(path.dirname(target))).toEqual(['a.json']);
  });

  it('makes a file only where there is none, and removes one only as it was', async () => {
    const target = path.join(scratch(), 'a.json');
    await swapFile({ target, mode: 0o600, before: undefined, after: Buffer.from('new') });
    expect(readFileSync(target, 'utf8')).toBe('new');
    await expect(swapFile({ target, mode: 0o600, before: undefined, after: Buffer.from('x') })).rejects.toThrow(
      /changed by another/,
    );
    await expect(swapFile({ target, mode: 0o600, before: Buffer.from('other'), after: undefined })).rejects.toThrow(
      /changed by another/,
    );
    await swapFile({ target, mode: 0o600, before: Buffer.from('new'), after: undefined });
    expect(await bytesOf(target)).toBeUndefined();
  });

  it('sweeps what a killed run has left, once it is old', async () => {
    const folder = scratch();
    const target = put(path.join(folder, 'a.json'), 'old');
    const [stale, young, other] = ['.a.json.0123456789ab.tmp', '.a.json.ba9876543210.tmp', '.a.json.mine.tmp'].map(
      (name) => put(path.join(folder, name), 'x'),
    );
    utimesSync(stale ?? '', 1, 1);
    utimesSync(other ?? '', 1, 1);
    await swapFile({ target, mode: 0o600, before: Buffer.from('old'), after: Buffer.from('new') });
    expect([stale, young, other].map((file) => existsSync(file ?? ''))).toEqual([false, true, true]);
  });

  it('that is killed at any moment leaves one of the two whole', async () => {
    const folder = scratch();
    const target = path.join(folder, 'a.json');
    const [one, other] = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
    const program = put(
      path.join(folder, 'swaps.mjs'),
      `import { swapFile } from ${JSON.stringify(BUILT)};
const [one, other] = ['a', 'b'].map((letter) => Buffer.from(letter.repeat(3_000_000)));
console.log('ready');
for (;;) {
  await swapFile({ target: ${JSON.stringify(target)}, mode: 0o600, before: one, after: other });
  await swapFile({ target: ${JSON.stringify(target)}, mode: 0o600, before: other, after: one });
}`,
    );
    for (let round = 0; round < 12; round++) {
      writeFileSync(target, one ?? '');
      const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      // Spread over the length of a few swaps.
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      const now = readFileSync(target, 'utf8');
      expect(now === one || now === other).toBe(true);
    }
  });
});
