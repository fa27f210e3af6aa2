import { expect, test } from 'vitest';
import { Fetched } from '../../../../src/inspect/shell/course/fetched.ts';

/** What is known after commands whose words are parted by single spaces; a `|` before one says that it is fed. */
function after(...commands: readonly string[]): Fetched {
  const fetched = new Fetched();
  for (const command of commands) {
    const [name = '', ...args] = command.replace(/^\|/, '').split(' ');
    fetched.follow(name, args, command.startsWith('|'));
  }
  return fetched;
}

test.each([
  ['git clone https://there.example/a/tool', 'tool/x.sh'],
  ['git clone https://there.example/a/tool.git', './tool/x.sh'],
  ['git clone --depth 1 -b main git@there.example:a/tool x/y', 'x/y'],
  ['git clone git@there.example:tool.git', 'tool'],
  ['gh repo clone a/tool', 'tool'],
  ['gh repo clone a/tool -- --depth 1', 'tool'],
  ['svn checkout https://there.example/tool', 'tool/x'],
  ['|tar xz -C tool', 'tool/x'],
])('%s brings %s', (command, word) => {
  expect(after(command).holds(word)).toBe(true);
});

test.each([
  ['git clone ./tool copy', 'copy'],
  ['git clone /srv/tool', 'tool'],
  ['git clone https://there.example/a/tool', 'tools/x'],
  ['git pull', 'git'],
  ['|tar tz -C tool', 'tool/x'],
  ['tar xf mine.tar -C tool', 'tool/x'],
])('and %s does not bring %s', (command, word) => {
  expect(after(command).holds(word)).toBe(false);
});

test.each([
  [['git clone https://there.example/a/tool', 'cd tool'], true],
  [['git clone https://there.example/a/tool', 'cd ./tool/src/'], true],
  [['git clone https://there.example/a/tool', 'cd tool', 'cd src'], true],
  [['git clone https://there.example/a/tool', 'cd tool', 'cd ..'], false],
  [['git clone https://there.example/a/tool', 'cd tool', 'cd /srv'], false],
  [['git clone https://there.example/a/tool', 'cd other'], false],
  [['git clone https://there.example/a/tool'], false],
  [['|tar xz'], true],
  [['|tar tz'], false],
])('after %j a command starts in what was fetched: %s', (commands, is) => {
  expect(after(...commands).isHere).toBe(is);
});

test('an archive is fetched where its file was', () => {
  const fetched = new Fetched();
  fetched.add('./a.zip');
  fetched.follow('unzip', ['-q', 'a.zip', '-d', 'out'], false);
  expect([fetched.has('a.zip'), fetched.has('b.zip'), fetched.holds('out/x')]).toEqual([true, false, true]);
});

test('a name that is made to be slow is not', () => {
  expect(after(`git clone https://${':'.repeat(20_000)}`).holds('x')).toBe(false);
});
