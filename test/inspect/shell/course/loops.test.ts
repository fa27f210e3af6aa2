import { expect, test } from 'vitest';
import { Loops } from '../../../../src/inspect/shell/course/loops.ts';
import { expectLinear } from '../../../growth.ts';

const throughs = (loop: string, before: readonly string[] = []): readonly string[] | undefined => {
  const loops = new Loops();
  loops.read(loop, () => before);
  return loops.placesOf('$f');
};

test.each([
  ['for f in *; do ls; done', ['*']],
  ['for f in src/*.ts lib/*.ts; do ls; done', ['src/*.ts', 'lib/*.ts']],
  ['for f in $(git ls-files); do ls; done', ['*']],
  ['for f in a b; do ls; done', undefined],
  ['for g in *; do ls; done', undefined],
  ['while IFS= read -r f; do ls; done', ['*']],
  ['while true; do ls; done', undefined],
])('%s', (loop, places) => {
  expect(throughs(loop)).toEqual(places);
});

test('a search for what is made again is no list of anything', () => {
  expect(throughs('while read f; do ls; done', ['find', '.', '-name', '*.pyc'])).toBeUndefined();
  expect(throughs('while read f; do ls; done', ['find', '.', '-name', '*.ts'])).toEqual(['*']);
});

test('a path is one of each of them', () => {
  const loops = new Loops();
  loops.read('for d in packages/*; do ls; done', () => []);
  expect(loops.placesOf('${d}/src')).toEqual(['packages/*/src']);
  expect(loops.placesOf('src')).toBeUndefined();
});

test('work is linear in the loop', () => {
  expectLinear(['for f in ', 'while read ', 'a b '], (text) => new Loops().read(`for f in ${text}`, () => []));
});
