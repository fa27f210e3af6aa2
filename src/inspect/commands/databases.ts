import { type Deed, destructive } from '../shell/deeds.ts';
import { has, type Judge, operandsOf, some, unless, valuesOf, when } from './options.ts';

const drops = destructive('Drops or empties data in a database.');
const whole = destructive('Drops a database.', 'critical');

/** Database clients, each with the options by which its command line passes statements. */
const CLIENTS = new Map<string, readonly string[]>();
const clients = (names: string, ...options: readonly string[]): void => {
  for (const name of names.split(' ')) CLIENTS.set(name, options);
};
clients('psql pgcli cockroach vsql impala-shell', '-c', '--command', '-e', '--execute', '-q');
clients('mysql mariadb mycli cqlsh trino presto hive beeline spark-sql', '-e', '--execute');
clients('clickhouse-client clickhouse sqlcmd bq snowsql osql tsql', '-q', '-Q', '--query', '-e');
clients('duckdb sqlite3 sqlite litecli usql isql', '-c', '-cmd', '-s');

/** Clients that accept statements as plain words. */
const PLAIN = /^(?:sqlite3?|duckdb|litecli|bq|mongosh?)$/;

/** String literals and comments, which contain no statements. */
const QUOTED = /'(?:[^'\\]|\\.|'')*'|--[^\n]*|\/\*[^*]*\*\//g;

/** Names of test and scratch databases, which are recreated for every run. */
const TRIAL =
  /(?:^|[_.-])(?:tests?|testing|tmp|temp|scratch|sandbox)(?:[_.-]?\d*)$|^(?:test|tmp|temp|scratch|sandbox)[_-]/;
const isTrial = (name: string): boolean => TRIAL.test(name.toLowerCase().replace(/["'`[\];]/g, ''));
const DROPS =
  /^drop\s+(?:database|table|view|schema|keyspace|index)\s+(?:concurrently\s+)?(?:if\s+exists\s+)?([\w".`-]+(?:\s*,\s*[\w".`-]+)*)(?:\s+(?:cascade|restrict))?$/i;
const trial = destructive('Drops a database that is used for tests.', 'low');
/** Clients whose databases can roll back everything in a transaction, dropped tables included. */
const TAKES_BACK = /^(?:psql|pgcli|cockroach|duckdb|sqlite3?|litecli)$/;

/** Whether nothing is kept: a single transaction around all the statements, rolled back at the end. */
const isTakenBack = (statements: readonly string[]): boolean =>
  /^(?:begin|start\s+transaction)(?:\s+(?:transaction|work))?$/i.test(statements[0] ?? '') &&
  /^rollback(?:\s+(?:transaction|work))?$/i.test(statements.at(-1) ?? '') &&
  !statements.slice(1, -1).some((one) => /^(?:commit|end|begin|start|rollback|\\|\.)/i.test(one));

/** What a text of statements would do. Matched by words: clients have their own dialects, and commands besides SQL. */
export function judgeStatements(text: string, client = ''): Deed | undefined {
  if (text.length > 32_768) return drops;
  if (
    /\bcopy\b[\s\S]{0,2000}?\b(?:to|from)\s+program\b|^\s{0,20}\\!|\bxp_cmdshell\b|^\s{0,20}\.(?:shell|system)\s/im.test(
      text,
    )
  )
    return destructive('Makes a database run a program.', 'critical');
  if (MONGO.test(text)) return whole;
  const plain = text.replace(QUOTED, "''");
  const each = plain.split(';').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  if (TAKES_BACK.test(client) && isTakenBack(each)) return undefined;
  let lost: Deed | undefined;
  for (const statement of each) {
    const is = statement.replace(/^(?:begin|commit|explain\s+analy[sz]e)\b\s*/i, '');
    const named = DROPS.exec(is)?.[1];
    if (named?.split(',').every((name) => isTrial(name.trim())) === true) {
      lost ??= trial;
      continue;
    }
    if (/^drop\s+(?:database|schema|keyspace)\b/i.test(is)) return whole;
    if (/^(?:drop\s+\w|truncate\b|alter\s+table\b[\s\S]*\bdrop\b|flush(?:all|db)\b)/i.test(is)) return drops;
    if (/^(?:delete\s+from|update)\b/i.test(is) && !/\bwhere\b(?!\s+(?:true|1\s*=\s*1)\b)/i.test(is)) return drops;
    if (/^(?:alter\s+(?:role|user|system)|grant\b|create\s+(?:role|user)|set\s+password)\b/i.test(is))
      return destructive('Changes permissions in a database.');
  }
  return lost;
}

const statements: Judge = (args, name) => {
  const given = [...valuesOf(args, ...(CLIENTS.get(name) ?? []))];
  if (PLAIN.test(name)) given.push(...operandsOf(args).slice(name === 'bq' ? 1 : 0));
  for (const text of given) {
    const deed = judgeStatements(text, name);
    if (deed !== undefined) return deed;
  }
  return undefined;
};

/** Whether a command can read statements from its input. */
export const isClient = (name: string): boolean =>
  CLIENTS.has(name) || /^(?:redis-cli|valkey-cli|mongo(?:sh)?)$/.test(name);

/** Whether it does read them from its input, because nothing on its command line says what to run. */
export function readsStatements(name: string, args: readonly string[]): boolean {
  if (!isClient(name)) return false;
  const given = [...(CLIENTS.get(name) ?? ['--eval']), '-f', '--file'];
  const words = operandsOf(args, [
    '-h',
    '-p',
    '-P',
    '-U',
    '-u',
    '-d',
    '-n',
    '--host',
    '--port',
    '--user',
    '--username',
  ]);
  if (/^(?:redis|valkey)-cli$/.test(name)) return has(args, '', '--pipe') || words.length === 0;
  return valuesOf(args, ...given).length === 0 && words.length < (/^(?:sqlite3?|duckdb|litecli)$/.test(name) ? 2 : 3);
}

const MONGO =
  /\.(?:dropDatabase|drop|dropIndexes|deleteMany\(\s*\{\s*\}|remove\(\s*\{\s*\}|dropUser|dropAllUsersFromDatabase|shutdownServer)\b|\.(?:deleteMany|updateMany|remove)\(\s*\{\s*\}\s*[,)]|\bdropDatabase\b/;
/** A server told to keep its data in another place writes any file; a key that comes from elsewhere may be any. */
const redis: Judge = (args) => {
  if (some(args, /^shutdown$|\bflush(?:all|db)\b/i)) return destructive('Empties a database.');
  if (/^(?:del|unlink)$/i.test(args.at(-1) ?? '')) return drops;
  return /\bconfig set (?:dir|dbfilename)\b/i.test(args.join(' '))
    ? destructive('Lets a database write files of its own choice.')
    : undefined;
};

const ENVIRONMENT = /^(?:RAILS_ENV|RACK_ENV|MIX_ENV)=["']?(\w{1,20})/;
/** Tasks of a framework; what they do to the database that is used for tests is done before every run. */
const tasks =
  (verbs: RegExp): Judge =>
  (args) => {
    const done = args.filter((arg) => verbs.test(arg));
    if (done.length === 0) return undefined;
    const named = [
      ...args.flatMap((arg) => ENVIRONMENT.exec(arg)?.[1] ?? []),
      ...valuesOf(args, '-e', '--environment', '--env'),
    ];
    const isOfTests = named.length > 0 && named.every((one) => /^test(?:ing)?$/.test(one));
    return isOfTests && !some(done, /:all$/) ? trial : drops;
  };
const RAILS = tasks(/^db:(?:drop|reset|purge|schema:load|migrate:reset)/);
const KNEX = tasks(/^(?:db:drop|db:migrate:undo:all|schema:drop|migrate:rollback:all)$/);
const ARTISAN = tasks(/^(?:migrate:(?:fresh|reset|refresh)|db:wipe)$/);

/** `python manage.py flush` */
const django: Judge = (args) => {
  const [script = '', verb = ''] = operandsOf(args);
  return /(?:^|[\\/])manage\.py$/.test(script) && /^(?:flush|reset_db)$/.test(verb) ? drops : undefined;
};

const mongo: Judge = (args) => (some(args, MONGO) ? whole : undefined);

/** Database clients and administration tools. */
export const DATABASES: readonly (readonly [name: string, judge: Judge])[] = [
  ...[...CLIENTS.keys()].map((name) => [name, statements] as const),
  ['mongosh', mongo],
  ['mongo', mongo],
  [
    'dropdb',
    (args) => {
      const names = operandsOf(args, '-h -p -U --host --port --username --maintenance-db'.split(' '));
      return names.length > 0 && names.every(isTrial) ? trial : whole;
    },
  ],
  ['dropuser', () => destructive('Changes permissions in a database.')],
  ['mysqladmin', when(/^(?:drop|shutdown|flush-privileges|password)$/, whole)],
  [
    'pg_restore',
    unless(
      (args) => has(args, 'l', '--list'),
      (args) => (has(args, 'c', '--clean') ? drops : undefined),
    ),
  ],
  ['mongorestore', (args) => (has(args, '', '--drop') && !has(args, '', '--dryRun') ? drops : undefined)],
  ['redis-cli', redis],
  ['valkey-cli', redis],
  ['etcdctl', (args) => (operandsOf(args)[0] === 'del' ? drops : undefined)],
  ['influx', when(/^delete$/, drops)],
  ['kafka-topics.sh', when(/^--delete$/, drops)],
  ['rabbitmqctl', when(/^(?:reset|force_reset|delete_\w+|purge_queue|stop_app)$/, drops)],
  ['rails', RAILS],
  ['rake', RAILS],
  ['mix', tasks(/^ecto\.(?:drop|reset)$/)],
  ['php', (args, name) => (args[0] === 'artisan' ? ARTISAN(args, name) : undefined)],
  ...['sequelize', 'sequelize-cli', 'typeorm'].map((name) => [name, KNEX] as const),
  ...['python', 'python3'].map((name) => [name, django] as const),
  ['manage.py', (args, name) => django(['manage.py', ...args], name)],
  ['alembic', (args) => (/\bdowngrade base\b/.test(args.join(' ')) ? drops : undefined)],
  ['flyway', when(/^clean$/, drops)],
  ['liquibase', when(/^(?:drop-all|dropAll)$/, drops)],
  ['bq', when(/^rm$/, drops)],
  ['pg_dropcluster', () => whole],
  [
    'prisma',
    (args) =>
      /^(?:migrate reset|db push)/.test(args.join(' ')) && some(args, /^(?:reset|--force-reset|--accept-data-loss)$/)
        ? drops
        : undefined,
  ],
];
