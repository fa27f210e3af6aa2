import { expect, it } from 'vitest';
import { Session } from '../../src/projections/session.ts';
import { SharedSayings } from '../../src/projections/shared-sayings.ts';

const open = (): Session => new Session('a', new SharedSayings(), 1, {});

it('is told, and has a task, once its user has said something, also where the text is gone', () => {
  const session = open();
  expect([session.isTold, session.hasTask, session.hasHeard('one')]).toEqual([false, false, false]);
  session.tell(undefined, 'one');
  expect([session.isTold, session.hasTask, session.hasHeard('one')]).toEqual([true, true, true]);
});

it('is told, and has no task, once it was narrowed', () => {
  const session = open();
  session.narrow([], []);
  expect([session.isTold, session.hasTask, session.declared]).toEqual([true, false, new Set()]);
});

it('keeps the labels that it was marked with as they were then', () => {
  const session = open();
  session.mark(['pii']);
  const before = session.labels;
  session.mark(['untrusted', 'pii']);
  expect([before, session.labels]).toEqual([['pii'], ['pii', 'untrusted']]);
});
