import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkUp } from '../../../src/app/checkup/checkup.ts';
import { checkClients } from '../../../src/app/checkup/clients.ts';
import { VERSION } from '../../../src/app/version.ts';
import { type Place, place } from '../../e2e/gateway.ts';

function withCursor(at: Place, servers: object): void {
  mkdirSync(path.join(at.dir, '.cursor'), { recursive: true });
  writeFileSync(path.join(at.dir, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: servers }));
}

const look = async (at: Place) => {
  const env = { ...process.env, HOME: at.dir, XDG_CONFIG_HOME: '', APPDATA: '' };
  const checks = await checkUp({ config: at.config, state: at.state, start: false, env, now: Date.now });
  return checks.filter(({ about }) => about === 'client Cursor');
};

describe('a server that is behind Sallyport and that a client starts as well', () => {
  const files = { command: 'npx', args: ['-y', '@example/files', '/home'] };
  const crm = { url: 'https://crm.example/mcp' };
  const open = () => place({ servers: { files, crm, off: { command: 'off-server', disabled: true } } });

  it.each([
    ['by the same command', { mine: files }, 'files'],
    [
      'by another version of its package',
      { mine: { ...files, args: ['-y', '@example/files@2.0.0', '/home'] } },
      'files',
    ],
    ['by its address', { mine: { url: 'https://crm.example/mcp/' } }, 'crm'],
  ])('is said to go past it: %s', async (_, servers, name) => {
    const at = open();
    withCursor(at, servers);
    expect(await look(at)).toEqual([
      {
        about: 'client Cursor',
        state: 'doubtful',
        found: expect.stringMatching(
          new RegExp(`mcp\\.json:1: "mine" is ${name} of this configuration, .* go past Sallyport`),
        ),
        action: `Remove it there, or run \`sallyport adopt --client cursor --server mine --config ${at.config} --state ${at.state}\`; then start Cursor anew.`,
      },
    ]);
  });

  it('is taken with all others of its client at once', async () => {
    const at = open();
    withCursor(at, {
      mine: files,
      theirs: crm,
      left: { ...files, env: { KEY: '${input:k}' } },
      other: { command: 'x' },
    });
    const [mine, theirs, left, ...more] = await look(at);
    expect(more).toEqual([]);
    expect(mine?.action).toMatch(
      /^Remove them there, or run `sallyport adopt --client cursor --server mine --server theirs --config/,
    );
    expect(theirs?.action).toBe(mine?.action);
    expect(left?.action).toMatch(/^Remove it there /);
  });

  it('is not said to be taken by an adoption that leaves it: it needs what the client alone fills in', async () => {
    const at = open();
    withCursor(at, { mine: { ...files, env: { KEY: '${input:k}' } } });
    const [said, ...more] = await look(at);
    expect(more).toEqual([]);
    expect(said?.found).toMatch(/"mine" is files of this configuration/);
    expect(said?.action).toMatch(/^Remove it there .*it needs \$\{input:k\}, which only Cursor can fill in/);
    expect(said?.action).not.toContain('--client');
  });

  it.each([
    ['another one', { other: { command: 'npx', args: ['-y', '@example/mail'] } }],
    ['one that is disabled there', { mine: { ...files, disabled: true } }],
    ['one that is disabled behind Sallyport', { mine: { command: 'off-server' } }],
  ])('is not: %s', async (_, servers) => {
    const at = open();
    withCursor(at, servers);
    expect(await look(at)).toEqual([]);
  });
});

describe('another copy of Sallyport that a client starts', () => {
  const copy = (at: Place, version: string): string => {
    const main = path.join(at.dir, 'other', 'sallyport', 'dist', 'cli', 'main.js');
    mkdirSync(path.dirname(main), { recursive: true });
    writeFileSync(main, '');
    writeFileSync(path.join(main, '..', '..', '..', 'package.json'), JSON.stringify({ name: 'sallyport', version }));
    return main;
  };
  const found = async (at: Place, entry: object, programs: readonly string[]) => {
    withCursor(at, { sallyport: entry });
    const where = { home: at.dir, folder: path.join(at.dir, 'work'), platform: 'linux' as const, env: {}, programs };
    return (await checkClients(where)).map(({ state, found: said }) => `${state}: ${said}`);
  };

  it('is said to be one, with its version', async () => {
    const at = place({});
    const main = copy(at, '0.0.7');
    const entry = { command: process.execPath, args: [main, 'serve', '--config', at.config] };
    expect(await found(at, entry, ['/elsewhere/main.js'])).toEqual([
      expect.stringContaining(`${main}, of version 0.0.7; this is ${VERSION}`),
    ]);
    expect(await found(at, entry, [main])).toEqual([expect.stringMatching(/^good: /)]);
  });

  it('is told by the version that npx is given', async () => {
    const at = place({});
    const npx = (version: string) => ({
      command: 'npx',
      args: ['-y', `sallyport@${version}`, 'serve', '--config', at.config],
    });
    expect(await found(at, npx('0.0.7'), [])).toEqual([expect.stringContaining('sallyport@0.0.7, of version 0.0.7')]);
    expect(await found(at, npx(VERSION), [])).toEqual([expect.stringMatching(/^good: /)]);
  });
});
