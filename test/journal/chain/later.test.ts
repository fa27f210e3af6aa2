import { expect, it } from 'vitest';
import { unlessLater } from '../../../src/journal/chain/later.ts';
import { decodeLine } from '../../../src/journal/chain/line.ts';

const later = async () => decodeLine('{"v":999,"writer":"w"}');

it('tells of a chain of a later version whoever wants to hear of it, and ends the reading of all others', async () => {
  const told: string[] = [];
  expect(await unlessLater('w', later, (writer) => told.push(writer))).toBeUndefined();
  expect(told).toEqual(['w']);
  await expect(unlessLater('w', later, undefined)).rejects.toThrow('version 999');
});

it('gives what was read, and hides no other fault', async () => {
  const silent = (writer: string): never => expect.fail(writer);
  expect(await unlessLater('w', async () => 7, silent)).toBe(7);
  const broken = async () => {
    throw new Error('EIO');
  };
  await expect(unlessLater('w', broken, silent)).rejects.toThrow('EIO');
});
