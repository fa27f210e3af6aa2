import { expect, test } from 'vitest';
import { Broadcast } from '../../src/model/broadcast.ts';

test('all who listen are told, each of what comes after it began to and before it stops', () => {
  const broadcast = new Broadcast<[name: string, count: number]>();
  const heard: string[] = [];
  broadcast.tell('to nobody', 0);
  const stop = broadcast.add((name, count) => heard.push(`one: ${name} ${count}`));
  broadcast.tell('a', 1);
  broadcast.add((name) => heard.push(`two: ${name}`));
  broadcast.tell('b', 2);
  stop();
  broadcast.tell('c', 3);
  expect(heard).toEqual(['one: a 1', 'one: b 2', 'two: b', 'two: c']);
});
