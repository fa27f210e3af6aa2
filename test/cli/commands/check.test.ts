import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import { trust } from '../../../src/cli/commands/trust.ts';
import { alone, makeScreen, makeState, runCli, scratch } from '../stage.ts';

function configOf(text: string): string {
  const config = path.join(scratch(), 'c.yaml');
  writeFileSync(config, text);
  return config;
}

describe('checking', () => {
  it('says that a configuration is good', async () => {
    const config = configOf('servers: { bank: { command: node } }\n');
    const screen = makeScreen();
    expect(await check({ config }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/c\.yaml: good; 1 server, \d+ rules, no tests$/m);
  });

  it('says that no server is there, and how to add one, and lets that be', async () => {
    for (const text of ['servers: {}\n', 'names: plain\n', '# nothing yet\n']) {
      const screen = makeScreen();
      expect(await check({ config: configOf(text) }, screen)).toBe(0);
      expect(screen.printed()).toMatch(/no server is configured[\s\S]*servers: \{ NAME: [\s\S]*sallyport adopt/);
      expect(screen.printed()).toMatch(/c\.yaml: usable, 1 warning; 0 servers/);
    }
  });

  it('says nothing of a lockfile where no server is that it could be about', async () => {
    for (const text of ['servers: {}\n', 'servers: { bank: { command: node, disabled: true } }\n']) {
      const screen = makeScreen();
      await check({ config: configOf(text) }, screen);
      expect(screen.printed()).not.toContain('lockfile');
    }
  });

  it('names the servers that a lockfile lacks, but none that is switched off', async () => {
    const config = configOf('servers: { bank: { command: node }, old: { command: node, disabled: true } }\n');
    const lockfile = path.join(path.dirname(config), 'my.lock');
    writeFileSync(lockfile, 'lockfile: 1\nservers: {}\n');
    const screen = makeScreen();
    expect(await check({ config, lockfile }, screen)).toBe(0);
    expect(screen.printed()).toContain(`${lockfile}: 0 servers locked; not in it yet: bank (sallyport lock`);
  });

  it('says what to do where a whole line stands as a program, in the words of the start', async () => {
    const screen = makeScreen();
    const config = configOf('servers:\n  a: { command: "no-such-npx -y server" }\n  b: { command: node }\n');
    expect(await check({ config }, screen)).toBe(0);
    expect(screen.printed()).toMatch(
      /c\.yaml:2:\d+: servers\.a\.command: it is a whole line.*only no-such-npx.*`args`/,
    );
    expect(screen.printed()).toMatch(/usable, 1 warning/);
  });

  it('says what waits for a person, which is no mistake, until one has looked or --trust stands in', async () => {
    const state = makeState();
    const config = configOf('servers: { a: { command: node }, b: { command: node, disabled: true } }\n');
    const said = async (more: object = {}): Promise<string> => {
      const screen = makeScreen();
      expect(await check({ config, state: state.root, ...more }, screen)).toBe(0);
      return screen.printed();
    };
    expect(await said()).toMatch(
      /: good; [\s\S]*may run: a\. Look at it with: sallyport trust --config \S+ --state \S+$/,
    );
    expect(await said({ trust: true })).not.toContain('sallyport trust');
    await trust('a', { config, state: state.root, guard: alone }, makeScreen({ answers: ['yes'] }));
    expect(await said()).not.toContain('sallyport trust');
  });

  it('calls nothing good where the state directory that was named is not there', async () => {
    const config = configOf('servers: { a: { command: node } }\n');
    const state = path.join(scratch(), 'nowhere');
    const screen = makeScreen();
    expect(await check({ config, state }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/^warning there is no record in .*nowhere: .*--state/m);
    expect(screen.printed()).toContain('usable, 1 warning');
    // An empty one is not mistyped: somebody made it for this.
    mkdirSync(state);
    const empty = makeScreen();
    await check({ config, state }, empty);
    expect(empty.printed()).toContain('c.yaml: good; 1 server');
    rmdirSync(state);
    writeFileSync(state, '');
    const file = makeScreen();
    await check({ config, state }, file);
    expect(file.printed()).toMatch(/nowhere is a file, and no state directory/);
  });

  it('is told which state directory it is about, as the commands beside it are, and names it in what to do', async () => {
    const file = path.join(scratch(), 'c.yaml');
    writeFileSync(file, 'servers: { a: { command: node } }\n');
    const state = path.join(scratch(), 'state');
    const { code, out } = await runCli(['check', '--config', file, '--state', state]);
    expect(code).toBe(0);
    expect(out).toContain(`sallyport trust --config ${file} --state ${state}`);
    // What nobody let run cannot be locked, so that step is told after this one.
    expect(out).not.toContain('lockfile');
    const { out: trusted } = await runCli(['check', '--config', file, '--state', state, '--trust']);
    expect(trusted).toContain(`sallyport lock --config ${file} --state ${state}`);
    expect(existsSync(state)).toBe(false);
  });

  it('refuses a lockfile that is not UTF-8, by its name and line', async () => {
    const config = configOf('servers: { bank: { command: node } }\n');
    const lockfile = path.join(path.dirname(config), 'my.lock');
    writeFileSync(lockfile, Buffer.from('lockfile: 1\n# \xe9\nservers:\n', 'latin1'));
    await expect(check({ config, lockfile }, makeScreen())).rejects.toThrow(/my\.lock: line 2 is not UTF-8 text/);
  });

  it('says which server cannot start, and why', async () => {
    const config = configOf(
      'servers: { crm: { url: "https://crm.example", headers: { A: "${env:NO_SUCH_TOKEN}" } } }\n',
    );
    const screen = makeScreen();
    expect(await check({ config }, screen)).toBe(0);
    expect(screen.printed()).toMatch(/\[crm\] cannot start: .*NO_SUCH_TOKEN[\s\S]*usable, 1 warning/);
    const json = makeScreen();
    await check({ config, json: true }, json);
    expect(JSON.parse(json.printed())).toMatchObject({
      path: config,
      servers: 1,
      wanting: { crm: expect.any(String) },
    });
  });

  it.each([
    ['servers: { bank: { comand: node } }', /comand[\s\S]*\^/],
    ['policy: { rules: [ { id: x, effect: ask, reason: r, when: "call.arg" } ] }', /\^/],
    ['servers: [', /c\.yaml:\d+:\d+/],
  ])('throws with the place of what is wrong: %s', async (text, why) => {
    await expect(check({ config: configOf(text) }, makeScreen())).rejects.toThrow(why);
  });
});

it('says what is wrong to programs too, each thing with its place', async () => {
  const screen = makeScreen();
  const config = configOf('servers:\n  bank: { comand: node }\n  web: { url: "ftp://x" }\n');
  expect(await check({ config, json: true }, screen)).toBe(1);
  const { errors } = JSON.parse(screen.printed());
  expect(errors).toHaveLength(2);
  expect(errors[0]).toMatchObject({ path: ['servers', 'bank'], place: { file: config, line: 2 } });
  expect(errors[0].what).toContain('comand');
});

describe('tests in the file', () => {
  const text = (expected: string) =>
    `servers: { mail: { command: mail } }\npolicy:\n  rules: [{ id: r, tools: ["mail.*"], effect: ask, reason: r }]\n  tests:\n    - { call: { tool: mail.send, args: { path: "../../../../etc/shadow" } }, expect: ${expected} }\n`;

  it('run with what the inspectors see, and fail the check', async () => {
    const screen = makeScreen();
    expect(await check({ config: configOf(text('ask')) }, screen)).toBe(1);
    expect(screen.printed()).toContain('0 of 1 test passed');
    expect(screen.printed()).toMatch(/deny/);
    expect(await check({ config: configOf(text('deny')) }, makeScreen())).toBe(0);
  });
});
