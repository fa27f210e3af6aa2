import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Hit, Needles } from '../../../src/inspect/secrets/needles.ts';
import { expectLinear } from '../../growth.ts';

/** What it finds, by asking at each place. */
function slowly(needles: readonly string[], text: string, from: number, to = text.length): Hit | undefined {
  const longestFirst = [...needles].sort((a, b) => b.length - a.length);
  for (let at = from; at < Math.min(to, text.length); at++)
    for (const needle of longestFirst) if (needle.length >= 8 && text.startsWith(needle, at)) return { needle, at };
  return undefined;
}

const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '\ud800', 'é'), minLength, maxLength });

it('finds what asking at each place would', () => {
  fc.assert(
    fc.property(
      fc.array(letters(1, 12), { maxLength: 6 }),
      fc.array(letters(0, 9), { maxLength: 6 }),
      fc.nat(20),
      fc.nat(60),
      (needles, parts, from, to) => {
        const text = parts.flatMap((part, i) => [part, needles[i] ?? '']).join('');
        const fast = new Needles(needles);
        expect(fast.next(text, from)).toEqual(slowly(needles, text, from));
        expect(fast.next(text, from, to)).toEqual(slowly(needles, text, from, to));
      },
    ),
  );
});

it('finds one of many, the longer where one begins with another', () => {
  const needles = Array.from({ length: 500 }, (_, i) => `needle-${i * 7919}-${i}`);
  const all = new Needles([...needles, `${needles[7]}-long`]);
  for (const needle of needles) expect(all.next(`xx ${needle}!`, 0)).toEqual({ needle, at: 3 });
  expect(all.next(`${needles[7]}-long`, 0)?.needle).toBe(`${needles[7]}-long`);
});

it('takes linear time, however often one begins', () => {
  const many = new Needles(Array.from({ length: 50 }, (_, i) => `${'a'.repeat(60)}${i}`));
  expectLinear(['a', 'ab'], (text) => many.next(text, 0));
});
