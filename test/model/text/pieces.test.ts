import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pieces } from '../../../src/model/text/pieces.ts';

const sizes = fc.array(fc.oneof(fc.nat(40), fc.nat(40_000)), { maxLength: 30 });

test('law: what comes out is what came, in its order, and nothing of it stays', () => {
  fc.assert(
    fc.property(sizes, sizes, (first, second) => {
      const pieces = new Pieces();
      for (const lengths of [first, second]) {
        const sent = lengths.map((length, i) => Buffer.alloc(length, i + 1));
        for (const piece of sent) pieces.add(piece);
        expect(pieces.size).toBe(lengths.reduce((sum, length) => sum + length, 0));
        expect(pieces.take().equals(Buffer.concat(sent))).toBe(true);
        expect(pieces.size).toBe(0);
      }
    }),
  );
});

test('small pieces are copied, since each is an object that costs far more than its bytes', () => {
  const pieces = new Pieces();
  const piece = Buffer.alloc(1);
  for (const letter of 'abcd') {
    piece.write(letter);
    pieces.add(letter === 'a' ? Buffer.from(letter) : piece);
  }
  expect(pieces.take().toString()).toBe('abcd');
});
