import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/config/hiding.ts';
import { credentialsOf } from '../../src/discover/credentials.ts';
import { readEntry } from '../../src/discover/entry.ts';
import type { Json } from '../../src/model/json.ts';
import { clientOf } from './home.ts';

const SECRET = 'q7Rk2VbT9xLmZ4cWnH8sYp';
const look = (raw: Json, see?: (text: string) => readonly Range[]) => {
  const entry = readEntry(clientOf('cursor'), raw);
  const texts: Record<string, readonly string[]> = { url: [entry.url ?? ''] };
  return credentialsOf(entry, see).map(({ at, name, range, masked }) => {
    const [holder, key] = at;
    const text =
      holder === 'env'
        ? entry.env[String(key)]
        : holder === 'headers'
          ? entry.headers[String(key)]
          : holder === 'args'
            ? entry.args[Number(key)]
            : texts.url?.[0];
    return { at: at.join('.'), name, secret: text?.slice(...range), masked };
  });
};

describe('credentials in plain text', () => {
  it.each<[string, Json, string, string]>([
    ['a variable', { command: 'x', env: { API_KEY: SECRET } }, 'env.API_KEY', 'API_KEY'],
    [
      'what only looks like a reference',
      { command: 'x', env: { API_KEY: `${SECRET} \${x` } },
      'env.API_KEY',
      'API_KEY',
    ],
    [
      'a bearer',
      { url: 'https://a.example', headers: { Authorization: `Bearer ${SECRET}` } },
      'headers.Authorization',
      'Authorization',
    ],
    ['a header of its own', { url: 'https://a.example', headers: { 'X-Auth': SECRET } }, 'headers.X-Auth', 'X-Auth'],
    ['a password in short', { command: 'x', env: { MYSQL_PASS: SECRET } }, 'env.MYSQL_PASS', 'MYSQL_PASS'],
    ['a second password', { command: 'x', env: { MYSQL_PWD_2: SECRET } }, 'env.MYSQL_PWD_2', 'MYSQL_PWD_2'],
    ['a personal access token', { command: 'x', env: { AZURE_PAT: SECRET } }, 'env.AZURE_PAT', 'AZURE_PAT'],
    ['a passphrase', { command: 'x', args: ['--passphrase', SECRET] }, 'args.1', 'passphrase'],
    ['a flag', { command: 'x', args: ['--api-key', SECRET] }, 'args.1', 'api-key'],
    ['a flag in short', { command: 'x', args: ['--db-pass', SECRET] }, 'args.1', 'db-pass'],
    ['a flag in one', { command: 'x', args: [`--token=${SECRET}`] }, 'args.0', 'token'],
    ['a variable of docker', { command: 'docker', args: ['-e', `GITHUB_TOKEN=${SECRET}`] }, 'args.1', 'GITHUB_TOKEN'],
    ['a short one of docker', { command: 'docker', args: ['-e', `MYSQL_PASS=${SECRET}`] }, 'args.1', 'MYSQL_PASS'],
    [
      'a header of mcp-remote',
      { command: 'npx', args: ['--header', `Authorization: Bearer ${SECRET}`] },
      'args.1',
      'Authorization',
    ],
    ['a query', { url: `https://a.example/mcp?api_key=${SECRET}&x=1` }, 'url', 'url'],
    ['a password in a query', { url: `https://a.example/mcp?user=x&pwd=1&pass=${SECRET}` }, 'url', 'url'],
    ['a step of a path', { url: `https://a.example/s/${SECRET}${SECRET}/mcp` }, 'url', 'url'],
    [
      'a database',
      { command: 'x', env: { DATABASE: `postgres://ann:${SECRET}@db.example/x` } },
      'env.DATABASE',
      'DATABASE',
    ],
    ['a database in arguments', { command: 'x', args: [`postgres://ann:${SECRET}@db.example/x`] }, 'args.0', 'arg-0'],
  ])('are seen in %s, and never shown', (_, raw, at, name) => {
    const [found, ...more] = look(raw);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ at, name });
    expect(found?.secret).toContain(SECRET);
    expect(found?.masked).not.toContain(SECRET.slice(0, 6));
  });

  it.each<[string, Json]>([
    ['references', { command: 'x', env: { API_KEY: '${API_KEY}' }, args: ['--token=${env:T}'] }],
    ['a bearer by reference', { url: 'https://a.example', headers: { Authorization: 'Bearer ${T}' } }],
    ['a query by reference', { url: 'https://a.example?api_key=${KEY}' }],
    [
      'flags and paths',
      { command: 'x', env: { AUTH: 'true', KEY_FILE: '/etc/key', TOKEN_LIMIT: '4000', KEYS: 'C:\\keys' } },
    ],
    [
      'names with a short word in them',
      { command: 'x', env: { PASS_THROUGH: 'LANG', COMPASS: SECRET, PATH: SECRET, PWD: SECRET, PATTERN: SECRET } },
    ],
    ['packages', { command: 'npx', args: ['-y', '@scope/token-server@1.0.0', '--root', '/home/ann'] }],
    ['addresses', { url: 'https://a.example/v1/organisation/mcp' }],
  ])('are not seen in %s', (_, raw) => {
    expect(look(raw)).toEqual([]);
  });

  it('are seen by what is handed in', () => {
    const see = (text: string): Range[] => (text.startsWith('odd') ? [[3, 6]] : []);
    expect(look({ command: 'x', args: ['odd123'] }, see)).toMatchObject([{ at: 'args.0', secret: '123' }]);
  });
});
