import { expect, it } from 'vitest';
import { Keyring } from '../../../src/app/secrets/keyring.ts';
import { parseConfig } from '../../../src/config/load.ts';

const OLD = 'n3XqTz81kWm0';
const NEW = 'w8RtYq25bLs7';

function settingsOf(key: string) {
  const servers = { a: { command: 'x', env: { API_KEY: key } } };
  const loaded = parseConfig('/x/servers.config.yaml', JSON.stringify({ servers }));
  return { loaded, config: loaded.config };
}

it('says whose each is, and takes the tokens of a sign-in as they come', () => {
  let tokens = [{ server: 'b', value: 'first-4f9k2m8x1c7q' }];
  const keyring = new Keyring(settingsOf(OLD));
  const seen = (): string[] =>
    keyring
      .given()
      .find(`${OLD} first-4f9k2m8x1c7q next-4f9k2m8x1c7q`)
      .flatMap(({ servers }) => servers);
  expect(seen()).toEqual(['a']);
  keyring.follow(() => tokens);
  expect(seen()).toEqual(['a', 'b']);
  expect(keyring.given()).toBe(keyring.given());
  tokens = [{ server: 'c', value: 'next-4f9k2m8x1c7q' }];
  expect(seen()).toEqual(['a', 'b', 'c']);
});

it('knows a changed key at once, and the one before it: that may still be good', () => {
  const keyring = new Keyring(settingsOf(OLD));
  expect(keyring.given().find(NEW)).toEqual([]);
  keyring.configure(settingsOf(NEW));
  expect(keyring.given().isOf('a', NEW)).toBe(true);
  expect(keyring.given().isOf('a', OLD)).toBe(true);
  keyring.configure(settingsOf(OLD));
  expect(keyring.given().find(`${OLD} ${NEW}`)).toHaveLength(2);
});

it('forgets the oldest of very many', () => {
  const keyring = new Keyring(settingsOf(OLD));
  const token = (i: number): string => `token-4f9k2m8x1c7q-${i}`;
  let i = 0;
  keyring.follow(() => [{ server: 'b', value: token(i) }]);
  for (; i < 200; i++) keyring.given();
  expect(keyring.given().find(token(200))).toHaveLength(1);
  expect(keyring.given().find(token(199))).toHaveLength(1);
  expect(keyring.given().isOf('b', token(1))).toBe(false);
});
