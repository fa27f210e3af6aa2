import { expect, test } from 'vitest';
import { DATABASES, isClient, judgeStatements, readsStatements } from '../../../src/inspect/commands/databases.ts';
import { expectLinear } from '../../growth.ts';
import { gravity } from './seen.ts';

const seen = gravity(DATABASES);

test.each([
  ['dropdb x', 'critical'],
  ['dropdb app_test', 'low'],
  ['dropdb --if-exists -h localhost app_test', 'low'],
  ['dropdb -h test production', 'critical'],
  ['dropdb latest', 'critical'],
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
  ['drop database if exists app_test', 'low'],
  ['drop table tmp_users, test_items cascade', 'low'],
  ['drop table tmp_users, users', 'high'],
  ['drop table tmp_users; drop table users', 'high'],
  ['drop table attempts', 'high'],
  ['begin; drop table users; rollback', 'high'],
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

test.each([
  ['psql', 'begin; drop table users; rollback', undefined],
  ['psql', 'BEGIN; DROP SCHEMA public CASCADE; ROLLBACK;', undefined],
  ['sqlite3', 'begin transaction; delete from users; rollback', undefined],
  // These take no table back.
  ['mysql', 'begin; drop table users; rollback', 'high'],
  ['psql', 'begin; drop table users; commit; rollback', 'high'],
  ['psql', 'begin; drop table users; rollback; drop table users', 'high'],
  ['psql', 'begin; drop table users; end; begin; rollback', 'high'],
  ['psql', 'drop table users; rollback', 'high'],
])('%s takes back what it tried: %s', (client, text, severity) => {
  expect(judgeStatements(text, client)?.severity).toBe(severity);
});

test.each([
  ['psql app', true],
  ['psql -h db.example -U me app', true],
  ['psql', true],
  ['psql -c x', false],
  ['psql -f x.sql', false],
  ['mysql -u root shop', true],
  ['sqlite3 app.db', true],
  ['sqlite3 app.db .tables', false],
  ['redis-cli --pipe', true],
  ['redis-cli get x', false],
  ['cat', false],
])('%s reads statements from its input: %s', (command, is) => {
  const [name = '', ...args] = command.split(' ');
  expect(readsStatements(name, args)).toBe(is);
});

test('statements are read in work that grows with their length', () => {
  expectLinear(
    [
      'drop table tmp_a, ',
      'drop table if exists ',
      'begin; ',
      'rollback;',
      'alter table a ',
      "'",
      '"a".',
      'delete from ',
    ],
    (text) => {
      judgeStatements(text, 'psql');
      judgeStatements(`drop table ${text}`, 'psql');
    },
    { size: 8_000 },
  );
});
