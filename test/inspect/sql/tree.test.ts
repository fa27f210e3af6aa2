import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { effectsOf } from '../../../src/inspect/sql/tree.ts';

beforeAll(loadModule);

test.each([
  ['DELETE FROM a', ['Deletes every row of a table.']],
  ['DELETE FROM a WHERE 1 = 1 AND true', ['Deletes every row of a table.']],
  ['DELETE FROM a WHERE 1 = 2', []],
  ['DELETE FROM a WHERE x = 1 AND true', []],
  ["COPY a FROM PROGRAM 'x'", ['Runs a program on the server.']],
  ['DROP TABLE a; DROP TABLE b', ['Drops a table or another object.']],
  ['SELECT (SELECT pg_sleep(1))', ['Calls a function that reaches out of the database.']],
  ['MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE', ['Deletes rows in a merge.']],
])('%s', (text, messages) => {
  expect(effectsOf(parseSync(text)).map((effect) => effect.message)).toEqual(messages);
});

test('a deep tree overflows nothing', () => {
  let tree: unknown = { DropStmt: { removeType: 'OBJECT_TABLE' } };
  for (let i = 0; i < 100_000; i++) tree = { inner: [tree] };
  expect(effectsOf(tree)).toHaveLength(1);
  expect(effectsOf(undefined)).toEqual([]);
});
