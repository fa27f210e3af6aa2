import { expect, test } from 'vitest';
import { handedScripts, unwrap } from '../../../src/inspect/shell/wrappers.ts';

test.each([
  ['sudo -u root rm x', 'rm'],
  ['sudo --user root -n rm x', 'rm'],
  ['env -u A B=c rm x', 'rm'],
  ['timeout -k 5 10 rm x', 'rm'],
  ['nice -n 10 rm x', 'rm'],
  ['xargs -I{} echo rm -rf {}', 'echo'],
  ['xargs -I {} -P 4 rm {}', 'rm'],
  ['sudo env A=b nohup rm x', 'rm'],
  ['flock /tmp/l rm x', 'rm'],
  ['command -v rm', 'command'],
  ['sudo -l', 'sudo'],
  ['rm x', 'rm'],
])('%s is about %s', (command, name) => {
  const words = command.split(' ');
  expect(words[unwrap(words).at]).toBe(name);
});

test('a builtin is no builtin behind a program or a path', () => {
  const isBuiltin = (command: string) => unwrap(command.split(' ')).isBuiltin;
  expect(['history -c', 'builtin history -c', 'command history -c'].map(isBuiltin)).toEqual([true, true, true]);
  expect(['sudo history -c', 'env history -c', '/usr/bin/history -c'].map(isBuiltin)).toEqual([false, false, false]);
});

test.each([
  ['find . -exec rm {} ; -exec ls {} +', ['rm {}', 'ls {}']],
  ['fd -e log -x rm -rf', ['rm -rf']],
  ['ssh -p 22 host rm -rf x', ['rm -rf x']],
  ['ssh -o ProxyCommand=x host', ['x']],
  ['su bob -c ls', ['ls']],
  ['docker exec -it -u root web rm -rf x', ['rm -rf x']],
  ['kubectl exec pod -- rm -rf x', ['rm -rf x']],
  ['watch -n 1 rm -rf x', ['rm -rf x']],
  ['trap ls EXIT', ['ls']],
  ['git submodule foreach rm x', ['rm x']],
  ['powershell -enc bABzAA==', ['ls']],
  ['cat x', []],
])('%s is handed %s', (command, scripts) => {
  expect(handedScripts(command.split(' '))).toEqual(scripts);
});
