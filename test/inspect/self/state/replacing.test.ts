import { expect, test } from 'vitest';
import { replaces } from '../../../../src/inspect/self/state/replacing.ts';

test.each([
  ['cp -r kit /srv/b', '/srv/b'],
  ['cp -t /srv/b -r kit', '/srv/b'],
  ['cp --archive kit /srv/b/', '/srv/b/'],
  ['copy-item kit /srv/b -Recurse', '/srv/b'],
  ['mv kit /srv/b', '/srv/b'],
  ['mv .b.bak /srv/b', '/srv/b'],
  ['ln -s kit /srv/b', '/srv/b'],
  ['scp -r host:kit /srv/b', '/srv/b'],
  ['new-item -ItemType Junction -Path /srv/b -Target kit', '/srv/b'],
  ['ni -Type SymbolicLink -Path /srv -Name b -Value kit', '/srv/b'],
])('%s may put something in the place of %s', (line, folder) => {
  const [name = '', ...args] = line.split(' ');
  expect(replaces(name, args)).toBe(folder);
});

test.each([
  'cp kit /srv/b',
  'cp -r kit other /srv/b',
  'cp -r skills /srv/b',
  'cp -r a/agents/ /srv/b',
  'copy-item -Path kit -Destination /srv/b -Force',
  'mv notes.md /srv/b',
  'ln -s x/README.md /srv/b',
  'ln -s kit',
  'rsync -a kit /srv/b',
  'new-item -ItemType Directory -Path /srv/b',
  'new-item -ItemType Junction',
  'ls /srv/b',
  'constructor kit /srv/b',
])('%s puts nothing in the place of a folder', (line) => {
  const [name = '', ...args] = line.split(' ');
  expect(replaces(name, args)).toBeUndefined();
});
