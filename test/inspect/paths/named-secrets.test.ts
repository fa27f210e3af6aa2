import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { namedSecrets } from '../../../src/inspect/paths/named-secrets.ts';
import { expectLinear } from '../../growth.ts';

const named = (text: string, at = '/content/0/text'): string[] =>
  namedSecrets([{ at, text, key: false }]).map(({ span }) => text.slice(...(span ?? [0])));

describe('a file of settings', () => {
  test.each([
    'DB_PASSWORD=tulips-in-may',
    'export DB_PASSWORD="tulips-in-may"',
    "  12\tDB_PASSWORD='tulips-in-may' # the old one",
    'db.password: tulips-in-may',
    '{ "user": "ann",\n  "password": "tulips-in-may" }',
    "define('DB_PASSWORD', 'tulips-in-may');",
    'PORT=8080\r\nSMTP_PASS=tulips-in-may\r\nREGION=eu-west',
  ])('holds a secret that its name gives away: %j', (text) => expect(named(text)).toEqual(['tulips-in-may']));

  test.each([
    'PROJECT_NAME=tulips-in-may\nREGION=eu-central-1\nPORT=80808080',
    'AUTH_URL=tulips-in-may',
    'DB_PASSWORD=changeme-please',
    'DB_PASSWORD=$OTHER_PASSWORD',
    'DB_PASSWORD=${OTHER_PASSWORD}',
    'PRIVATE_KEY=./keys/server.pem',
    'DB_PASSWORD=\nPROJECT_NAME=tulips-in-may',
    'the password is: tulips-in-may',
    'DB_PASSWORD=may',
    'DB_USER=root\nDB_PWD=password\nMINIO_SECRET_KEY=minioadmin',
    'POSTGRES_USER=postgres\nPOSTGRES_PASSWORD=postgres',
    'POSTGRES_PASSWORD=postgres',
    'DATABASE_URL=postgres://app:secret@localhost/shop\nDB_PASSWORD=postgres',
    'user: reporting-reader\npassword: reporting-reader',
    'export BLUEBIRD=1\nAPI_TOKEN=Bluebird',
  ])('holds none by its name in %j', (text) => expect(named(text)).toEqual([]));

  test.each([
    'DATABASE_URL=postgres://app:wintertime@localhost/shop\nDB_PASSWORD=wintertime',
    'DB_PASS=wintertime\nDB_PW=wintertime',
    '# it was wintertime\nDB_PASSWORD=wintertime',
    'password: wintertime',
  ])('holds one that stands there again as what it is: %j', (text) => expect(named(text)).toContain('wintertime'));

  it('may be read as an object', () => {
    expect(named('tulips-in-may', '/structuredContent/DB_PASSWORD')).toEqual(['tulips-in-may']);
    expect(named('tulips-in-may', '/structuredContent/PROJECT_NAME')).toEqual([]);
    const leaf = (name: string, text: string) => ({ at: `/structuredContent/${name}`, text, key: false });
    expect(namedSecrets([leaf('DB_USER', 'reporting'), leaf('DB_PASSWORD', 'reporting')])).toEqual([]);
  });

  it('gives away every value of every name, among any others', () => {
    const word = fc.stringMatching(/^[a-z]{8,20}$/);
    const others = fc.array(fc.stringMatching(/^[A-Z]{3,9}=[a-z]{0,20}$/));
    fc.assert(
      fc.property(word, others, others, (value, before, behind) => {
        const text = [...before, `DB_PASSWORD=${value}`, ...behind].join('\n');
        fc.pre(!/example|dummy|redacted|placeholder|(.)\1{3}|changeme|replaceme|getenv|abcdefgh/.test(value));
        fc.pre(![...before, ...behind].some((other) => other.endsWith(`=${value}`)));
        fc.pre(!/^(?:disabled|required|optional|undefined)$/.test(value));
        expect(named(text)).toContain(value);
      }),
    );
  });

  it('is read in linear time', () => {
    expectLinear(['a', ' ', '=', 'password', '"', "'", '\n', 'export ', 'password=', '1', '\t', ','], (text) =>
      namedSecrets([{ at: '', text, key: false }]),
    );
  }, 60_000);
});
