import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  DIGEST_END,
  DIGEST_START,
  encodePayload,
  makePayload,
  namedDigest,
  readPayload,
  SALT_END,
  SALT_START,
  TEXT_START,
  TEXT_TAIL,
} from '../../../src/journal/payload/payload.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

const lineOf = (text: string, most?: number) => {
  const payload = makePayload(text, most);
  return { payload, line: encodePayload(payload.ref.digest, payload.salt, payload.text).slice(0, -1) };
};

it('reads back what was kept, lone surrogates and all', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { payload, line } = lineOf(text);
      expect(readPayload(line, payload.ref.digest)).toEqual({ state: 'whole', text });
      expect(payload.ref).toEqual({ digest: payload.ref.digest, size: text.length });
    }),
  );
});

it('cuts at the limit, never through a character, and says so', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 60 }),
      (text, most) => {
        const { ref, text: kept } = makePayload(text, most);
        expect(ref.size).toBe(text.length);
        expect(ref.cut).toBe(text.length > most ? true : undefined);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, most) - 1);
        expect(Buffer.from(kept, 'utf8').toString('utf8')).toBe(kept);
      },
    ),
  );
});

it('gives equal texts different digests', () => {
  expect(makePayload('yes').ref.digest).not.toBe(makePayload('yes').ref.digest);
});

it('knows where digest, salt and text stand, and takes blanks for an erasure', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { payload, line } = lineOf(text);
      expect(line.slice(DIGEST_START, DIGEST_END)).toBe(payload.ref.digest);
      expect(line.slice(SALT_START, SALT_END)).toBe(payload.salt);
      const written = line.slice(TEXT_START, line.length - TEXT_TAIL);
      expect(`"${written}"`).toBe(JSON.stringify(text));
      const blank =
        line.slice(0, SALT_START) +
        ' '.repeat(SALT_END - SALT_START) +
        line.slice(SALT_END, TEXT_START) +
        ' '.repeat(written.length) +
        line.slice(-TEXT_TAIL);
      expect(readPayload(blank, payload.ref.digest)).toEqual({ state: 'erased' });
    }),
  );
});

it('takes any other spelling for broken, even where it reads the same', () => {
  const { payload, line } = lineOf('a text');
  expect(readPayload(line.replace('a text', '\\u0061 text'), payload.ref.digest)).toEqual({ state: 'broken' });
  expect(readPayload(line.replace('a text', 'b text'), payload.ref.digest)).toEqual({ state: 'broken' });
  for (const junk of ['', 'null', '[]', '{"digest":1}', '{']) {
    expect(readPayload(junk, payload.ref.digest)).toEqual({ state: 'broken' });
  }
});

it('finds no digest where a line has anything else in its place', () => {
  expect(namedDigest({ kind: 'note', about: '', message: '' })).toBeUndefined();
  const forged = { kind: 'call', payload: null } as unknown as Parameters<typeof namedDigest>[0];
  expect(namedDigest(forged)).toBeUndefined();
});
