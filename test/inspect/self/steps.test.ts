import { expect, test } from 'vitest';
import { operandsIn, optionOf, pathFrom, stepsOf } from '../../../src/inspect/self/steps.ts';
import { finish } from '../../../src/model/steps.ts';

const plain = (text: string): string => text.replace(/^~/, '/home/me');

test('the commands of a line each know the folder that they start in', () => {
  const steps = finish(stepsOf('ls; cd ~/a && sudo rm -rf "b c" | xargs -0 rm; cd -; touch x', plain));
  expect(steps.map(({ name, folder, takesInput }) => [name, folder, takesInput])).toEqual([
    ['ls', undefined, false],
    ['rm', '/home/me/a', false],
    ['rm', '/home/me/a', true],
    ['touch', undefined, false],
  ]);
});

test('what a shell is told to run is a command again', () => {
  expect(finish(stepsOf("if bash -c 'rm x'", plain))).toMatchObject([{ name: 'rm', args: ['x'] }]);
});

test('a line of more commands than are read ends early', () => {
  expect(finish(stepsOf('a;'.repeat(2_000), plain))).toHaveLength(1_001);
});

test('a path starts at the folder, unless it says where it starts', () => {
  expect(pathFrom('/a', 'b', plain)).toBe('/a/b');
  expect(pathFrom(undefined, 'b', plain)).toBe('b');
  for (const word of ['/b', '~/b', '$X/b', '%X%/b', 'c:/b']) expect(pathFrom('/a', word, plain)).toBe(plain(word));
});

test('options have their value behind them or joined to them; operands are the rest', () => {
  const names = ['-C', '--directory'];
  expect(['-C x', '-Cx', '--directory=x', '--Directory x'].map((line) => optionOf(line.split(' '), ...names))).toEqual([
    'x',
    'x',
    'x',
    'x',
  ]);
  expect(optionOf(['-c', '--directoryx'], '--directory')).toBeUndefined();
  expect(operandsIn(['-r', '/s', 'a', '/tmp/b', '-', '--x=1'])).toEqual(['a', '/tmp/b', '-']);
});
