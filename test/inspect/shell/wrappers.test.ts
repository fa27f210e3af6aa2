import { expect, test } from 'vitest';
import { folderOf, handedScripts, handedWords, isShellElsewhere, unwrap } from '../../../src/inspect/shell/wrappers.ts';

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

test('tells where a wrapper goes, and who is a shell elsewhere', () => {
  const folder = (wrapping: string): string | undefined => folderOf(wrapping.split(' '));
  expect(['env -C / A=b', 'env --chdir=/srv', 'sudo -D /srv', 'sudo env -C a', 'sudo -i'].map(folder)).toEqual([
    '/',
    '/srv',
    '/srv',
    'a',
    '~',
  ]);
  expect(['env A=b', 'nice -n 5', 'timeout -k 5 5'].map(folder)).toEqual([undefined, undefined, undefined]);
  const elsewhere = (command: string): boolean => isShellElsewhere(command.split(' '));
  expect(['ssh host', 'ssh -p 22 host', 'su - bob'].map(elsewhere)).toEqual([true, true, true]);
  expect(['ssh host ls', 'su bob -c ls', 'sh'].map(elsewhere)).toEqual([false, false, false]);
  expect(handedWords(['kubectl', 'exec', '-i', 'pod', '--', 'sh'])).toEqual(['sh']);
});

test('a builtin is no builtin behind a program or a path', () => {
  const isBuiltin = (command: string) => unwrap(command.split(' ')).isBuiltin;
  expect(['history -c', 'builtin history -c', 'command history -c'].map(isBuiltin)).toEqual([true, true, true]);
  expect(['sudo history -c', 'env history -c', '/usr/bin/history -c'].map(isBuiltin)).toEqual([false, false, false]);
});

test.each([
  ['find . -exec rm {} ; -exec ls {} +', ['rm {}', 'ls {}']],
  ['fd -e log -x rm -rf', ['rm -rf']],
  ['ssh -p 22 host rm -rf x', ['cd ~\nrm -rf x']],
  ['su - bob -c ls', ['cd ~\nls']],
  ['docker run --rm -v .:/w -w /w node sh -c ls', ['sh -c ls']],
  ['docker run --rm node sh -c ls', []],
  ['docker compose run app rm x', ['rm x']],
  ['docker-compose exec app rm x', ['rm x']],
  ['poetry run rm x', ['rm x']],
  ['conda run -n env rm x', ['rm x']],
  ['npm exec -- rm x', ['rm x']],
  ['npm run rm', []],
  ['direnv exec . rm x', ['rm x']],
  ['tmux new-session -d -s a rm x', ['rm x']],
  ['tmux ls', []],
  ['screen -dmS a rm x', ['rm x']],
  ['vim -c :!rm +q x', ['rm']],
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
