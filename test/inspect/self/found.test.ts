import { expect, test } from 'vitest';
import { actsInClientFolder, actsOnFound, isFound } from '../../../src/inspect/self/found.ts';
import { OwnPlaces } from '../../../src/inspect/self/own-places.ts';
import { stepsOf } from '../../../src/inspect/self/steps.ts';
import { finish } from '../../../src/model/steps.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';
import { context } from '../surroundings.ts';

const places = new OwnPlaces(context);

test.each([
  ["find ~/a ~/b -name '*.json' -delete", ['/home/me/a', '/home/me/b'], ['*.json']],
  ['cd ~/a && find -type f -exec rm {} +', ['/home/me/a'], []],
  ['find ~/a | xargs rm', ['/home/me/a'], []],
])('tells where a line acts on what it finds, and by which names: %s', (line, folders, names) => {
  const [step, ...later] = finish(stepsOf(line, places.plainest));
  if (step === undefined) throw new Error('there is a step');
  const found = actsOnFound(step, later, places.plainest);
  expect(found).toEqual({ places: folders, names });
});

test.each(["find ~/a -name '*.json'", 'find ~/a -exec cat {} +', 'find ~/a; rm x'])(
  'and where it only looks: %s',
  (line) => {
    const [step, ...later] = finish(stepsOf(line, places.plainest));
    if (step === undefined) throw new Error('there is a step');
    expect(actsOnFound(step, later, places.plainest)).toBeUndefined();
  },
);

test('a name is found by its last step, whatever its case', () => {
  expect(isFound(['x/MCP.*'], ['mcp.json'])).toBe(true);
  expect(isFound(['*.log'], ['mcp.json'])).toBe(false);
});

test('acts in a folder of a client only on what may be its configuration', () => {
  expect(finish(actsInClientFolder('find ~/.roo -delete', places))).toBe(true);
  expect(finish(actsInClientFolder("find ~/.roo -name '*.md' -delete", places))).toBe(false);
  expect(finish(actsInClientFolder('find ~/src -delete', places))).toBe(false);
  expect(finish(actsInClientFolder('rm ~/.roo/x', places))).toBe(false);
  expectLinear(
    [...HOSTILE, 'find ~/.roo -delete;', 'find | '],
    (line) => void finish(actsInClientFolder(`find ${line}`, places)),
  );
});
