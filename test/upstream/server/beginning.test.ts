import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, folder, node, ready, shifting, until } from '../rig.ts';

afterEach(closeAll);

describe('a server that a person has frozen', () => {
  test('is not started or asked anything, says so, and is listed when they have unfrozen it', async () => {
    let isFrozen = true;
    const file = join(folder(), 'is');
    writeFileSync(file, 'legacy a');
    const frozen = (upstream: string): string | undefined =>
      isFrozen ? `server ${upstream} was frozen by ada: it leaks` : undefined;
    const { upstreams, listings } = await ready({ it: node('shifting', [file]) }, { frozen });
    const message = expect.stringMatching(/server it was frozen by ada: it leaks; it is neither started/);
    expect(upstreams.standings()).toEqual([{ upstream: 'it', state: 'failed', processes: 0, message }]);
    expect(() => readFileSync(`${file}.starts`)).toThrow(/ENOENT/);
    isFrozen = false;
    await until(() => listings.has('it'), 'it is listed');
  });

  test('is not started again when it ends, until they have unfrozen it', async () => {
    let isFrozen = false;
    const { upstreams, starts, relay } = await shifting('a', {}, { frozen: () => (isFrozen ? 'frozen' : undefined) });
    expect(starts()).toHaveLength(1);
    isFrozen = true;
    process.kill(Number(starts()[0]), 'SIGKILL');
    await until(() => upstreams.standings()[0]?.state === 'failed', 'it is said');
    expect(starts()).toHaveLength(1);
    isFrozen = false;
    await until(() => upstreams.standings()[0]?.state === 'ready', 'it is there again');
    expect(starts()).toHaveLength(2);
    expect((await relay(call('it', 'a'))).kind).toBe('complete');
  });
});

describe('trust', () => {
  test('a server that was never trusted is not started, and says what it waits for', async () => {
    let isTrusted = false;
    const file = join(folder(), 'receipts');
    const { upstreams, relay, listings } = await ready(
      { it: node('receipts', [file]) },
      { isTrusted: async () => isTrusted },
    );
    const message = expect.stringContaining('sallyport trust it');
    expect(upstreams.standings()).toEqual([{ upstream: 'it', state: 'waiting-for-trust', processes: 0, message }]);
    expect(await relay(call('it', 'act'))).toMatchObject({ reason: 'unreachable', acted: false, message });
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
    isTrusted = true;
    await until(() => listings.has('it'), 'it is listed');
    expect((await relay(call('it', 'act'))).kind).toBe('complete');
  });

  test('what a server waits for is said in the words of whoever knows', async () => {
    const message = 'the file waits for a person';
    const { upstreams, relay } = await ready(
      { it: node('echo') },
      { isTrusted: async () => false, waits: () => message },
    );
    expect(upstreams.standings()).toMatchObject([{ state: 'waiting-for-trust', message }]);
    expect(await relay(call('it', 'echo'))).toMatchObject({ reason: 'unreachable', message });
  });

  test('a question about trust that fails is a no', async () => {
    const { upstreams } = await ready(
      { it: node('echo') },
      {
        isTrusted: async () => {
          throw new Error('lock file is broken');
        },
      },
    );
    expect(upstreams.standings()).toMatchObject([{ state: 'waiting-for-trust' }]);
  });
});

describe('a server that cannot be started', () => {
  test('whose package does not exist says so once, with what to do, however often it is tried', async () => {
    const file = join(folder(), 'starts');
    const { upstreams, lines } = await ready({ gone: node('no-package', [file]) });
    const starts = (): number => readFileSync(file, 'utf8').trim().split('\n').length;
    // One that cannot be had is not taken for one that died of our first question.
    expect(starts()).toBe(1);
    expect(upstreams.standings()).toMatchObject([
      {
        state: 'failed',
        message: expect.stringMatching(/exited with code 1: there is no @example\/no-such-server in npm's registry/),
      },
    ]);
    const before = [...lines];
    expect(before.filter((line) => line.includes('not available'))).toEqual([
      expect.stringMatching(/correct its name in `args`.*; it is tried again now and then/),
    ]);
    await until(() => starts() > 2, 'it was tried again');
    expect(lines).toEqual(before);
  });

  test('comes back by itself when what was missing is there', async () => {
    let isThere = false;
    const { upstreams, listings } = await ready(
      { it: node('echo') },
      {
        resolve: (text) => {
          if (!isThere) throw new Error('TOKEN is not set');
          return text;
        },
      },
    );
    expect(upstreams.standings()).toMatchObject([{ state: 'failed', message: 'TOKEN is not set' }]);
    isThere = true;
    await until(() => listings.has('it'), 'it is listed');
    expect(upstreams.standings()).toMatchObject([{ state: 'ready' }]);
  });
});
