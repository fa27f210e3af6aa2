import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { childrenOf, fixture, isRunning, place, RawClient, sallyport } from '../../e2e/gateway.ts';

it.each(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR2', 'SIGXCPU', 'SIGHUP'] as const)(
  'ends on %s and leaves a whole record',
  async (signal) => {
    const client = await new RawClient(place({ servers: { echo: fixture('echo') } })).open();
    await client.tools();
    client.child.kill(signal);
    expect(await client.exited).toBe(0);
  },
);

it('ends at once on the second signal', async () => {
  const servers = { gated: fixture('gated', ['done']) };
  const client = await new RawClient(place({ servers, limits: { drain: '600s' } })).open();
  await client.tools();
  void client.call('gated__wait');
  while ((await client.call('gated__waiting')) !== '1') {}
  const children = childrenOf(client.child.pid ?? 0);
  client.child.kill('SIGTERM');
  while (!/takes no new calls/.test(await client.call('gated__name'))) {}
  client.child.kill('SIGTERM');
  expect(await client.exited).toBe(128 + 15);
  while (children.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
});

it('opens no debugger on the signal at which Node would', async () => {
  const client = await new RawClient(place({ servers: { echo: fixture('echo') } })).open();
  await client.tools();
  client.child.kill('SIGUSR1');
  await expect.poll(() => client.stderr).toMatch(/SIGUSR1|Debugger/);
  expect(client.stderr).not.toContain('Debugger');
  expect(await client.call('echo__echo', { text: 'on' })).toContain('on');
  client.child.kill('SIGTERM');
  expect(await client.exited).toBe(0);
});

// Elsewhere `script` takes other options.
describe.skipIf(process.platform !== 'linux')('in a terminal', () => {
  /** Serves in a terminal of its own, with a server that goes on when its input ends. */
  async function inTerminal() {
    const at = place({ servers: { stubborn: fixture('ignores-stdin-eof') }, http: { port: 0 } });
    const args = ['serve', '--http', '--allow-anonymous', '--trust', '--config', at.config, '--state', at.state];
    const line = [process.execPath, path.resolve('dist/cli/main.js'), ...args].map((word) => `'${word}'`).join(' ');
    const terminal = spawn('script', ['-qec', `echo $$; exec ${line}`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = once(terminal, 'exit').then(([code]) => code as number);
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    while (!shown.includes('serving http')) await once(terminal.stdout, 'data');
    const pid = Number.parseInt(shown, 10);
    let children: number[] = [];
    while (children.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      children = childrenOf(pid);
    }
    const gone = async (): Promise<void> => {
      while ([pid, ...children].some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    return { at, terminal, pid, ended, gone };
  }

  it('ends with its servers where that is closed', async () => {
    const { terminal, gone } = await inTerminal();
    terminal.kill('SIGKILL');
    await gone();
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-\\', '\u001c'],
  ])('ends with its servers, and leaves a whole record, where somebody types %s', async (_, typed) => {
    const { at, terminal, ended, gone } = await inTerminal();
    terminal.stdin.write(typed);
    expect(await ended).toBe(0);
    await gone();
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR2', 'SIGXCPU'] as const)(
    'ends with its servers on %s',
    async (signal) => {
      const { at, pid, ended, gone } = await inTerminal();
      process.kill(pid, signal);
      expect(await ended).toBe(0);
      await gone();
      expect((await sallyport(at, 'verify')).code).toBe(0);
    },
  );

  it('goes on with SIGHUP while that is open, since a server reads its configuration again on it', async () => {
    const { pid, terminal, ended } = await inTerminal();
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    process.kill(pid, 'SIGHUP');
    while (!shown.includes('read again')) await once(terminal.stdout, 'data');
    process.kill(pid, 'SIGTERM');
    expect(await ended).toBe(0);
  });
});
