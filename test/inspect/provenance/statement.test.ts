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
  expect(of(text)).toMatchObject({ acts, names });
});

test('what a tool that runs nothing is given is no statement', () => {
  const nothing = { acts: [], names: [], values: [], figures: [] };
  expect(of("delete from guest_book where name = 'Ann Lee'", ['write'])).toEqual(nothing);
});

test.each<[string, string[], (readonly [string, string])[]]>([
  [
    'update accounts set balance = 500 where id = 9981',
    ['500', '9981'],
    [
      ['balance', '500'],
      ['id', '9981'],
    ],
  ],
  ["UPDATE t SET a.Address='Pier 9, O''Hara St' WHERE id=7", ["Pier 9, O'Hara St", '7'], [['id', '7']]],
  ['update `t` set city = "Rome", "sum" = 2.50', ['Rome', '2.50'], [['sum', '2.50']]],
  ["insert into t (a, \"b\") values (41, 'x'), (42, 'y'); -- and 'z'", ['41', 'x', '42', 'y'], []],
  ["delete from t where /* 'no' */ v2 in ('a', '') and c > 10 or d='open", ['a', '10'], []],
  // Nothing is changed by what is only looked for.
  ["select * from t where name = 'Ann Lee'", [], []],
])('%j does it with these values', (text, values, figures) => {
  expect(of(text)).toMatchObject({ values, figures });
});

test('of very many statements the first are read, and any text in time linear in it', () => {
  expect(of(Array.from({ length: 1_000 }, (_, i) => `drop table t${i}`).join(';')).names).toHaveLength(8);
  expectLinear([...HOSTILE, 'insert into a(', ';update ', ';', 'delete   from'], (text) => void of(text));
}, 60_000);
