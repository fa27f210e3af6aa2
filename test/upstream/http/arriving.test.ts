import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arriving } from '../../../src/upstream/http/arriving.ts';

const MB = 1_000_000;

test('law: one connection never holds more than a quarter and all together no more than all, in several large answers', () => {
  const step = fc.record({ who: fc.nat(5), which: fc.nat(2), bytes: fc.integer({ min: 0, max: 4 * MB }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const connections = Array.from({ length: 6 }, () => {
        const arriving = new Arriving(8 * MB);
        return Array.from({ length: 3 }, () => ({ arrival: arriving.begin(), held: 0 }));
      });
      const sum = (answers: readonly { held: number }[]): number =>
        answers.reduce((all, { held }) => all + (held > 256 * 1024 ? held : 0), 0);
      const isSeveral = (answers: readonly { held: number }[]): boolean =>
        answers.filter(({ held }) => held > 256 * 1024).length > 1;
      for (const { who, which, bytes } of steps) {
        const answer = connections[who]?.[which];
        if (answer === undefined) continue;
        if (answer.arrival.holds(bytes) === undefined) answer.held = bytes;
        else expect(bytes).toBeGreaterThan(256 * 1024);
        for (const answers of connections) if (isSeveral(answers)) expect(sum(answers)).toBeLessThanOrEqual(2 * MB);
        if (isSeveral(connections.flat())) expect(sum(connections.flat())).toBeLessThanOrEqual(8 * MB);
      }
      for (const { arrival } of connections.flat()) arrival.holds(0);
      const last = new Arriving(8 * MB).begin();
      expect(last.holds(2 * MB)).toBeUndefined();
      last.holds(0);
    }),
  );
});

test('always takes one that is alone, however large a result may be configured to be', () => {
  const arriving = new Arriving(8 * MB);
  const [one, other] = [arriving.begin(), arriving.begin()];
  for (const held of [MB, 3 * MB, 9 * MB]) expect(one.holds(held)).toBeUndefined();
  expect(other.holds(MB)).toMatchObject({ reason: 'too-large' });
  expect(new Arriving(8 * MB).begin().holds(MB)).toMatchObject({ reason: 'too-large' });
  one.holds(0);
});

test('says how much is held, and takes again what was let go', () => {
  const arriving = new Arriving(8 * MB);
  const [one, other] = [arriving.begin(), arriving.begin()];
  expect(one.holds(MB)).toBeUndefined();
  expect(other.holds(1_500_000)).toMatchObject({ reason: 'too-large', message: expect.stringContaining('1000000') });
  one.holds(0);
  expect(other.holds(1_500_000)).toBeUndefined();
  other.holds(0);
});
