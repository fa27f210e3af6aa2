import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { unreadable } from '../../../fixtures/threads/unreadable.mjs';
import { errorOf, faultOf, Thread } from '../../../src/app/replay/thread.ts';

const ENTRY = pathToFileURL(path.resolve('fixtures/threads/counting.mjs'));
const opened: Thread<unknown, string>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((thread) => thread.end()));
});

function open(given: string, told: string[] = []): Thread<unknown, string> {
  const thread = new Thread<unknown, string>(ENTRY, given, (line) => told.push(line));
  opened.push(thread);
  return thread;
}

describe('a thread', () => {
  it('answers one question after another, in their order', async () => {
    const told: string[] = [];
    const thread = open('ada', told);
    expect(await Promise.all(['a', 'b', 'c'].map((one) => thread.ask(one)))).toEqual(['a 1', 'b 2', 'c 3']);
    await thread.ready;
    expect(told).toEqual(['opened by ada']);
  });

  it('passes on what it is told by an error, and can be asked again', async () => {
    const thread = open('ada');
    const failed = await thread.ask('throw').catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'RangeError', message: 'it threw' });
    expect(await thread.ask('a')).toBe('a 2');
    await expect(thread.ask('function')).rejects.toThrow(/could not be cloned/);
    expect(await thread.ask('b')).toBe('b 4');
  });

  it('says that a question could not be read', async () => {
    const thread = open('ada');
    const asked = [unreadable(), 'a'].map((one) => thread.ask(one).catch((error: Error) => error.message));
    expect(await Promise.all(asked)).toEqual([expect.stringContaining('nowhere'), 'a 1']);
  });

  it('says what kept it from opening, to whoever waits for it and whoever asks it', async () => {
    const thread = open('nobody');
    const asked = thread.ask('a').catch((error: unknown) => error);
    await expect(thread.ready).rejects.toMatchObject({ name: 'RangeError', message: 'it opens for nobody' });
    expect(await asked).toMatchObject({ message: 'it opens for nobody' });
  });

  it.each([
    ['exit', /ended before its work was done, with code 3; --cores 1/],
    ['crash', /ended before its work was done: it crashed; --cores 1/],
    ['unreadable', /ended before its work was done: its answer cannot be read \(.*nowhere.*\); --cores 1/],
  ])('that ends leaves no question without an answer: %s', async (how, words) => {
    const thread = open('ada');
    // What a thread told before it ended may be heard after that it ended: it comes by another way.
    await thread.ready;
    expect(await thread.ask('a')).toBe('a 1');
    const asked = [how, 'b'].map((one) => thread.ask(one).catch((error: Error) => error.message));
    expect(await Promise.all(asked)).toEqual(Array(2).fill(expect.stringMatching(words)));
    await expect(thread.ask('c')).rejects.toThrow(words);
  });

  it('that is no module says so', async () => {
    const thread = new Thread(pathToFileURL('/nowhere/at/all.mjs'), 1, () => undefined);
    await expect(thread.ready).rejects.toThrow(/ended before its work was done: Cannot find module/);
    await thread.end();
  });

  it('is ended whatever it does', async () => {
    const thread = open('ada');
    const asked = thread.ask('wait').catch((error: Error) => error.message);
    await thread.ready;
    await thread.end();
    expect(await asked).toMatch(/since it was told to/);
  });
});

it('an error is the same after a thread told of it', () => {
  const error = Object.assign(new Error('m'), { name: 'UsageError' });
  const told = errorOf(structuredClone(faultOf(error)));
  expect(told).toMatchObject({ name: 'UsageError', message: 'm', stack: error.stack });
  expect(errorOf(faultOf('text'))).toMatchObject({ name: 'Error', message: 'text' });
});
