import { expect, it } from 'vitest';
import { Session } from '../../src/projections/session.ts';
import { SharedSayings } from '../../src/projections/shared-sayings.ts';
import { sampleEntry, sampleResult } from '../pipeline/sample.ts';

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

it.each<[string, object, ('read' | 'write' | 'execute')[], boolean]>([
  ['a tool that writes', { path: 'web/package.json', text: 'x' }, ['write'], true],
  ['a command', { command: 'git checkout theirs' }, ['execute'], true],
  ['a call too long to be looked at', { text: 'x'.repeat(20_000) }, ['write'], true],
  ['a tool that reads', { path: 'web/package.json' }, ['read'], false],
  ['a run', { command: 'npm test' }, ['execute'], false],
])('knows whether what a project runs may have been changed, as by %s', (_, given, powers, may) => {
  const session = open();
  const text = JSON.stringify({ name: 'run', arguments: given });
  session.memory.named(sampleEntry({ call: 'c' }), text, 0);
  expect(session.hasNewScripts).toBe(false);
  session.settle(sampleResult({ call: 'c', powers }), '{}', {});
  expect(session.hasNewScripts).toBe(may);
});
