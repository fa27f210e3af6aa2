import { expect, test } from 'vitest';
import { StartLog } from '../../../src/upstream/server/start-log.ts';

test('a start that fails again says what is new alone, and one that went well says everything', () => {
  const lines: string[] = [];
  const log = new StartLog((line) => lines.push(line));
  const first = log.begin();
  for (const line of ['no key', 'see log-1.txt', 'no key']) first.say(line);
  expect(lines).toEqual(['no key', 'see log-1.txt']);
  const second = log.begin();
  for (const line of ['no key', 'see log-27.txt', 'the disk is full']) second.say(line);
  expect(lines.slice(2)).toEqual(['the disk is full']);
  const third = log.begin();
  third.say('no key');
  third.started();
  for (const line of ['ready', 'ready', 'no key']) third.say(line);
  expect(lines.slice(3)).toEqual(['ready', 'ready', 'no key']);
  log.begin().say('no key');
  expect(lines).toHaveLength(7);
});
