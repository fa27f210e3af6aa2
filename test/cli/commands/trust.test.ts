import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { trust } from '../../../src/cli/commands/trust.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { alone, makeScreen, makeState, scratch, withRecord } from '../stage.ts';

function setUp() {
  const state = makeState();
  const config = path.join(scratch(), 'c.yaml');
  const write = (args: string) =>
    writeFileSync(
      config,
      `servers:\n  files: { command: npx, args: [-y, ${args}], env: { TOKEN: x }, cwd: /w }\n  crm: { url: "https://crm.example/mcp" }\n`,
    );
  write('some-server');
  return { state, write, options: { config, state: state.root, guard: alone } };
}

const listed = async (options: object): Promise<{ name: string; trusted: boolean }[]> => {
  const screen = makeScreen();
  await trust(undefined, { ...options, list: true, json: true }, screen);
  return screen
    .printed()
    .split('\n')
    .map((line) => JSON.parse(line));
};

describe('trusting', () => {
  it('shows the whole command with what deserves a second look, asks, records and remembers', async () => {
    const { state, options } = setUp();
    const screen = makeScreen({ answers: ['yes'] });
    expect(await trust('files', options, screen)).toBe(0);
    for (const part of ['npx -y some-server', 'in /w', 'with TOKEN set', 'newest version']) {
      expect(screen.printed()).toContain(part);
    }
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([false, true, false]);
    const kinds = [];
    for await (const { record } of readRecords(state.journal, { kinds: ['trust'] })) kinds.push(record.entry);
    expect(kinds).toMatchObject([{ kind: 'trust', what: 'command', name: 'files' }]);
    const again = makeScreen();
    expect(await trust('files', options, again)).toBe(0);
    expect(again.printed()).toMatch(
      /files is trusted already; the configuration itself is not: sallyport trust --config /,
    );
  });

  it('shows what is in a configuration, servers that were trusted elsewhere included', async () => {
    const { options } = setUp();
    await trust('files', options, makeScreen({ answers: ['yes'] }));
    const policy = 'policy: { packs: [observe], off: [schema-invalid], inspectors: { secrets: { mode: audit } } }';
    appendFileSync(
      options.config,
      `agents: { desk: { purpose: all } }\npurposes: { all: { allow: ["*"] } }\n${policy}\n`,
    );
    const screen = makeScreen({ answers: [] });
    expect(await trust(undefined, options, screen)).toBe(1);
    const [before = ''] = screen.printed().split('Stopped here');
    for (const line of [
      'server files: npx -y some-server in /w with TOKEN set',
      'server crm: https://crm.example/mcp',
      'agents: desk',
      'purposes: all',
      'policy: observe',
      'rules turned off: schema-invalid',
      'inspectors that only record: secrets',
    ])
      expect(before.split('\n')).toContain(`  ${line}`);
  });

  it('shows the command that tells of held calls, and asks about it as about a server', async () => {
    const { options } = setUp();
    appendFileSync(options.config, 'approvals: { notify: [./tell.sh, a b] }\n');
    const screen = makeScreen({ answers: ['yes'] });
    expect(await trust('approvals.notify', options, screen)).toBe(0);
    expect(screen.printed()).toMatch(/Command approvals\.notify\n {2}\.\/tell\.sh "a b"\n/);
    const rows = await listed(options);
    expect(rows.find(({ name }) => name === 'approvals.notify')?.trusted).toBe(true);
    const whole = makeScreen({ answers: ['no'] });
    await trust(undefined, options, whole);
    expect(whole.printed()).toContain('told of held calls: ./tell.sh "a b"');
  });

  it('says of a changed configuration what it lets pass, as long as it waits', async () => {
    const { state, options } = setUp();
    const told = async (file: string, waits: string): Promise<void> =>
      withRecord(state, async (journal) => {
        await journal.write({ kind: 'note', about: 'reload', message: 'it waits', file, waits });
      });
    const shown = async (): Promise<string> => {
      const screen = makeScreen({ answers: [] });
      await trust(undefined, options, screen);
      return screen.printed();
    };
    expect(await shown()).not.toContain('lets more pass');
    await told(options.config, 'it lets more pass: rule "a" is gone; rule "b" is gone');
    await told('/other.yaml', 'it was only found, and has changed');
    expect(await shown()).toMatch(/^ {2}! it lets more pass: rule "a" is gone; rule "b" is gone$/m);
    await withRecord(state, async (journal) => {
      await journal.write({ kind: 'reload', policy: 'p', file: options.config, loosened: [] });
    });
    expect(await shown()).not.toContain('lets more pass');
  });

  it('asks anew when what runs has changed', async () => {
    const { state, options, write } = setUp();
    await trust(undefined, options, makeScreen({ answers: ['yes', 'yes', 'yes'] }));
    // However many answers: one command, one chain.
    expect(await verifyJournal(state.journal)).toMatchObject({ ok: true, chains: 1 });
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([true, true, true]);
    write('other-server');
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([false, false, true]);
  });

  it('shows what variables are set to, but no secret', async () => {
    const { options } = setUp();
    const text = '{ HOME: /tmp/h, API_KEY: hunter2, TOKEN: "$' + '{env:T}" }';
    writeFileSync(options.config, `servers:\n  files: { command: npx, env: ${text} }\n`);
    const screen = makeScreen({ answers: ['yes'] });
    await trust('files', options, screen);
    expect(screen.printed()).toContain(`with HOME=/tmp/h, API_KEY, TOKEN=${'$'}{env:T} set`);
    expect(screen.printed()).not.toContain('hunter2');
    writeFileSync(options.config, `servers:\n  files: { command: npx, env: ${text.replace('/tmp/h', '/tmp/i')} }\n`);
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([false, false]);
  });

  it('leaves what a person refuses, and everything where no person is', async () => {
    const { state, options } = setUp();
    await trust(undefined, options, makeScreen({ answers: ['no', 'no', 'no'] }));
    expect(readdirSync(state.journal)).toEqual([]);
    expect(await trust(undefined, options, makeScreen({ answers: ['no', 'yes', 'no'] }))).toBe(1);
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([false, true, false]);
    const nobody = makeScreen();
    expect(await trust(undefined, options, nobody)).toBe(1);
    expect(nobody.complained()).toMatch(/nothing was trusted: there is no terminal/);
  });

  it('asks no further where a question is left without an answer', async () => {
    const { options } = setUp();
    const screen = makeScreen({ answers: ['yes'] });
    expect(await trust(undefined, options, screen)).toBe(1);
    expect(screen.asked).toHaveLength(2);
    expect(screen.printed()).toMatch(/Stopped here: what was not answered stays as it is\.$/);
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([true, false, false]);
  });

  it('suggests the server that was meant, and lists for people', async () => {
    const { options } = setUp();
    await expect(trust('flies', options, makeScreen())).rejects.toThrow(/did you mean "files"/);
    const screen = makeScreen();
    await trust(undefined, { ...options, list: true }, screen);
    expect(screen.printed()).toMatch(/waits +server +files +npx -y some-server in \/w with TOKEN set/);
  });

  it('shows the code of an inspector whole, and asks anew when it has changed', async () => {
    const { options, state } = setUp();
    const code = path.join(path.dirname(options.config), 'mine.mjs');
    writeFileSync(options.config, 'policy: { inspectors: { mine: { file: mine.mjs } } }\n');
    writeFileSync(code, 'export default {\n  version: 1,\u200b\n};\n');
    const screen = makeScreen({ answers: ['yes'] });
    expect(await trust('mine', options, screen)).toBe(0);
    expect(screen.printed()).toContain(`Inspector mine: ${code}, code that runs in Sallyport's own process`);
    expect(screen.printed()).toContain('  |   version: 1,\\u{200b}\n');
    expect((await listed(options)).map(({ name, trusted }) => [name, trusted])).toEqual([
      [options.config, false],
      ['mine', true],
    ]);
    const kinds = [];
    for await (const { record } of readRecords(state.journal, { kinds: ['trust'] })) kinds.push(record.entry);
    expect(kinds).toMatchObject([{ what: 'inspector', name: 'mine' }]);
    writeFileSync(code, `${'// more\n'.repeat(500)}`);
    expect((await listed(options)).map(({ trusted }) => trusted)).toEqual([false, false]);
    const long = makeScreen({ answers: ['no'] });
    expect(await trust('mine', options, long)).toBe(1);
    expect(long.printed()).toContain(`300 more lines: read them in ${code} first.`);
  });
});
