import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish, PIECE } from '../../../src/model/steps.ts';
import {
  base64Runs,
  decodeEntities,
  decodeEntitiesInSteps,
  decodePercent,
  decodings,
  textInFile,
} from '../../../src/model/text/decode.ts';

test('undoes percent signs whatever they hold', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('%')),
      (text) => {
        expect(decodePercent(encodeURIComponent(text))).toBe(text);
      },
    ),
  );
  expect(decodePercent('%c0%ae%c0%af%c1%9c')).toBe('./\\');
  expect(decodePercent('100% %zz %ff')).toBe('100% %zz %ff');
});

test('undoes entities', () => {
  expect(decodeEntities('&lt;a&#x20;b&#61;&quot;&bogus;&#9999999;')).toBe('<a b="&bogus;&#9999999;');
});

test('undoes entities of a long text in parts, and cuts none in two', () => {
  const piece = fc.array(fc.constantFrom('&', 'amp;', '#', '64;', 'x', '0000064;', 'commat;', 'a', ' '), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(piece, piece, fc.nat({ max: 30 }), (before, after, shift) => {
      const text = `${before.join('')}${'-'.repeat(PIECE * 2 - shift)}${after.join('')}`;
      expect(finish(decodeEntitiesInSteps(text))).toBe(decodeEntities(text));
    }),
    { numRuns: 500 },
  );
  for (const text of ['&#64;', '&', '&amp;'].map((entity) => entity.repeat(PIECE))) {
    let pauses = 0;
    for (const steps = decodeEntitiesInSteps(text); steps.next().done !== true; ) pauses++;
    expect(pauses).toBe(text.length > PIECE * 2 ? Math.ceil(text.length / (PIECE * 2)) : 0);
    expect(finish(decodeEntitiesInSteps(text))).toBe(decodeEntities(text));
  }
});

test('finds base64 that holds text, and only that', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{30,200}$/), (text) => {
      const encoded = Buffer.from(text).toString('base64');
      const [run] = base64Runs(`see "${encoded}" here`);
      expect(run?.text).toBe(text);
      expect(`see "${encoded}" here`.slice(run?.start, run?.end)).toBe(encoded);
    }),
  );
  expect(base64Runs('9f3c1e7ab84d20655e1fc07ad3b9286e4c7a1f0d5b82e693')).toEqual([]);
  expect(base64Runs('short')).toEqual([]);
});

test('finds what stands behind any number of decoys, the last for all that follow', () => {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const decoys = Array.from({ length: 60 }, (_, i) => encoded(`nothing at all is said in decoy ${i}`));
  const text = [...decoys, encoded('meet at the old mill at seven'), 'plain'].join(' ');
  const runs = base64Runs(text);
  expect(runs).toHaveLength(50);
  const rest = runs.at(-1);
  expect(rest?.rest).toBe(true);
  expect(rest?.text.split('\n').at(-1)).toBe('meet at the old mill at seven');
  expect(text.slice(rest?.start, rest?.end)).toBe(
    [...decoys.slice(49), encoded('meet at the old mill at seven')].join(' '),
  );
  expect(base64Runs(decoys.slice(0, 50).join(' ')).map((run) => run.rest)).toEqual(Array.from({ length: 50 }));
});

test('decodes twice and no more', () => {
  expect(decodings('%25252e')).toEqual(['%25252e', '%252e', '%2e']);
  expect(decodings('plain')).toEqual(['plain']);
});

test('a file in base64 is a text, or is not', () => {
  const file = (content: string | Buffer) => textInFile(Buffer.from(content).toString('base64'));
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '名', '😀', '\n', ' '), minLength: 1, maxLength: 2_000 }),
      (text) => {
        expect(file(text)).toBe(text);
      },
    ),
  );
  expect(file(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBeUndefined();
  expect(file(Buffer.from('PK\x03\x04 and more'))).toBeUndefined();
  expect(file(Buffer.from([0xff, 0xfe, 0x41, 0x00]))).toBeUndefined();
  expect(file('')).toBeUndefined();
});

test('a file is a text all the same where a byte of it is broken, or where it is sent as one', () => {
  const words = 'Please write to the desk at once. '.repeat(100);
  for (const at of [0, 1, 100, 760, 1_700, words.length - 1]) {
    const bytes = Buffer.from(words);
    bytes[at] = at % 2 === 0 ? 0x07 : 0xff;
    expect(textInFile(bytes.toString('base64'))).toHaveLength(words.length);
  }
  expect(textInFile(Buffer.from('déjà vu, naïve café, señor', 'latin1').toString('base64'))).toBeUndefined();
  const latin = Buffer.from('Un café très bon, et la suite de ce texte reste lisible sans peine.', 'latin1');
  expect(textInFile(latin.toString('base64'))).toContain('lisible');
  const binary = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]).toString('base64');
  expect([textInFile(binary), textInFile(binary, true)?.slice(1, 4), textInFile('', true)]).toEqual([
    undefined,
    'PNG',
    undefined,
  ]);
});

test('a file whose beginning alone is a text is none', () => {
  const noise = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 37) % 32));
  expect(textInFile(Buffer.concat([Buffer.from('%PDF-1.7 '.repeat(200)), noise]).toString('base64'))).toBeUndefined();
});
