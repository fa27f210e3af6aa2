import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathForms } from '../../../../src/inspect/paths/form.ts';
import { keptFolders } from '../../../../src/inspect/self/kept-folders.ts';
import { actsAbove } from '../../../../src/inspect/self/state/acts.ts';
import { StateReach, type Terrain } from '../../../../src/inspect/self/state/reach.ts';
import { stateRoot } from '../../../../src/journal/state/state-dir.ts';
import { finish } from '../../../../src/model/steps.ts';
import { expectLinear } from '../../../growth.ts';

const terrainOf = (root: string, home: string): Terrain => {
  const plainest = (text: string): string => pathForms(text, home).at(-1)?.path ?? '';
  return { state: new StateReach([plainest(root)]), keeps: keptFolders({ home, ownFiles: [] }), plainest };
};
const terrain = terrainOf('/home/me/.local/state/sallyport', '/home/me');

test.each([
  'rm -rf ~/.local/state',
  'cd ~/.local/state; rm -rf *',
  'cd ~/.local && cd state && rm -f *',
  'cd ~/.local/state && sudo rm -rf ./*',
  'rm -rf ~/.local/s*',
  'tar -xf a.tar -C ~/.local/state',
  'tar -C ~/.local/state -xzf a.tgz',
  'tar xf a.tar --directory=/home/me/.local/state',
  'bsdtar -xf a.zip -C /home/me/.local/state',
  'unzip -o a.zip -d ~/.local/state',
  '7z x a.7z -o/home/me/.local/state',
  'cd ~/.local/state; jar xf a.jar',
  'cd ~/.local/state && patch -p1 < x.patch',
  'python3 -m zipfile -e a.zip ~/.local/state',
  'cp -r x/. ~/.local/state',
  'cp -a x/* ~/.local/state/',
  'cp -t ~/.local/state x/sallyport',
  'cp x/state ~/.local',
  'mv x/sallyport ~/.local/state',
  'rsync -a x/ ~/.local/state',
  'scp -r there.example:x/sallyport ~/.local/state',
  'find ~/.local -name sallyport -exec rm -rf {} +',
  "find ~ -name 'sally*' -delete",
  "find ~ -name '*.jsonl' -delete",
  'find ~/.local/state -mindepth 1 -delete',
  'find ~/.local/state -type f | xargs rm',
  'find ~/.local/state -type f -print0 | grep -z x | xargs -0 shred',
  'chmod -R 777 ~/.local/state',
  'python3 -c \'import shutil; shutil.rmtree("/home/me/.local/state")\'',
  "bash -c 'cd ~/.local/state; rm -rf *'",
])('reaches the state directory from above: %s', (command) => {
  expect(finish(actsAbove(command, terrain))).toBe('reaches');
});

test.each(['tar -xf a.tar -C ~/.local', 'cd && unzip a.zip', 'cp -r dotfiles/. ~', 'rsync -a dotfiles/ ~/'])(
  'may reach it, by what nobody has seen: %s',
  (command) => {
    expect(finish(actsAbove(command, terrain))).toBe('may');
  },
);

test.each([
  '',
  'ls ~/.local/state',
  'cd ~/.local/state; ls *',
  'cd ~/.local/state && rm -rf nvim',
  'rm -rf ~/.local/state/nvim/*',
  'tar -tf a.tar -C ~/.local/state',
  'tar -cf a.tar -C ~/.local/state nvim',
  'tar -xf a.tar',
  'unzip -l a.zip -d ~/.local/state',
  'cp notes.txt ~/.local/state/',
  'cp -r ~/.local/state/. /srv/copy',
  'rsync -an x/ ~/.local/state',
  'find ~/.local/state -maxdepth 1',
  'find ~/.local/state -type f | wc -l',
  'find ~/.local/state -type f -exec ls -l {} +',
  "find ~ -name '*.pyc' -delete",
  'find ~/work -delete',
  'find . -delete',
  'chmod 755 ~/.local/bin/x',
  'chmod -R u+x ~/work',
  'python3 -c \'import os; print(os.listdir("/home/me/.local/state"))\'',
  'mv ~/a ~/b',
  'cd ~/.local/state; cd -; rm -rf *',
])('and does neither: %s', (command) => {
  expect(finish(actsAbove(command, terrain))).toBeUndefined();
});

test.each([
  ['darwin', '/Users/me', {}, path.posix, 'unzip a.zip -d'],
  ['linux', '/home/me', {}, path.posix, 'unzip a.zip -d'],
  ['linux', '/home/me', { XDG_STATE_HOME: '/srv/state' }, path.posix, 'unzip a.zip -d'],
  ['win32', 'C:\\Users\\me', {}, path.win32, 'Expand-Archive a.zip -DestinationPath'],
  ['win32', 'C:\\Users\\me', { LOCALAPPDATA: 'D:\\local' }, path.win32, 'Expand-Archive a.zip -DestinationPath'],
] as const)('wherever %s keeps it, below %s with %j', (platform, home, env, paths, unpack) => {
  // What the state directory of another system is called there; `path.join` of this one would part it by its own sign.
  const root = paths.normalize(stateRoot({ platform, env, home }).replaceAll('/', paths.sep));
  const here = terrainOf(root, home);
  const above = paths.dirname(root).replaceAll(' ', '\x1f');
  expect(finish(actsAbove(`${unpack} ${above}`, here))).toBe('reaches');
  expect(finish(actsAbove(`cd ${above}; rm -rf *`, here))).toBe('reaches');
  expect(finish(actsAbove(`${unpack} ${paths.join(home, 'work')}`, here))).toBeUndefined();
});

test('what a hostile line asks for grows with its length alone', () => {
  const work = (n: number): number => {
    let asked = 0;
    const counting = (text: string): string => {
      asked++;
      return terrain.plainest(text);
    };
    finish(actsAbove(`find ~ -name x ${'| xargs rm ; cd ~ ; rm * '.repeat(n)}`, { ...terrain, plainest: counting }));
    return asked;
  };
  expect(work(100)).toBeLessThanOrEqual(work(50) * 2 + 10);
});

test.each([
  ['cp', '~/.local/x '],
  ['robocopy x ~/.local', '* '],
  ['rm', 'a* '],
  ['chmod -R 700', '~/a '],
  ['docker run', '-v /a:/b '],
])('words come by thousands in one command, and are looked at a few at a time: %s', (before, word) => {
  let asked = 0;
  let most = 0;
  const counting = (text: string): string => {
    most = Math.max(most, ++asked);
    return terrain.plainest(text);
  };
  const steps = actsAbove(`${before} ${word.repeat(3_000)}`, { ...terrain, plainest: counting });
  while (steps.next().done !== true) asked = 0;
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThan(150);
});

test('choices that are written out are searched for a verb in pieces', () => {
  const pauses = (line: string): number => [...actsAbove(line, terrain)].length;
  expect(pauses('x'.repeat(1_000_000))).toBeGreaterThan(10);
  for (const at of [65_520, 65_530, 65_535, 65_536, 65_537]) {
    expect(finish(actsAbove(`${' '.repeat(at)}rm -rf ~/.local/state`, terrain)), String(at)).toBe('reaches');
  }
});

test('nothing makes it throw', () => {
  const words = fc.constantFrom(
    'cd',
    'rm',
    '-rf',
    '*',
    '~',
    'tar',
    'xf',
    '-C',
    '~/.local/state',
    ';',
    '|',
    'xargs',
    'find',
    '-exec',
    '-t',
    '""',
    '(',
    '..',
    'x/.',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (all) => {
      finish(actsAbove(all.join(' '), terrain));
    }),
  );
});

test('and takes work that grows with it', () => {
  expectLinear(
    [
      'cd a; rm x; ',
      'cd ..; rm x; ',
      'rm -rf * ; ',
      'find ~ -name a ',
      'cp a/. ',
      'tar xf a -C ~ ; ',
      '~/',
      "sh -c 'rm ",
      'rm $A/',
      '|xargs rm ',
    ],
    (text) => {
      finish(actsAbove(text, terrain));
    },
    { size: 8_000 },
  );
});
