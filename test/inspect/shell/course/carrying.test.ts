import { expect, test } from 'vitest';
import { leftovers } from '../../../../src/inspect/commands/files.ts';
import { readMoves } from '../../../../src/inspect/shell/course/carrying.ts';
import { Course } from '../../../../src/inspect/shell/course.ts';

const losesMoved = (...commands: readonly string[]): boolean => {
  const course = new Course(true, undefined);
  for (const command of commands) {
    const [name = '', ...args] = command.split(' ');
    course.moves.next();
    readMoves(name, args, /^(?:rimraf|rsync)$/.test(name) ? leftovers : undefined, course);
  }
  return course.moves.losesMoved;
};

test.each([
  [['mv src dist', 'rm -r dist'], true],
  [['mv src dist', 'rimraf dist'], true],
  [['mv src dist', 'rm dist/*'], true],
  [['mv src dist', 'unlink dist'], true],
  [['mv src dist', 'rsync -a --delete empty/ dist/'], true],
  [['git mv src dist', 'rm -r dist'], true],
  [['mv src dist', 'rsync -a --delete dist/ copy/'], false],
  [['mv src dist', 'rm -r build'], false],
  [['rm -r dist', 'mv src dist'], false],
  [['mv build dist', 'rimraf dist'], false],
])('%s', (commands, is) => {
  expect(losesMoved(...commands)).toBe(is);
});
