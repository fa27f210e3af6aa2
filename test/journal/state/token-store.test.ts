import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addToken, listTokens, openTokenStore, revokeToken } from '../../../src/journal/state/token-store.ts';
import { bearerOf, isBearer } from '../../../src/model/bearer.ts';
import { runModule, scratch } from '../scratch.ts';

const known = (name: string, more: object = {}) => ({ name, by: 'ann', at: 5, ...more });
const add = async (dir: string, name: string, more: object = {}): Promise<string> =>
  (await addToken(dir, known(name, more))) ?? '';

describe('tokens', () => {
  it('are found by what was printed once, and nothing that is kept tells it', async () => {
    const dir = scratch();
    const secret = await add(dir, 'ci', { agent: 'build' });
    expect(isBearer(secret)).toBe(true);
    const store = openTokenStore(dir);
    expect(store.find(secret)).toMatchObject({ kind: 'known', token: known('ci', { agent: 'build' }) });
    expect(store.find(bearerOf(new Uint8Array(32)))).toMatchObject({ kind: 'unknown' });
    expect(store.find('hunter2')).toMatchObject({ kind: 'unknown', why: expect.stringContaining('sp_') });
    const [file = ''] = readdirSync(dir);
    expect(readFileSync(path.join(dir, file), 'utf8')).not.toContain(secret.slice(3, 20));
    expect(listTokens(dir)).toEqual([known('ci', { agent: 'build' })]);
    expect(statSync(path.join(dir, file)).mode & 0o177).toBe(0);
  });

  it('of one name are one: of many processes that add it, one wins', async () => {
    const dir = scratch();
    const source = `import { addToken } from 'dist:journal/state/token-store.js';
      const made = await addToken(process.argv.at(-1), { name: 'ci', by: 'x', at: 1 });
      console.log(made ?? '');`;
    const secrets = (await Promise.all(Array.from({ length: 4 }, () => runModule(source, [dir])))).map((out) =>
      out.trim(),
    );
    const won = secrets.filter((secret) => secret !== '');
    expect(won).toHaveLength(1);
    expect(openTokenStore(dir).find(won[0] ?? '')).toMatchObject({ kind: 'known' });
    expect(await addToken(dir, known('ci'))).toBeUndefined();
  });

  it('added or revoked by another process count within a second', async () => {
    const dir = scratch();
    let time = 0;
    const store = openTokenStore(dir, () => time);
    const first = await add(dir, 'first');
    expect(store.find(first)).toMatchObject({ kind: 'known' });
    const second = await add(dir, 'second');
    time += 1_000;
    expect(store.find(second)).toMatchObject({ kind: 'known' });
    expect(revokeToken(dir, 'first')).toBe(true);
    expect(revokeToken(dir, 'first')).toBe(false);
    time += 1_000;
    expect(store.find(first)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('revoked') });
    expect(store.find(second)).toMatchObject({ kind: 'known' });
  });

  it('end when they expire, to the millisecond', async () => {
    const dir = scratch();
    let time = 99;
    const store = openTokenStore(dir, () => time);
    const secret = await add(dir, 'ci', { expires: 100 });
    expect(store.find(secret)).toMatchObject({ kind: 'known' });
    time = 100;
    expect(store.find(secret)).toMatchObject({ kind: 'expired', why: expect.stringContaining('1970-01-01') });
  });

  it.each([
    ['no JSON', () => '{'],
    ['no object', () => '[]'],
    ['no hash', (text: string) => text.replace(/"hash":"[^"]*"/, '"hash":""')],
    ['a date that is none', (text: string) => text.replace('"at":5', '"at":5,"expires":"never"')],
  ])('whose file is damaged are nobody’s: %s', async (_what, damage) => {
    const dir = scratch();
    const secret = await add(dir, 'ci');
    const file = path.join(dir, readdirSync(dir)[0] ?? '');
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    expect(openTokenStore(dir).find(secret)).toMatchObject({ kind: 'unknown' });
  });

  it('say whether a text is no token at all or one that was mistyped', async () => {
    const dir = scratch();
    const secret = await add(dir, 'ci');
    const { find } = openTokenStore(dir);
    const mistyped = { kind: 'unknown', why: expect.stringContaining('mistyped or cut short') };
    expect(find(secret.slice(0, -1))).toMatchObject(mistyped);
    expect(find(secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0'))).toMatchObject(mistyped);
    // Those of the configuration are whatever somebody chose.
    const why = 'this token is not known here; one that `sallyport token add` made begins with sp_';
    expect(find('ghp_0123456789')).toEqual({ kind: 'unknown', why });
  });

  it('cannot be found where the folder cannot be read, which is a fault and no answer', () => {
    expect(openTokenStore(path.join(scratch(), 'gone')).find(bearerOf(new Uint8Array(32)))).toMatchObject({
      kind: 'fault',
    });
    expect(listTokens(path.join(scratch(), 'gone'))).toEqual([]);
  });
});
