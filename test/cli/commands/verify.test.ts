import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpoint } from '../../../src/cli/commands/checkpoint.ts';
import { log } from '../../../src/cli/commands/log.ts';
import { verify } from '../../../src/cli/commands/verify.ts';
import { makeLater } from '../../journal/later.ts';
import { fillRecord, makeScreen, makeState, scratch } from '../stage.ts';

async function filled() {
  const state = makeState();
  await fillRecord(state);
  const segment = readdirSync(state.journal).find((name) => /-\d+\.jsonl$/.test(name)) as string;
  return { state, segment: path.join(state.journal, segment) };
}

describe('verifying', () => {
  it('finds a record whole, and says what that proves', async () => {
    const { state } = await filled();
    const screen = makeScreen();
    expect(await verify({ state: state.root }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/^Whole: 1 chain/);
    expect(screen.printed()).toMatch(/could have written all of it anew.*sallyport checkpoint.*--checkpoint FILE/s);
  });

  it('finds an edit with its place, and exits with 1', async () => {
    const { state, segment } = await filled();
    const text = readFileSync(segment, 'utf8');
    writeFileSync(segment, text.replace('mail-asks', 'mail-axes'));
    const screen = makeScreen();
    expect(await verify({ state: state.root }, screen)).toBe(1);
    const line = text.slice(0, text.indexOf('mail-asks')).split('\n').length;
    expect(screen.printed()).toContain(`edit ${path.basename(segment)}:${line}`);
    expect(screen.printed()).toMatch(/Copy .* as it is, .* sallyport log --all --state COPY/s);
    const json = makeScreen();
    expect(await verify({ state: state.root, json: true }, json)).toBe(1);
    expect(JSON.parse(json.printed())).toMatchObject({ ok: false, problems: [{ what: 'edit', line }] });
  });

  it('fits a terminal of 80 columns', async () => {
    const { state, segment } = await filled();
    writeFileSync(segment, readFileSync(segment, 'utf8').replace('mail-asks', 'mail-axes'));
    const screen = makeScreen({ isTerminal: true, width: 80 });
    await verify({ state: state.root }, screen);
    expect(screen.printed()).toContain('edit');
    expect(
      screen
        .printed()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('never calls fine what a later version wrote and it did not read, and exits with 3', async () => {
    const { state } = await filled();
    const [later = ''] = makeLater(state.journal);
    const alone = makeScreen();
    expect(await verify({ state: state.root }, alone)).toBe(3);
    expect(alone.printed()).toMatch(/^Not all was verified, not read: 1 chain .*update this one to read it\.$/m);
    expect(alone.printed()).not.toMatch(/whole/i);
    await fillRecord(state);
    const screen = makeScreen();
    expect(await verify({ state: state.root }, screen)).toBe(3);
    expect(screen.printed()).toMatch(new RegExp(`^Not all was verified, .*${later}.*\nThe rest is whole: 1 chain, `));
    const json = makeScreen();
    expect(await verify({ state: state.root, json: true }, json)).toBe(3);
    expect(JSON.parse(json.printed())).toMatchObject({ ok: false, later: [later], problems: [], chains: 2 });
  });

  it('finds an edit beside what it cannot read, and exits with 1', async () => {
    const { state } = await filled();
    const [later = ''] = makeLater(state.journal);
    await fillRecord(state);
    const segment = readdirSync(state.journal).find((name) => /-\d+\.jsonl$/.test(name) && !name.startsWith(later));
    const file = path.join(state.journal, segment as string);
    writeFileSync(file, readFileSync(file, 'utf8').replace('mail-asks', 'mail-axes'));
    const screen = makeScreen();
    expect(await verify({ state: state.root }, screen)).toBe(1);
    expect(screen.printed()).toMatch(/^edit .*Not all was verified.*1 problem: 1 chain, .*may say why/s);
  });

  it('takes a line that says it is of a later version, in a chain of this one, for an edit', async () => {
    const { state, segment } = await filled();
    const lines = readFileSync(segment, 'utf8').split('\n');
    const at = lines.findLastIndex((line) => line.startsWith('{"v":1,'));
    writeFileSync(segment, lines.map((line, i) => (i === at ? line.replace('"v":1', '"v":9') : line)).join('\n'));
    const screen = makeScreen();
    expect(await verify({ state: state.root }, screen)).toBe(1);
    expect(screen.printed()).toMatch(
      /^edit .*a line says that a later version of Sallyport wrote it, and this one wrote/m,
    );
  });

  it('suggests no checkpoint of a copy, which one would change', async () => {
    const { state } = await filled();
    const screen = makeScreen();
    await verify({ state: state.root }, screen);
    expect(screen.printed()).not.toContain('--state');
    expect(screen.printed()).toContain('sallyport checkpoint prints where this is recorded (a copy is changed by it)');
  });

  it('does not call whole what is not there', async () => {
    const root = path.join(scratch(), 'nope');
    await expect(verify({ state: root }, makeScreen())).rejects.toThrow(`there is no record in ${root}`);
    await expect(log({ state: root }, makeScreen())).rejects.toThrow(`there is no record in ${root}`);
    const empty = makeState();
    const screen = makeScreen();
    expect(await verify({ state: empty.root }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/^Empty: there is no chain.*--checkpoint FILE/);
    expect(await log({ state: empty.root }, makeScreen())).toBe(0);
  });

  it('holds the record against checkpoints kept elsewhere', async () => {
    const { state, segment } = await filled();
    const kept = path.join(scratch(), 'kept.jsonl');
    const signed = makeScreen();
    await checkpoint({ state: state.root }, signed);
    writeFileSync(kept, `${signed.printed()}\n`);
    const screen = makeScreen();
    expect(await verify({ state: state.root, checkpoint: kept }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/The 1 checkpoint of .*kept\.jsonl fits: what was recorded before it/s);
    writeFileSync(kept, `\ufeff${signed.printed()}\r\n`);
    expect(await verify({ state: state.root, checkpoint: kept }, makeScreen())).toBe(0);
    const lines = readFileSync(segment, 'utf8').split('\n');
    writeFileSync(segment, `${lines.slice(0, 3).join('\n')}\n`);
    expect(await verify({ state: state.root, checkpoint: kept }, makeScreen())).toBe(1);
  });

  it('says which file of checkpoints cannot be read', async () => {
    const options = { checkpoint: '/no/such/file.jsonl', state: makeState().root };
    await expect(verify(options, makeScreen())).rejects.toThrow(
      '--checkpoint /no/such/file.jsonl cannot be read: there is no such file',
    );
  });

  it('reads no checkpoints from a device, or a file that is too large', async () => {
    const large = path.join(scratch(), 'large.jsonl');
    writeFileSync(large, '');
    truncateSync(large, 2_000_000_000);
    for (const [checkpoint, why] of [
      ['/dev/zero', 'it is not a regular file'],
      [large, 'it has 2000000000 bytes, and at most 100000000 are read'],
    ] as const) {
      const told = verify({ checkpoint, state: makeState().root }, makeScreen());
      await expect(told).rejects.toThrow(`--checkpoint ${checkpoint} cannot be read: ${why}; name a file`);
    }
  });

  it.each(['nonsense', '{}', '[1]'])('refuses a file of checkpoints that holds %s', async (text) => {
    const kept = path.join(scratch(), 'kept.jsonl');
    writeFileSync(kept, `\n${text}`);
    await expect(verify({ checkpoint: kept, state: makeState().root }, makeScreen())).rejects.toThrow(
      /:2 is no checkpoint/,
    );
  });

  it('does not take a file without any checkpoint for a proof', async () => {
    const { state } = await filled();
    const kept = path.join(scratch(), 'kept.jsonl');
    writeFileSync(kept, '\n');
    await expect(verify({ checkpoint: kept, state: state.root }, makeScreen())).rejects.toThrow(
      /kept\.jsonl holds no checkpoint, so nothing could be held against it/,
    );
  });
});
