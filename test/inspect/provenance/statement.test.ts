import { expect, test } from 'vitest';
import { statementsIn } from '../../../src/inspect/provenance/statement.ts';
import type { Power } from '../../../src/model/tool.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';
import { callOf } from '../given.ts';

const of = (text: string, powers: readonly Power[] = ['write', 'execute']): ReturnType<typeof statementsIn> =>
  statementsIn(callOf({}, { powers: [...powers] }, 'run'), [{ text }]);

test.each<[string, string[], string[]]>([
  ['INSERT INTO guest_book (guest_id, message) VALUES (5, now())', ['insert'], ['guest_book', 'guest_id']],
  ['delete from shop.guest_book where id = 4', ['delete'], ['guest_book']],
  ['UPDATE "late_fees" SET x = 1; drop table t2;', ['update', 'drop'], ['late_fees', 't2']],
  // A plain word stands in any text, and who only reads changes nothing.
  ['update guests set name = 1', ['update'], []],
  ['SELECT guest_id FROM guest_book', [], []],
  ['echo update guest_book', [], []],
])('%j does this', (text, acts, names) => {
  expect(of(text)).toEqual({ acts, names });
});

test('what a tool that runs nothing is given is no statement', () => {
  expect(of('delete from guest_book', ['write'])).toEqual({ acts: [], names: [] });
});

test('of very many statements the first are read, and any text in time linear in it', () => {
  expect(of(Array.from({ length: 1_000 }, (_, i) => `drop table t${i}`).join(';')).names).toHaveLength(8);
  expectLinear([...HOSTILE, 'insert into a(', ';update ', ';', 'delete   from'], (text) => void of(text));
}, 60_000);
