import { describe, expect, test } from 'vitest';
import { launchText, resolveEndpoint, variesBySession } from '../../src/upstream/endpoint.ts';
import { serverConfig } from './rig.ts';

const values = { sessionId: 'S', sessionDir: '/d', workspace: '/w' };
const resolve = async (text: string): Promise<string> => text.replace('${env:TOKEN}', 'secret');

describe('resolveEndpoint', () => {
  test('fills command, args, env and cwd', async () => {
    const config = serverConfig({
      command: '${workspace}/run',
      args: ['--id=${session.id}'],
      env: { TOKEN: '${env:TOKEN}' },
      cwd: '${session.dir}',
    });
    expect(await resolveEndpoint(config, values, resolve)).toMatchObject({
      kind: 'stdio',
      command: '/w/run',
      args: ['--id=S'],
      env: { TOKEN: 'secret', SALLYPORT_DOWNSTREAM: '1' },
      cwd: '/d',
    });
  });

  test('fills url and headers', async () => {
    const config = serverConfig({
      url: 'https://x.example/${session.id}',
      headers: { authorization: 'Bearer ${env:TOKEN}' },
    });
    const endpoint = await resolveEndpoint(config, values, resolve);
    expect(endpoint).toMatchObject({ kind: 'http', headers: { authorization: 'Bearer secret' } });
    expect(endpoint.kind === 'http' && endpoint.url.href).toBe('https://x.example/S');
  });

  test.each([undefined, 'not an address', 'file:///etc/passwd'])('%s is no address of a server', async (address) => {
    // The schema refuses these as they stand; a reference can still turn out to be one.
    const config = { ...serverConfig({ url: 'http://x.example' }), url: address };
    await expect(resolveEndpoint(config, values, resolve)).rejects.toThrow(/`url`/);
  });

  test('a secret that ends in a line break is told by the header it is in, and not itself', async () => {
    const config = serverConfig({ url: 'http://x.example', headers: { authorization: 'Bearer ${env:TOKEN}' } });
    const withBreak = (text: string): string => text.replace('${env:TOKEN}', 'geheim\n');
    const error = await resolveEndpoint(config, values, withBreak).catch((each: Error) => each);
    expect((error as Error).message).toMatch(/header "authorization" .* line break/);
    expect((error as Error).message).not.toContain('geheim');
  });

  test('what cannot be resolved is told as it is', async () => {
    const fails = (): string => {
      throw new Error('TOKEN is not set');
    };
    await expect(resolveEndpoint(serverConfig({ command: 'x' }), values, fails)).rejects.toThrow('TOKEN is not set');
  });
});

test('variesBySession looks at everything that a session can change', () => {
  expect(variesBySession(serverConfig({ command: 'x', env: { A: '${session.dir}' } }))).toBe(true);
  expect(variesBySession(serverConfig({ command: 'x', args: ['${workspace}'] }))).toBe(false);
  expect(variesBySession(serverConfig({ url: 'http://a.example', headers: { s: '${session.id}' } }))).toBe(true);
});

test('launchText tells whether a server is run otherwise, and leaves out what only concerns its results', () => {
  const text = (more: object): string => launchText(serverConfig({ command: 'x', ...more }));
  expect(text({ labels: ['pii'], tools: { a: { powers: ['read'] } }, description: 'd' })).toBe(text({}));
  for (const more of [{ args: ['a'] }, { env: { A: 'b' } }, { timeout: '1s' }, { disabled: true }, { era: 'legacy' }]) {
    expect(text(more)).not.toBe(text({}));
  }
});
