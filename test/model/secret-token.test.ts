import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeToken } from '../../src/journal/keys.ts';
import { mayTellTokens, SECRET_HEAD, secretKey, secretTokens } from '../../src/model/secret-token.ts';

const KEY = Buffer.alloc(32, 1);

test('tokens are found where they stand, each by its secret alone', () => {
  const [aws, generic] = [makeToken(KEY, 'secret.aws', 'one'), makeToken(KEY, 'secret.generic', 'one')];
  const other = makeToken(KEY, 'secret.generic', 'two');
  const text = `key=${aws}, "${generic}" and ${other}.`;
  const found = secretTokens(text);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([aws, generic, other]);
  expect(found.map(({ name }) => SECRET_HEAD + name)).toEqual([secretKey(aws), secretKey(aws), secretKey(other)]);
  expect(secretKey(aws)).not.toBe(secretKey(other));
});

test('what only looks like one is none', () => {
  for (const text of ['', 'sp_secret_short', 'sp_aws_ABCDEFGHIJKL', 'xsp_aws_abcdefghijkl', 'sp_aws_abcdefghijklm'])
    expect(secretTokens(text)).toEqual([]);
});

test('no text of JSON is passed over that tells a token, however it spells the letters', () => {
  const token = makeToken(KEY, 'secret.aws', 'one');
  const around = fc.string({ unit: fc.constantFrom('s', 'p', '_', 'a', '"', '\\', '\n', ' ') });
  const escaped = fc.uniqueArray(fc.nat(token.length - 1));
  fc.assert(
    fc.property(around, around, escaped, fc.boolean(), (before, after, places, hasToken) => {
      const spelled = [...token].map((letter, index) => {
        return places.includes(index) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter;
      });
      const inner = (text: string): string => JSON.stringify(text).slice(1, -1);
      const json = `{"a":"${inner(before)}${hasToken ? ` ${spelled.join('')} ` : ''}${inner(after)}"}`;
      if (hasToken) expect(secretTokens(JSON.stringify(JSON.parse(json)))).not.toEqual([]);
      if (secretTokens(JSON.stringify(JSON.parse(json))).length > 0) expect(mayTellTokens(json)).toBe(true);
    }),
  );
  expect(mayTellTokens('{"spans":["SP_"]}')).toBe(false);
});
