import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { writeGroup } from '../../../src/journal/chain/group.ts';
import { readLine } from '../../../src/journal/chain/line.ts';
import { makePayload } from '../../../src/journal/payload/payload.ts';
import type { Entry } from '../../../src/model/record.ts';
import { anyEntry } from '../entries.ts';

const item = (entry: Entry, more: Partial<Item> = {}): Item => ({
  entry,
  at: 5,
  payload: undefined,
  tool: undefined,
  done: undefined,
  ...more,
});
const START = { seq: 3, hash: 'h'.repeat(43), writer: 'w', facts: new Set<string>() };
const linesOf = (bytes: Buffer): string[] => bytes.toString().split('\n').slice(0, -1);

it('makes of any entries, in groups of any size, one chain', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyEntry, { maxLength: 4 }), { maxLength: 4 }), (groups) => {
      let start = START;
      const lines: string[] = [];
      for (const entries of groups) {
        const group = writeGroup(
          entries.map((entry) => item(entry)),
          start,
        );
        start = { ...START, ...group.head };
        lines.push(...linesOf(group.bytes));
      }
      const read = lines.map((line) => readLine(line));
      expect(read.every((one) => one?.intact === true)).toBe(true);
      expect(read.map((one) => one?.record.entry)).toEqual(groups.flat());
      expect(read.map((one) => one?.record.seq)).toEqual(read.map((_, i) => i + 4));
      expect(read.map((one) => one?.record.prev)).toEqual(
        [START.hash, ...read.map((one) => one?.record.hash)].slice(0, read.length),
      );
    }),
  );
});

it('puts a tool before the first entry that names it, and each payload directly before its record', () => {
  const tool = { kind: 'tool', facts: 'f', powers: [], roles: {}, labels: [], definition: '' } as const;
  const note = { kind: 'note', about: '', message: '' } as const;
  const [one, two] = [makePayload('one'), makePayload('two')];
  const items = [item(note, { tool, payload: one }), item(note, { tool, payload: two })];
  const group = writeGroup(items, START);
  const said = (line: string): string =>
    readLine(line)?.record.entry.kind ?? (JSON.parse(line) as { text: string }).text;
  expect(linesOf(group.bytes).map(said)).toEqual(['tool', 'one', 'note', 'two', 'note']);
  expect(group.facts).toEqual(['f']);
  const again = writeGroup(items, { ...START, facts: new Set(['f']) });
  expect(linesOf(again.bytes).map(said)).toEqual(['one', 'note', 'two', 'note']);
});

it('leaves out what is no JSON, and goes on', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const bad = item({ kind: 'note', about: 'x', message: circular as unknown as string });
  const good = item({ kind: 'note', about: 'y', message: '' });
  const group = writeGroup([bad, good], START);
  expect(group.refused).toMatchObject([{ item: bad }]);
  expect(linesOf(group.bytes)).toHaveLength(1);
  expect(group.head.seq).toBe(4);
});
