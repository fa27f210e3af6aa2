import { expect, it } from 'vitest';
import { finish, type Steps } from '../../src/model/steps.ts';
import { Curriculum } from '../../src/projections/curriculum.ts';

function* lesson(name: string, learned: string[], fault?: Error): Steps<void> {
  for (const part of [1, 2]) {
    learned.push(`${name}${part}`);
    yield;
  }
  if (fault !== undefined) throw fault;
}

it('is learned in the order in which it was begun, whoever goes on with it', () => {
  const curriculum = new Curriculum();
  const learned: string[] = [];
  const first = curriculum.add(lesson('a', learned));
  const second = curriculum.add(lesson('b', learned));
  expect([curriculum.length, learned]).toEqual([2, []]);
  finish(second);
  expect([curriculum.length, learned]).toEqual([0, ['a1', 'a2', 'b1', 'b2']]);
  finish(first);
  expect(learned).toHaveLength(4);
});

it('what fails is told to who began it, and keeps nobody from the next', () => {
  const curriculum = new Curriculum();
  const learned: string[] = [];
  const first = curriculum.add(lesson('a', learned, new Error('torn')));
  finish(curriculum.add(lesson('b', learned)));
  expect(curriculum.length).toBe(0);
  expect(() => finish(first)).toThrow('torn');
});
