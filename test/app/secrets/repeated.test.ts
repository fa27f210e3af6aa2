import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concealerOf, repeatedIn } from '../../../src/app/secrets/repeated.ts';
import { concealObject } from '../../../src/catalog/lockfile/conceal.ts';
import { Given } from '../../../src/inspect/secrets/given.ts';
import { type JsonObject, valueAt } from '../../../src/model/json.ts';

const KEY = 'q7Rk2VbT9xLmZ4cWnH8sYpJd';
const given = new Given([
  { server: 'mail', value: KEY, from: 'servers.mail.env.KEY' },
  { server: 'crm', value: `${KEY}-token` },
]);
const conceal = concealerOf(() => given);

it('says where a credential is configured, or whose sign-in it comes from, and never the credential', () => {
  const definition = { description: `Sends with ${KEY}.`, a: { [`x/${KEY}`]: 1 }, b: [`${KEY}-token`], c: 'nothing' };
  const repeated = repeatedIn(definition, given);
  expect(repeated.map(({ at, given: places }) => [at, places])).toEqual([
    ['/description', ['servers.mail.env.KEY']],
    ['/a/x~1(hidden)', ['servers.mail.env.KEY']],
    ['/b/0', ['the sign-in of crm']],
  ]);
  expect(JSON.stringify(repeated)).not.toContain(KEY);
  expect(repeatedIn({ description: 'nothing' }, given)).toEqual([]);
});

it('names the sign-in of a server whose token no file says', () => {
  const token = new Given([{ server: 'crm', value: KEY }]);
  expect(repeatedIn(KEY, token)).toMatchObject([{ given: ['the sign-in of crm'] }]);
});

it('hides all of a text with more credentials in it than are found', () => {
  expect(conceal(`${KEY} `.repeat(200))).toBe('(hidden)');
});

it('leaves no credential in any text, wherever it stood, and points into what it left', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constant(KEY),
    fc.string().map((text) => `${text}${KEY}${text}`),
  );
  const value = fc.dictionary(word, fc.oneof(word, fc.array(word), fc.dictionary(word, word)));
  fc.assert(
    fc.property(value, (definition) => {
      const concealed = concealObject(definition as JsonObject, conceal);
      expect(JSON.stringify(concealed)).not.toContain(KEY);
      for (const { at } of repeatedIn(definition as JsonObject, given))
        expect(valueAt(concealed, at)).not.toBe(undefined);
    }),
  );
});
