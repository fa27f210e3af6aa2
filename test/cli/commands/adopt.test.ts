import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adopt } from '../../../src/cli/commands/adopt.ts';
import { trust } from '../../../src/cli/commands/trust.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { makeHome } from '../adopt-home.ts';
import { alone, makeScreen, scratch } from '../stage.ts';

describe('adopting', () => {
  it('shows what is taken and every line that changes, asks, writes, records and trusts', async () => {
    const { options, files, config, read, state } = makeHome();
    const screen = makeScreen({ answers: ['yes'] });
    expect(await adopt(options, screen)).toBe(0);
    const said = screen.printed();
    for (const part of [
      'Claude Desktop',
      files.desktop,
      'echo (called echo-cursor from now on)',
      '"timeout" has no effect',
      '"disabledTools" keeps tools',
      '+     command: uvx',
      '-     "notes": {',
      'sallyport restore',
    ]) {
      expect(said).toContain(part);
    }
    expect(said).not.toContain('q7Rk2');
    expect(screen.asked).toHaveLength(1);
    expect(Object.keys(JSON.parse(read(files.desktop)).mcpServers)).toEqual(['sallyport']);
    expect(read(config)).not.toContain('q7Rk2');
    const list = makeScreen();
    await trust(undefined, { config, state: state.root, guard: alone, list: true, json: true }, list);
    expect(
      list
        .printed()
        .split('\n')
        .map((line) => JSON.parse(line).trusted),
    ).toEqual([true, true, true, true]);
    const kinds: string[] = [];
    for await (const { record } of readRecords(state.journal, { kinds: ['trust', 'note'] }))
      if (record.entry.kind !== 'note' || record.entry.about === 'adopt') kinds.push(record.entry.kind);
    expect(kinds.sort()).toEqual(['note', 'trust', 'trust', 'trust', 'trust']);
  });

  it('twice changes nothing the second time', async () => {
    const { options, files, config, read } = makeHome();
    await adopt(options, makeScreen({ answers: ['yes'] }));
    const before = [files.desktop, files.cursor, config].map(read);
    const screen = makeScreen();
    expect(await adopt(options, screen)).toBe(0);
    expect(screen.printed()).toMatch(/nothing to adopt/);
    expect([files.desktop, files.cursor, config].map(read)).toEqual(before);
  });

  it.each([
    ['a dry run', { dryRun: true }, undefined, 0],
    ['a no', {}, ['no'], 1],
    ['no answer', {}, [], 1],
  ])('writes nothing after %s', async (_, more, answers, code) => {
    const { options, files, config, read } = makeHome();
    const before = read(files.desktop);
    const screen = makeScreen(answers === undefined ? {} : { answers });
    expect(await adopt({ ...options, ...more }, screen)).toBe(code);
    expect(screen.printed()).toMatch(/Nothing was written/);
    expect(read(files.desktop)).toBe(before);
    expect(existsSync(config)).toBe(false);
  });

  it('with --yes writes without a terminal, and says that nobody has looked yet', async () => {
    const { options, config, state } = makeHome();
    const screen = makeScreen();
    expect(await adopt({ ...options, yes: true }, screen)).toBe(0);
    expect(screen.printed()).toContain(`sallyport trust --config ${config}`);
    const list = makeScreen();
    await trust(undefined, { config, state: state.root, guard: alone, list: true, json: true }, list);
    expect(list.printed()).not.toContain('"trusted":true');
  });

  it('asks which of several clients at a terminal, and takes those alone', async () => {
    const { options, files, read } = makeHome();
    const before = read(files.desktop);
    const offered: string[] = [];
    const choose: NonNullable<typeof options.choose> = async (_, all) => {
      offered.push(...all.map(({ label, hint }) => `${label}: ${hint}`));
      return ['cursor'];
    };
    expect(await adopt({ ...options, choose }, makeScreen({ answers: ['yes'], isTerminal: true }))).toBe(0);
    expect(offered).toEqual(['Claude Desktop: echo, notes', 'Cursor: echo']);
    expect(read(files.desktop)).toBe(before);
    expect(read(files.cursor)).toContain('sallyport');
    const none = makeScreen({ answers: [], isTerminal: true });
    expect(await adopt({ ...makeHome().options, choose: async () => undefined }, none)).toBe(1);
    expect(none.printed()).toMatch(/Nothing was written/);
  });

  it('says of a client that nothing can be taken from why, also where others are chosen from', async () => {
    const { options, home, write } = makeHome();
    write(path.join(home, '.kiro', 'settings', 'mcp.json'), {
      mcpServers: { vars: { command: 'x', envFile: '.env' } },
    });
    const screen = makeScreen({ answers: ['yes'], isTerminal: true });
    expect(await adopt({ ...options, choose: async () => ['cursor'] }, screen)).toBe(0);
    expect(screen.printed()).toContain('vars of Kiro: it reads variables from .env');
    expect(screen.printed()).not.toContain('notes of Claude Desktop');
  });

  it('complains of no file of a client that was not asked for', async () => {
    const { options, files, write } = makeHome();
    write(files.cursor, '{');
    const screen = makeScreen();
    expect(await adopt({ ...options, client: ['claude-desktop'], yes: true }, screen)).toBe(0);
    expect(screen.complained()).toBe('');
  });

  it('names a server that nobody has, also where a file could not be read', async () => {
    const { options, files, write } = makeHome();
    write(files.cursor, '{');
    await expect(adopt({ ...options, server: ['nots'], yes: true }, makeScreen())).rejects.toThrow(
      'no client has a server nots (did you mean "notes"?), as far as their files could be read',
    );
  });

  it('prints one object for programs, with no secret in it, and writes only with --yes', async () => {
    const { options, files, config, read, write, home } = makeHome();
    write(path.join(home, '.kiro', 'settings', 'mcp.json'), {
      mcpServers: { vars: { command: 'x', envFile: '.env' } },
    });
    write(path.join(home, '.gemini', 'settings.json'), '{');
    const before = read(files.desktop);
    await expect(adopt({ ...options, json: true }, makeScreen({ answers: ['yes'] }))).rejects.toThrow(
      /--json asks nobody/,
    );
    const look = async (more: object) => {
      const screen = makeScreen();
      const code = await adopt({ ...options, ...more, json: true }, screen);
      expect(screen.complained()).toBe('');
      expect(screen.printed()).not.toContain('q7Rk2');
      return { code, ...JSON.parse(screen.printed()) };
    };
    const dry = await look({ dryRun: true });
    expect(dry).toMatchObject({
      code: 0,
      written: false,
      config,
      files: [
        { client: 'claude-desktop', file: files.desktop },
        { client: 'cursor', file: files.cursor },
      ],
      taken: [
        { client: 'claude-desktop', server: 'echo', as: 'echo', new: true },
        { client: 'claude-desktop', server: 'notes', as: 'notes', new: true },
        { client: 'cursor', server: 'echo', as: 'echo-cursor', new: true },
      ],
      left: [{ client: 'kiro', server: 'vars', why: expect.stringContaining('.env') }],
      secrets: [{ name: 'echo-API_KEY' }],
      reach: [
        { client: 'Claude Desktop', gains: ['echo-cursor'] },
        { client: 'Cursor', gains: ['echo', 'notes'] },
      ],
      troubles: [expect.stringContaining('Gemini CLI')],
    });
    expect(read(files.desktop)).toBe(before);
    expect(await look({ yes: true })).toEqual({ ...dry, written: true });
    expect(read(files.desktop)).toContain('sallyport');
    expect(await look({ yes: true })).toMatchObject({ code: 1, written: false, files: [], taken: [] });
  });

  it('takes no project that is not there', async () => {
    const { options } = makeHome();
    const gone = path.join(scratch(), 'gone');
    await expect(adopt({ ...options, project: gone, yes: true }, makeScreen())).rejects.toThrow(
      `--project ${gone} is not a folder`,
    );
  });

  it('goes on without what cannot be read, and says where that is', async () => {
    const { options, files, write, read } = makeHome();
    write(files.cursor, '{\n  "mcpServers": { !\n}');
    const screen = makeScreen({ answers: ['yes'] });
    expect(await adopt(options, screen)).toBe(0);
    expect(screen.complained()).toContain(`${files.cursor}:2:`);
    expect(read(files.cursor)).toBe('{\n  "mcpServers": { !\n}');
    expect(read(files.desktop)).toContain('sallyport');
  });

  it('fails where nothing could be read, rather than say that there is nothing', async () => {
    const { options, files, write } = makeHome();
    write(files.cursor, '{');
    write(files.desktop, '{');
    expect(await adopt(options, makeScreen({ answers: [] }))).toBe(1);
  });

  it('keeps what a person wrote in the configuration', async () => {
    const { options, write, read } = makeHome();
    const config = path.join(scratch(), 'mine.yaml');
    write(config, '# mine\nservers:\n  here:\n    command: x # here\n');
    await adopt({ ...options, config }, makeScreen({ answers: ['yes'] }));
    expect(read(config)).toMatch(/^# mine\nservers:\n {2}here:\n {4}command: x # here\n {2}echo:/);
  });
});

describe('adoption is refused', () => {
  it.each([
    ['below an agent', { env: { CLAUDECODE: '1' } }, /nothing was adopted: .*CLAUDECODE/],
    ['below a server of ours', { env: { SALLYPORT_DOWNSTREAM: '1' } }, /nothing was adopted/],
  ])('%s', async (_, more, why) => {
    const { options, files, read } = makeHome();
    const before = read(files.desktop);
    const screen = makeScreen({ answers: ['yes'], ...more });
    expect(await adopt({ ...options, yes: true }, screen)).toBe(1);
    expect(screen.complained()).toMatch(why);
    expect(read(files.desktop)).toBe(before);
  });

  it('where nobody can be asked', async () => {
    await expect(adopt(makeHome().options, makeScreen())).rejects.toThrow(/say --yes, or --dry-run/);
  });

  it.each([
    [{ client: ['cursr'] }, /no client is called cursr \(did you mean "cursor"\?\)/],
    [{ server: ['ecko'] }, /no client has a server ecko \(did you mean "echo"\?\); there are: echo, notes$/],
    [{ server: ['echo', 'nope'], yes: true }, /no client has a server nope; there are: echo, notes$/],
  ])('of what is not there: %j', async (more, why) => {
    await expect(adopt({ ...makeHome().options, ...more }, makeScreen())).rejects.toThrow(why);
  });

  it('where the home folder cannot be read', async () => {
    const { options, home, config } = makeHome();
    rmSync(home, { recursive: true });
    await expect(adopt({ ...options, yes: true }, makeScreen())).rejects.toThrow(
      `your home folder ${home} cannot be read, so nothing was looked at or written`,
    );
    expect(existsSync(config)).toBe(false);
  });

  it('into the file of a client', async () => {
    const { options, files } = makeHome();
    await expect(adopt({ ...options, config: files.cursor }, makeScreen())).rejects.toThrow(/a client's own file/);
  });
});
