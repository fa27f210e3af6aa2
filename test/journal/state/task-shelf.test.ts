import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { leaveTask, openTaskShelf } from '../../../src/journal/state/task-shelf.ts';
import { runModule, scratch } from '../scratch.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const quiet = (message: string): void => {
  throw new Error(message);
};
const texts = (left: readonly { text: string }[]) => left.map(({ text }) => text);

describe('what hooks leave', () => {
  it('is taken once by each process, in order, by its own session alone', async () => {
    const dir = scratch();
    const shelf = openTaskShelf(dir, quiet);
    expect(shelf.take(A)).toEqual([]);
    await leaveTask(dir, A, 'first', 1_000);
    await leaveTask(dir, B, 'other', 1_001);
    await leaveTask(dir, A, 'second', 1_002);
    expect(texts(shelf.take(A))).toEqual(['first', 'second']);
    expect(shelf.take(A)).toEqual([]);
    expect(texts(shelf.take(B))).toEqual(['other']);
    await leaveTask(dir, A, 'third', 1_003);
    expect(texts(shelf.take(A))).toEqual(['third']);
    // Another process on the same folder takes all of it.
    const taken = await runModule(
      `import { openTaskShelf } from 'dist:journal/state/task-shelf.js';
       console.log(JSON.stringify(openTaskShelf(process.argv.at(-1), console.error).take('${A}').map(({ text }) => text)));`,
      [dir],
    );
    expect(JSON.parse(taken)).toEqual(['first', 'second', 'third']);
  });

  it('is removed when it is old', async () => {
    const dir = scratch();
    await leaveTask(dir, A, 'old', 1_000);
    const [name = ''] = readdirSync(dir);
    utimesSync(path.join(dir, name), 0, 0);
    await leaveTask(dir, A, 'new', 3 * 24 * 3_600_000);
    expect(texts(openTaskShelf(dir, quiet).take(A))).toEqual(['new']);
  });

  it('is nothing where it is damaged, or was put there by another name', () => {
    const dir = scratch();
    for (const [name, text] of [
      [`${A}.0-00000001.json`, '{"text": 7}'],
      [`${A}.0-00000002.json`, '{"te'],
      [`${A}.json`, '{"text":"x"}'],
      ['x.0-00000003.json', '{"text":"x"}'],
    ] as const)
      writeFileSync(path.join(dir, name), text);
    mkdirSync(path.join(dir, `${A}.0-00000004.json`));
    expect(openTaskShelf(dir, quiet).take(A)).toEqual([]);
  });

  it('says once that the folder is gone, and goes on when it is there again', async () => {
    const dir = path.join(scratch(), 'tasks');
    const said: string[] = [];
    const shelf = openTaskShelf(dir, (message) => said.push(message));
    expect(shelf.take(A)).toEqual([]);
    expect(shelf.take(A)).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/what hooks left cannot be read/)]);
    mkdirSync(dir);
    await leaveTask(dir, A, 'here', 1_000);
    expect(texts(shelf.take(A))).toEqual(['here']);
    rmSync(dir, { recursive: true });
    expect(shelf.take(A)).toEqual([]);
  });
});
