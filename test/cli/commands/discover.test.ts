import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { discover } from '../../../src/cli/commands/discover.ts';
import { openProgress } from '../../../src/cli/printing/progress.ts';
import { makeScreen, runCli, scratch } from '../stage.ts';

const SECRET = 'q7Rk2VbT9xLmZ4aaQQ';

function home(servers: object): NodeJS.ProcessEnv {
  const dir = scratch();
  mkdirSync(path.join(dir, '.cursor'));
  writeFileSync(path.join(dir, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: servers }));
  return { HOME: dir, USERPROFILE: dir, SALLYPORT_STATE: path.join(dir, 'state') };
}

it('prints what goes past Sallyport, with what it holds, and ends with 1', async () => {
  const env = home({ mail: { command: 'npx', args: ['-y', 'mail-mcp'], env: { MAIL_TOKEN: SECRET } } });
  const { code, out, err } = await runCli(['discover', '--only', 'clients'], env, env.HOME);
  expect(err).toBe('');
  expect(code).toBe(1);
  expect(out).toMatch(/mail +goes past, unknown +certain +configured in Cursor, \S+mcp\.json:1/);
  expect(out).toContain('MAIL_TOKEN: [hidden, 18 characters]');
  expect(out).not.toContain(SECRET);
  expect(out).toContain('1 server, 1 of them reached without Sallyport, 1 secret in plain text.');
  expect(out).toContain('sallyport adopt');
});

it('ends with 0 where everything is behind Sallyport, and says so with --json', async () => {
  const env = home({ gate: { command: 'sallyport', args: ['serve'] } });
  writeFileSync(path.join(env.HOME ?? '', 'servers.config.yaml'), 'servers:\n  mail: { command: mail }\n');
  const { code, out } = await runCli(['discover', '--only', 'clients', '--json'], env, env.HOME);
  expect(code).toBe(0);
  const { finds, ...rest } = JSON.parse(out);
  expect(rest).toMatchObject({ servers: 1, behind: 1, past: 0, troubles: [] });
  expect(finds.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
    ['mail', 'server'],
    ['gate', 'sallyport'],
  ]);
});

it('lists what could not be read beside what was found, and ends with 1', async () => {
  const env = home({});
  writeFileSync(path.join(env.HOME ?? '', '.claude.json'), '{ "mcpServers": {');
  const { code, out } = await runCli(['discover', '--only', 'clients', '--state', '/dev/null/x'], env, env.HOME);
  expect(code).toBe(1);
  expect(out).toMatch(/Could not be looked at[\s\S]*\.claude\.json:1:/);
  expect(out).toContain('was not kept');
  expect(out).toMatch(/^No server or agent was found/);
  expect(out).toContain('0 servers.');
});

it('looks through a folder, and wants one where only a folder can be meant', async () => {
  const env = home({});
  const folder = scratch();
  writeFileSync(path.join(folder, 'compose.yaml'), 'services: { git: { image: mcp/git } }');
  writeFileSync(path.join(folder, 'requirements.txt'), 'langgraph==1\n');
  const args = ['discover', '--only', 'code', '--only', 'manifests'];
  const { code, out } = await runCli([...args, '--folder', folder], env, env.HOME);
  expect(code).toBe(0);
  expect(out).toMatch(/git +unknown +certain/);
  expect(out).toMatch(/AGENT[\s\S]*likely\s+depends on langgraph/);
  expect(out).toContain('1 server, 1 agent in code.');
  const none = await runCli(args, env, env.HOME);
  expect(none.code).toBe(2);
  expect(none.err).toContain('--folder DIR');
});

it('fits a terminal of 80 columns, and shows how far it has come', async () => {
  const folder = scratch();
  for (let i = 0; i < 30; i++) {
    mkdirSync(path.join(folder, `service-${i}`));
    writeFileSync(
      path.join(folder, `service-${i}`, 'compose.yaml'),
      `services: { git-${i}: { image: mcp/git-of-the-house } }`,
    );
  }
  const written: string[] = [];
  let clock = 0;
  const progress = openProgress({
    isTerminal: true,
    write: (text) => void written.push(text),
    now: () => (clock += 400),
  });
  const screen = makeScreen({ isTerminal: true, width: 80 });
  const state = path.join(folder, 'state');
  await discover({ only: ['manifests'], folder, state }, screen, progress);
  const wide = screen
    .printed()
    .split('\n')
    .filter((line) => line.length > 80);
  expect(wide).toEqual([]);
  expect(screen.printed()).toMatch(/^git-0 +unknown +certain$/m);
  expect(written.join('')).toMatch(/manifests \[#+\.+\] \d+ of 30/);
});
