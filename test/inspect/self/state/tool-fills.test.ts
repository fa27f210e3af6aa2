import { expect, test } from 'vitest';
import { pathForms } from '../../../../src/inspect/paths/form.ts';
import { Value } from '../../../../src/inspect/reading/place.ts';
import { keptFolders } from '../../../../src/inspect/self/kept-folders.ts';
import { StateReach, type Terrain } from '../../../../src/inspect/self/state/reach.ts';
import { fillsAbove } from '../../../../src/inspect/self/state/tool-fills.ts';

const terrain: Terrain = {
  state: new StateReach(['/home/me/.local/state/sallyport']),
  keeps: keptFolders({ home: '/home/me', ownFiles: [] }),
  plainest: (text) => pathForms(text, '/home/me').at(-1)?.path ?? '',
};

test('a tool fills a folder above only where it says that it copies or unpacks, and to where', () => {
  const value = (at: string, text: string) => new Value(at, text, undefined);
  const archive = value('/arguments/archive', '/tmp/a.zip');
  const to = value('/arguments/destination', '/home/me/.local/state');
  expect(fillsAbove('extract', [archive, to], true, terrain)).toEqual({ at: to, how: 'reaches' });
  expect(fillsAbove('extract', [value('/arguments/page', '/tmp/a.html'), to], true, terrain)).toBeUndefined();
  expect(fillsAbove('read_file', [archive, to], false, terrain)).toBeUndefined();
  expect(
    fillsAbove('copy_file', [value('/arguments/source', '/home/me/.local/state'), to], false, terrain),
  ).toBeUndefined();
});
