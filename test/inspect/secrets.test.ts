import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Given } from '../../src/inspect/secrets/given.ts';
import { secrets as secretsIn } from '../../src/inspect/secrets.ts';
import type { Finding, Sighting } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { PIECE, type Steps } from '../../src/model/steps.ts';
import { replaceFound } from '../../src/pipeline/mask.ts';
import { callOf, kindsOf, lookAtCall, lookAtResult, textOf, viewOf } from './given.ts';

const secrets = secretsIn({});
const nothingRead = { kind: 'complete', value: {}, text: '{}' } as const;
const key = ['AKIA', 'QYLPMN5HFIQR7XYA'].join('');

test('sees a secret in arguments and results alike, and where', async () => {
  const text = `the key is ${key}.`;
  const { findings } = await lookAtCall(secrets, callOf({ text }));
  expect(findings).toMatchObject([{ kind: 'secret.aws', at: '/arguments/text' }]);
  expect(textOf(text, findings?.[0]?.span)).toBe(key);
  expect(kindsOf(await lookAtResult(secrets, { content: [{ type: 'text', text }] }))).toEqual(['secret.aws']);
});

test('sees through base64 and covers the whole run, so that no part of it stays readable', async () => {
  const encoded = Buffer.from(`please keep ${key} safe for me`).toString('base64');
  const text = `data: ${encoded}`;
  const { findings } = await lookAtCall(secrets, callOf({ text }));
  expect(findings?.map((finding) => finding.kind)).toEqual(['secret.aws']);
  expect(textOf(text, findings?.[0]?.span)).toBe(encoded);
});

test('sees a secret in the name of a member', async () => {
  const { findings } = await lookAtCall(secrets, callOf({ [`x ${key} y`]: 1 }));
  expect(findings).toMatchObject([{ kind: 'secret.aws', inKey: true }]);
});

test('takes a random value for a secret where its member is called one', async () => {
  expect(kindsOf(await lookAtResult(secrets, { apiKey: 'q7Rk2VbT9xLmZ4cWnH8s', id: 'q7Rk2VbT9xLmZ4cWnH8s' }))).toEqual([
    'secret.generic',
  ]);
});

test('says one thing about one place, and never the secret', async () => {
  const { findings } = await lookAtCall(secrets, callOf({ text: `api_key="${key}"` }));
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain(key);
});

test('sees nothing in what programs are full of', async () => {
  const clean = {
    id: '550e8400-e29b-41d4-a716-446655440000',
    sha: '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    lock: 'sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==',
    code: '!function(e,t){for(var n=0;n<t.length;n++){var r=t[n];r.key=r.token||"",e.secret=t.password}}(this,[])',
    picture: Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251)).toString('base64'),
  };
  expect(await lookAtResult(secrets, clean)).toEqual({});
});

test('sees them in hexadecimal digits, behind percent signs and in entities', async () => {
  const token = ['ghp_', 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo'].join('');
  const hex = Buffer.from(token).toString('hex');
  expect(kindsOf(await lookAtCall(secrets, callOf({ note: `x ${hex}` })))).toEqual(['secret.github']);
  const percent = Array.from(token, (one) => `%${one.charCodeAt(0).toString(16)}`).join('');
  expect(kindsOf(await lookAtCall(secrets, callOf({ note: percent })))).toEqual(['secret.github']);
  for (const entity of [(code: number) => `&#${code};`, (code: number) => `&#x${code.toString(16)};`]) {
    const spelled = Array.from(token, (one) => entity(one.charCodeAt(0))).join('');
    expect(kindsOf(await lookAtCall(secrets, callOf({ note: spelled })))).toEqual(['secret.github']);
  }
});

/** Tokens that differ, as a dump of a database has them. */
const tokens = Array.from({ length: 400 }, (_, i) =>
  [`ghp_q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5`, String(i).padStart(4, 'K')].join(''),
);

test('leaves out none of many secrets, in one text or in a text each', async () => {
  const inOne = (await lookAtResult(secrets, { text: tokens.join('\n') })).findings ?? [];
  const value = { list: tokens.map((token) => ({ token })) };
  const apart = (await lookAtResult(secrets, value)).findings ?? [];
  const left = (root: JsonObject, findings: readonly Finding[]): string[] => {
    const out = replaceFound(JSON.stringify(root), root, findings, () => '#');
    return tokens.filter((token) => out.includes(token));
  };
  expect(left({ text: tokens.join('\n') }, inOne)).toEqual([]);
  expect(left(value, apart)).toEqual([]);
  expect(apart.length).toBeLessThan(210);
});

test.each(['base64', 'hex'] as const)(
  'sees one in %s behind any number of decoys, and all of it is covered',
  async (how) => {
    const encoded = (text: string): string => Buffer.from(text).toString(how);
    const decoys = Array.from({ length: 60 }, (_, i) => encoded(`nothing at all is said in decoy ${i}`));
    // One that stands in the clear between them hides none of them.
    const text = [...decoys, `${key},`, encoded(`please keep ${key} safe for me`), 'plain'].join(' ');
    const { findings = [] } = await lookAtCall(secrets, callOf({ text }));
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['secret.aws']));
    const root = { arguments: { text } };
    const out = replaceFound(JSON.stringify(root), root, findings, () => '#');
    expect(out).not.toContain(encoded(`please keep ${key} safe for me`));
    expect(out).toContain('plain');
  },
);

describe('credentials that servers are given', () => {
  const OTHER = 'n3XqTz81kWm0';
  const OWN = 'w8RtYq25bLs7';
  const github = ['ghp_', 'q7Rk2VbT9xLmZ4cWnH8sYpJd3FgQeAu5KiXo'].join('');
  const credentials = [
    { server: 'crm', value: OTHER },
    { server: 'crm', value: `${github}:${OTHER}` },
    { server: 'server', value: OWN },
    { server: 'server', value: github },
    { server: 'server', value: 'Pw4-hi8!' },
  ];
  const inspector = secretsIn({ given: () => new Given(credentials) });
  const told = async (text: string): Promise<unknown[]> =>
    ((await lookAtCall(inspector, callOf({ text }))).findings ?? []).map(({ kind, severity, span }) => [
      kind,
      severity,
      textOf(text, span),
    ]);

  test('are secrets in results and arguments, also in base64, and no secret to their own server', async () => {
    expect(await told(`a ${OTHER} b ${OWN}`)).toEqual([
      ['secret.given', 'high', OTHER],
      ['secret.given', 'info', OWN],
    ]);
    const encoded = Buffer.from(`the key is ${OTHER} for all`).toString('base64');
    expect(await told(`x ${encoded}`)).toEqual([['secret.given', 'high', encoded]]);
    const { findings } = await lookAtResult(inspector, { a: [`a ${OTHER}`, `b ${OWN}`, 'Pw4-hi8!'] });
    expect(findings?.map(({ at, kind, severity }) => [at, kind, severity])).toEqual(
      [0, 1, 2].map((i) => [`/a/${i}`, 'secret.given', 'high']),
    );
    expect(JSON.stringify(findings)).not.toMatch(new RegExp(`${OTHER}|${OWN}`));
  });

  test('are told once where a form shows them too, by that form; and whole where it shows a part', async () => {
    expect(await told(`use ${github}`)).toEqual([['secret.github', 'info', github]]);
    const mine = `api_key = "${OWN}"`;
    expect(await told(mine)).toEqual([['secret.generic', 'info', OWN]]);
    expect(await told(`api_key = "${OTHER}"`)).toEqual([['secret.generic', 'medium', OTHER]]);
    const whole = `${github}:${OTHER}`;
    const text = `use ${whole}`;
    const findings = (await lookAtCall(inspector, callOf({ text }))).findings ?? [];
    expect(findings.map(({ span }) => textOf(text, span))).toContain(whole);
    expect(replaceFound(JSON.stringify({ arguments: { text } }), { arguments: { text } }, findings, () => '#')).toBe(
      '{"arguments":{"text":"use #"}}',
    );
  });

  test('are said to be given to somebody where a form shows them, and to nobody where they are their own', async () => {
    const said = async (text: string): Promise<unknown[]> =>
      ((await lookAtCall(inspector, callOf({ text }))).findings ?? []).map(({ message }) => message);
    expect(await said(`use ${github}:${OTHER}`)).toContainEqual(
      expect.stringMatching(/^Holds what looks like .*GitHub.*; it is given to crm\.$/),
    );
    expect(await said(`api_key = "${OTHER}"`)).toEqual([expect.stringMatching(/; it is given to crm\.$/)]);
    for (const text of [`use ${github}`, `use ${github.replace('q7', 'w4')}`])
      expect(await said(text)).toEqual([expect.not.stringContaining('given')]);
  });

  test("are not hidden behind a server's own, however many of these there are", async () => {
    const high = async (args: JsonObject): Promise<boolean> =>
      ((await lookAtCall(inspector, callOf(args))).findings ?? []).some(({ severity }) => severity === 'high');
    expect(await high({ list: Array.from({ length: 300 }, () => OWN) })).toBe(true);
    expect(await high({ list: Array.from({ length: 150 }, () => OWN) })).toBe(false);
    expect(await high({ list: [...Array.from({ length: 300 }, () => OWN), OTHER] })).toBe(true);
    expect(await high({ text: `${`${OWN} `.repeat(150)}${OTHER}` })).toBe(true);
    const both = Buffer.from(`first ${OWN}, then ${OTHER}`).toString('base64');
    expect(await high({ text: `x ${both}` })).toBe(true);
    // The shorter one is found by itself, and all of the run is taken for it.
    for (const beside of [OTHER, github.replace('q7', 'w4')])
      for (const text of [`${OWN} ${beside}`, `${beside} ${OWN}`])
        expect(await high({ text: Buffer.from(text).toString('base64') })).toBe(true);
  });

  test.each<[string, (key: string) => string]>([
    ['base64', (key) => Buffer.from(key).toString('base64')],
    ['the header of a user', (key) => `Basic ${Buffer.from(`ada:${key}`).toString('base64')}`],
    ['base64 without its end', (key) => Buffer.from(`us:${key}`).toString('base64url')],
    ['hexadecimal digits', (key) => Buffer.from(key).toString('hex').toUpperCase()],
    ['capital letters', (key) => key.toUpperCase()],
    ['reverse', (key) => [...key].reverse().join('')],
    ['one sign that nobody sees', (key) => `${key.slice(0, 5)}\u200b${key.slice(5)}`],
    ['signs that nobody sees', (key) => [...key].join('\u2060\u200d')],
    ['tags that nobody sees', (key) => [...key].join('\u{e0041}')],
    ['what was packed', (key) => gzipSync(`the key is ${key}`).toString('base64')],
    ['each letter', (key) => [...key].map((letter) => `&#${letter.charCodeAt(0)};`).join('')],
  ])('are found in %s, as short as they are', async (_, hide) => {
    expect(await told(`x ${hide(OTHER)} y`)).toMatchObject([['secret.given', 'high', expect.any(String)]]);
    expect((await told(hide(OWN))).length).toBe(1);
  });

  test('are found among signs that nobody sees in a long text, and are told as they are where those cut up other words', async () => {
    const long = 'word and wo\u00adrd '.repeat(10_000);
    const cut = `${long}${OTHER.slice(0, 6)}\u200b${OTHER.slice(6)} ${long}`;
    expect((await lookAtResult(inspector, { text: cut })).findings?.[0]?.message).toMatch(/, cut up by signs/);
    for (const text of [`wo\u00adrd ${OTHER}`, `${long} ${OTHER}`])
      expect((await told(text)).slice(0, 1)).toEqual([['secret.given', 'high', OTHER]]);
    for (const text of [long, `wo\u00adrd ${OTHER}`, `${OTHER} \u200b x`])
      expect((await told(text)).length).toBe(text === long ? 0 : 1);
    expect(await told(`${`${OWN} `.repeat(40)}${OTHER.slice(0, 6)}\u200b${OTHER.slice(6)}`)).toContainEqual([
      ...['secret.given', 'high'],
      expect.stringContaining('\u200b'),
    ]);
  });

  test('leave turns to others while what nobody sees is taken out of a long text', () => {
    const pauses = (text: string): number => {
      const steps = inspector.onResult?.(callOf({}), nothingRead, [{ text, at: '/x', key: false }], viewOf());
      let count = 0;
      for (const _ of steps as Steps<Sighting>) count++;
      return count;
    };
    const parts = 8;
    const text = 'word and ';
    const long = (word: string): string => word.repeat((PIECE * parts) / word.length);
    expect(pauses(long(`${text}\u200b`))).toBeGreaterThanOrEqual(pauses(long(`${text}x`)) + parts);
  });

  test('are found in long results, and the same ones', async () => {
    const text = `${'word and word '.repeat(10_000)}${OTHER} ${'more '.repeat(10_000)}`;
    expect(kindsOf(await lookAtResult(inspector, { text }))).toEqual(['secret.given']);
  });

  test('are what a server asks a client to pass on, too', async () => {
    const asked = { ...callOf({ message: OWN }), origin: 'upstream' as const };
    expect((await lookAtCall(inspector, asked)).findings?.[0]?.severity).toBe('high');
  });
});
