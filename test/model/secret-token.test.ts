import { expect, test } from 'vitest';
import { makeToken } from '../../src/journal/keys.ts';
import { SECRET_HEAD, secretKey, secretTokens } from '../../src/model/secret-token.ts';

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
