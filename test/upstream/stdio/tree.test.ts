import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { endTree, guardTree } from '../../../src/upstream/stdio/tree.ts';
import { call, closeAll, fixture, isAlive, node, ready, until } from '../rig.ts';

afterEach(closeAll);

test('a server that ignores everything is killed with what it started', async () => {
  const { upstreams, say } = await ready({ stubborn: node('ignores-stdin-eof') });
  const pids = (await say(call('stubborn', 'pids'))).split(' ').map(Number);
  expect(pids.filter(isAlive)).toHaveLength(2);
  await upstreams.close();
  await until(() => !pids.some(isAlive), 'both are gone');
});

test('what a server leaves behind when it dies goes too', async () => {
  const script =
    "require('child_process').spawn(process.execPath,['-e','setInterval(()=>{},1000)'],{stdio:'ignore'}).on('spawn',function(){console.log(this.pid);process.exit()})";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  guardTree(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const pid = Number(line);
  await until(() => child.exitCode !== null, 'the parent has ended');
  expect(isAlive(pid)).toBe(true);
  await endTree(child);
  await until(() => !isAlive(pid), 'its child is gone');
});

/** A process of its own that guards a stubborn server, prints its process ids, and ends as told. */
const OWNER = `
  import { spawn } from 'node:child_process';
  const [tree, program, end] = process.argv.slice(1);
  const { guardTree } = await import(tree);
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  guardTree(child);
  child.stdout.once('data', (data) => {
    console.log(JSON.parse(data).result.content[0].text);
    setTimeout(() => {
      if (end === 'throw') throw new Error('ours');
      if (end.startsWith('SIG')) process.kill(process.pid, end);
      else process.exit(0);
    }, 20);
  });
  child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pids' } }) + '\\n');
`;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'];
const ENDS = ['exit', 'throw', ...(process.platform === 'win32' ? [] : SIGNALS)];

test.each(ENDS)('when we end by %s, so do they', async (end) => {
  const tree = pathToFileURL(join(import.meta.dirname, '../../../dist/upstream/stdio/tree.js')).href;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', OWNER, tree, fixture('ignores-stdin-eof'), end], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: owner.stdout }), 'line');
  const pids = String(line).split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await until(() => owner.exitCode !== null || owner.signalCode !== null, 'the owner has ended');
  await until(() => !pids.some(isAlive), 'they are gone');
});
