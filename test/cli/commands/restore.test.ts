import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adopt } from '../../../src/cli/commands/adopt.ts';
import { restore } from '../../../src/cli/commands/restore.ts';
import { makeHome } from '../adopt-home.ts';
import { alone, makeScreen, scratch } from '../stage.ts';

async function adopted() {
  const made = makeHome();
  const before = [made.files.desktop, made.files.cursor].map(made.read);
  await adopt(made.options, makeScreen({ answers: ['yes'] }));
  return {
    ...made,
    before,
    options: { state: made.state.root, guard: alone },
    now: () => [made.files.desktop, made.files.cursor].map(made.read),
  };
}

describe('restoring', () => {
  it('asks, and puts everything back', async () => {
    const { options, before, now, config, files } = await adopted();
    const screen = makeScreen({ answers: ['yes'] });
    expect(await restore(options, screen)).toBe(0);
    expect(screen.printed()).toContain(`${files.desktop} becomes what it was.`);
    expect(screen.printed()).toContain(`${config} is removed`);
    expect(now()).toEqual(before);
    expect(existsSync(config)).toBe(false);
    const again = makeScreen();
    expect(await restore(options, again)).toBe(0);
    expect(again.printed()).toMatch(/nothing to put back/);
  });

  it('says before it asks that the file of a secret goes, and removes it with a yes only', async () => {
    const { options, state } = await adopted();
    const secret = path.join(state.adoptions, 'secrets', 'echo-API_KEY');
    const no = makeScreen({ answers: ['no'] });
    await restore(options, no);
    expect(no.printed()).toContain(`${secret} is removed: nothing refers to the secret in it`);
    expect(existsSync(secret)).toBe(true);
    const json = makeScreen();
    await restore({ ...options, json: true, yes: true }, json);
    expect(JSON.parse(json.printed())).toMatchObject({ written: true, secrets: [secret] });
    expect(existsSync(secret)).toBe(false);
  });

  it('says what of ours stays behind: the lockfile, which somebody had written', async () => {
    const { options, config } = await adopted();
    const lockfile = path.join(path.dirname(config), 'sallyport.lock.yaml');
    writeFileSync(lockfile, 'version: 1\n');
    const screen = makeScreen();
    expect(await restore({ ...options, yes: true }, screen)).toBe(0);
    expect(screen.printed()).toContain(`${lockfile} stays, since adoption did not write it`);
    expect(existsSync(lockfile)).toBe(true);
  });

  it('of one client leaves the others', async () => {
    const { options, before, now } = await adopted();
    expect(await restore({ ...options, client: ['cursor'], yes: true }, makeScreen())).toBe(0);
    expect(now()[0]).not.toBe(before[0]);
    expect(now()[1]).toBe(before[1]);
  });

  it('refuses where a file was changed since, says what to do, and does that', async () => {
    const { options, before, now, files, write, read } = await adopted();
    write(files.cursor, read(files.cursor).replace('{', '{\n  "added": 1,'));
    const screen = makeScreen();
    expect(await restore({ ...options, yes: true }, screen)).toBe(1);
    expect(screen.complained()).toMatch(
      /mcp\.json: it was changed since; say --keep-changes .* --force[\s\S]*nothing was put back/,
    );
    expect(now()[0]).not.toBe(before[0]);
    const second = makeScreen();
    expect(await restore({ ...options, yes: true, keepChanges: true }, second)).toBe(0);
    expect(second.printed()).toContain(`${files.cursor} gets its servers back; whatever else was changed there stays.`);
    expect(now()[0]).toBe(before[0]);
    expect(JSON.parse(now()[1] ?? '')).toEqual({ added: 1, ...JSON.parse(before[1] ?? '') });
  });

  it.each([
    ['a dry run', { dryRun: true }, undefined, 0],
    ['a no', {}, ['no'], 1],
  ])('writes nothing after %s', async (_, more, answers, code) => {
    const { options, now } = await adopted();
    const before = now();
    const screen = makeScreen(answers === undefined ? {} : { answers });
    expect(await restore({ ...options, ...more }, screen)).toBe(code);
    expect(screen.printed()).toMatch(/Nothing was written/);
    expect(now()).toEqual(before);
  });

  it('is refused below an agent, and where nobody can be asked', async () => {
    const { options, now } = await adopted();
    const before = now();
    const screen = makeScreen({ answers: ['yes'], env: { CODEX_SANDBOX: '1' } });
    expect(await restore({ ...options, yes: true }, screen)).toBe(1);
    expect(screen.complained()).toMatch(/nothing was put back: .*CODEX_SANDBOX/);
    await expect(restore(options, makeScreen())).rejects.toThrow(/say --yes/);
    await expect(restore({ ...options, force: true, keepChanges: true }, makeScreen())).rejects.toThrow(/either/);
    expect(now()).toEqual(before);
  });

  it('says that nothing was adopted here, whoever asks: nothing would be decided', async () => {
    const state = path.join(scratch(), 'none');
    const screen = makeScreen({ env: { CODEX_SANDBOX: '1' } });
    mkdirSync(path.join(state, 'journal'), { recursive: true, mode: 0o700 });
    expect(await restore({ state }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/nothing to put back: no adoption is on record/);
    expect(screen.complained()).toBe('');
  });

  it('prints one object for programs, and writes only with --yes and where nothing is refused', async () => {
    const { options, now, before } = await adopted();
    await expect(restore({ ...options, json: true }, makeScreen())).rejects.toThrow(/--json asks nobody/);
    const look = async (more: object) => {
      const screen = makeScreen();
      const code = await restore({ ...options, ...more, json: true }, screen);
      return { code, ...JSON.parse(screen.printed()) };
    };
    const adoptedFiles = now();
    expect(await look({ dryRun: true })).toMatchObject({
      code: 0,
      written: false,
      files: [{ client: 'claude-desktop' }, { client: 'cursor' }],
      configs: [{ removed: true }],
      refused: [],
    });
    expect(now()).toEqual(adoptedFiles);
    expect(await look({ yes: true })).toMatchObject({ code: 0, written: true });
    expect(now()).toEqual(before);
    expect(await look({ yes: true })).toMatchObject({ code: 0, written: false, files: [] });
  });

  it('knows no client that there is none of', async () => {
    await expect(restore({ client: ['cursr'], dryRun: true }, makeScreen())).rejects.toThrow(
      /no client is called cursr \(did you mean "cursor"\?\)/,
    );
  });
});
