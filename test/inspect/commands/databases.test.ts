import { expect, test } from 'vitest';
import { DATABASES, isClient, judgeStatements } from '../../../src/inspect/commands/databases.ts';
import { gravity } from './seen.ts';

const seen = gravity(DATABASES);

test.each([
  ['dropdb x', 'critical'],
  ['redis-cli FLUSHALL', 'high'],
  ['redis-cli INFO', undefined],
  ['mongosh --eval db.dropDatabase()', 'critical'],
  ['mongosh --eval db.stats()', undefined],
  ['mysqladmin status', undefined],
  ['pg_restore -l x', undefined],
  ['pg_restore --clean x', 'high'],
  ['rails db:migrate', undefined],
  ['rails db:drop', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});

test.each([
  ['select 1', undefined],
  ["select 'drop table x'", undefined],
  ['-- drop table x\nselect 1', undefined],
  ['select 1; drop table x', 'high'],
  ['DROP DATABASE x', 'critical'],
  ['delete from t where id = 1', undefined],
  ['delete from t where true', 'high'],
  ['delete from t', 'high'],
  ['update t set a = 1', 'high'],
  ['update t set a = 1 where b = 2', undefined],
  ["copy t to program 'cat'", 'critical'],
  ['\\! ls', 'critical'],
  ['grant all on t to x', 'high'],
])('statements %s: %s', (text, severity) => {
  expect(judgeStatements(text)?.severity).toBe(severity);
});

test('knows clients by name', () => {
  expect(['psql', 'mysql', 'grep'].map(isClient)).toEqual([true, true, false]);
  expect(DATABASES.find(([name]) => name === 'psql')?.[1](['-c', 'drop table x'], 'psql')?.severity).toBe('high');
  expect(DATABASES.find(([name]) => name === 'sqlite3')?.[1](['x.db', 'delete from t'], 'sqlite3')?.severity).toBe(
    'high',
  );
});
