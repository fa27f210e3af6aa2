import { expect, test } from 'vitest';
import { Broadcast } from '../../src/upstream/broadcast.ts';

test('all who listen are told, each of what comes after it began to', () => {
  const broadcast = new Broadcast<[name: string, count: number]>();
  const heard: string[] = [];
  broadcast.tell('to nobody', 0);
  broadcast.add((name, count) => heard.push(`one: ${name} ${count}`));
  broadcast.tell('a', 1);
  broadcast.add((name) => heard.push(`two: ${name}`));
  broadcast.tell('b', 2);
  expect(heard).toEqual(['one: a 1', 'one: b 2', 'two: b']);
});
