import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Turns, weigh } from '../../src/upstream/turns.ts';

const LINES = 3_000;
const WRITE = `Array.from({ length: ${LINES} }, (_, n) => 'line ' + n + ' ' + '.'.repeat(100) + '\\n').join('')`;
const all = Array.from({ length: LINES }, (_, n) => `line ${n} ${'.'.repeat(100)}\n`).join('');

/** Reads what a process writes at once. Each line weighs so much; returns all that was read, and how many turns that took. */
async function readAll(weight: number, isStaying = true): Promise<{ text: string; turns: number; most: number }> {
  const child = spawn(process.execPath, [
    '-e',
    `process.stdout.write(${WRITE});${isStaying ? 'process.stdin.resume()' : ''}`,
  ]);
  let text = '';
  let turns = 0;
  let now = 0;
  let most = 0;
  const turn = (): void => {
    if (now > 0) turns++;
    now = 0;
    if (!child.stdout.closed) setImmediate(turn);
  };
  turn();
  const reading = new Turns(child.stdout, (piece) => {
    text += piece.toString();
    const some = piece.toString().split('\n').length - 1;
    for (let i = 0; i < some; i++) weigh(weight);
    now += some;
    most = Math.max(most, now);
    if (text.length === all.length) child.stdin.end();
  });
  await once(child.stdout, 'close');
  expect(reading.isBehind).toBe(false);
  return { text, turns, most };
}

it('gives all that a server tells at once in its order, in many turns of the event loop where it is much', async () => {
  const told = await readAll(10);
  expect(told.text).toBe(all);
  expect(told.turns).toBeGreaterThan(LINES / 20);
  expect(told.most).toBeLessThan(20);
});

it('gives all of it also where the server ends right after', async () => {
  expect((await readAll(10, false)).text).toBe(all);
});

it('makes nobody wait for what weighs nothing', async () => {
  const told = await readAll(0);
  expect(told.text).toBe(all);
  expect(told.most).toBeGreaterThan(100);
});

it('gives what waits before others hear that the stream broke', async () => {
  const stream = new PassThrough();
  const heard: string[] = [];
  new Turns(stream, (piece) => {
    heard.push(piece.toString());
    weigh(1_000);
  });
  const closed = new Promise<string>((resolve) => stream.on('close', () => resolve(heard.join(''))));
  stream.write(all);
  expect(heard.join('')).not.toBe(all);
  stream.destroy();
  expect(await closed).toBe(all);
});
