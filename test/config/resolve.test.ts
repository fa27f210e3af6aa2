import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';
import { resolveReferences } from '../../src/config/resolve.ts';
import { configSchema } from '../../src/config/schema.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-resolve-'));
writeFileSync(path.join(folder, 'key.txt'), 'from-file\r\n');

const keychain = async (name: string): Promise<string> => {
  if (name === 'known') return 'from-keychain';
  throw new Error('not there');
};
const around = { env: { A: 'x', API_KEY: 'k-1', EMPTY: '' }, folder, workspace: '/work', keychain };
const resolve = (value: object) => resolveReferences(configSchema.parse(value), around);

describe('resolveReferences', () => {
  it('puts values in place, and leaves what belongs to a session', async () => {
    const { config, wanting } = await resolve({
      servers: {
        a: {
          command: '${workspace}/bin',
          args: ['${env:A}-${env:A}', '${file:key.txt}', '${session.id}', '$${env:A}', '${env:NONE:-d}', '${home}'],
          env: { K: '${keychain:known}', D: '${session.dir}', API: '${env:API_KEY}' },
        },
        b: { url: 'http://h/${env:A}', headers: { Authorization: 'Bearer ${env:A}' } },
      },
      http: { tokens: { me: '${env:A}${env:A}' } },
    });
    expect(config.servers.a).toMatchObject({
      command: '/work/bin',
      args: ['x-x', 'from-file', '${session.id}', '${env:A}', 'd', os.homedir()],
      env: { K: 'from-keychain', D: '${session.dir}', API: 'k-1' },
      disabled: false,
    });
    expect(config.servers.b).toMatchObject({ url: 'http://h/x', headers: { Authorization: 'Bearer x' } });
    expect(config.http.tokens).toEqual({ me: 'xx' });
    expect(wanting.size).toBe(0);
  });

  it('takes a relative cwd from the file', async () => {
    const { config } = await resolve({
      servers: { a: { command: 'x', cwd: 'sub' }, b: { command: 'x', cwd: '${session.dir}' } },
    });
    expect(config.servers.a?.cwd).toBe(path.join(folder, 'sub'));
    expect(config.servers.b?.cwd).toBe('${session.dir}');
  });

  it('disables only the server whose value is missing, and says what to do', async () => {
    const { config, wanting } = await resolve({
      servers: {
        a: { command: 'x', env: { K: '${env:NONE}' } },
        b: { command: 'x', args: ['${env:EMPTY}'] },
        c: { command: 'x', args: ['${file:nope}'] },
        d: { command: 'x', args: ['${keychain:unknown}'] },
        e: { command: 'x', args: ['${input:key}'] },
        f: { command: 'x' },
        g: { command: 'x', args: ['${env:NONE}'], disabled: true },
      },
    });
    expect(
      Object.entries(config.servers)
        .filter(([, server]) => server.disabled)
        .map(([name]) => name),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
    expect(wanting.get('a')).toBe(
      '${env:NONE}: the environment variable NONE is not set; set it where Sallyport is started',
    );
    expect(wanting.get('b')).toContain('EMPTY is empty');
    expect(wanting.get('c')).toContain(path.join(folder, 'nope'));
    expect(wanting.get('d')).toBe('${keychain:unknown}: not there');
    expect(wanting.get('e')).toContain('an editor would ask');
    expect(wanting.has('g')).toBe(false);
  });

  it('waits for no pipe or device, which may never end', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const servers = Object.fromEntries(
      ['pipe', '/dev/zero', '.'].map((file, i) => [`s${i}`, { command: 'x', args: [`\${file:${file}}`] }]),
    );
    const { wanting } = await resolve({ servers });
    const told = /is not a regular file, .*; write the value into a file, or set a variable and write \$\{env:NAME\}/;
    expect([...wanting.values()]).toEqual(Array(3).fill(expect.stringMatching(told)));
  });

  it('takes no byte order mark for a part of a value, nor an empty or a wide file for one', async () => {
    writeFileSync(path.join(folder, 'marked.txt'), '\ufeffkey\n');
    writeFileSync(path.join(folder, 'empty.txt'), '\n');
    writeFileSync(path.join(folder, 'wide.txt'), Buffer.from('\ufeffkey\r\n', 'utf16le'));
    const files = ['marked', 'empty', 'wide'];
    const servers = Object.fromEntries(files.map((name) => [name, { command: 'x', args: [`\${file:${name}.txt}`] }]));
    const { config, wanting } = await resolve({ servers });
    expect(config.servers.marked?.args).toEqual(['key']);
    expect([...wanting.keys()]).toEqual(['empty', 'wide']);
    expect(wanting.get('empty')).toMatch(/empty\.txt is empty; write the value into it/);
    expect(wanting.get('wide')).toMatch(/wide\.txt: is UTF-16 text; save it as UTF-8/);
  });

  it('throws where a missing value is no server’s', async () => {
    await expect(resolve({ http: { tokens: { me: '${env:NONE}' } } })).rejects.toThrow(ConfigError);
    await expect(resolve({ http: { tokens: { me: '${env:NONE}' } } })).rejects.toThrow(
      /http\.tokens\.me: \$\{env:NONE\}/,
    );
  });

  it('never reads a value for a reference again', async () => {
    const { config } = await resolveReferences(configSchema.parse({ servers: { a: { command: '${env:A}' } } }), {
      ...around,
      env: { A: '${env:API_KEY} $& $1', API_KEY: 'secret' },
    });
    expect(config.servers.a?.command).toBe('${env:API_KEY} $& $1');
  });
});
