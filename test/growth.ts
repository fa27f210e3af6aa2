import { expect } from 'vitest';

/** Milliseconds of the processor's time, at its best of three: what others do to the clock is no growth. */
function work(act: () => void): number {
  const once = (): number => {
    const start = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
  return Math.min(once(), once(), once());
}

/** Expects linear work on each seed, repeated. Quadratic work would grow sixteenfold; small works are noise. */
export function expectLinear(seeds: readonly string[], act: (text: string) => void): void {
  for (const seed of seeds) {
    const sized = (size: number): string => seed.repeat(Math.ceil(size / seed.length));
    const [small, large] = [sized(64_000), sized(256_000)];
    const before = Math.max(
      work(() => act(small)),
      0.5,
    );
    const after = work(() => act(large));
    expect(after, `growth on ${JSON.stringify(seed)}`).toBeLessThan(Math.max(before * 12, 80));
  }
}

/** Pieces that texts made to be slow to read are made of. */
export const HOSTILE: readonly string[] = [
  ...['a', ' ', '-', '- ', '[', '{', '(', '"', "'", '\\', '"\\', '\t', '\r\n', '\n', '\u2028', '\u200b', '&', '&amp;'],
  ...['a(', 'a.b(', '[1,', '{"a":', '{a:', '["a",', '(x=', 'f(a=1,', '1_', '1_,', '1e', '- \u2028', 'A1+/', '\ufb00'],
  ...['a: "x\n', "a: 'x\n", 'a: |\n  b\n', 'a: x\n  y\n', '- a: "\n', 'a: "b" c\n', "k: 'it''s\n", 'k: >\n\n  t\n'],
  ...['[at] ', 'at ', ' at', '[at', 'dot ', 'a at b ', 'a at b dot ', '<at>  ', '&#38;', '&#x26;amp;', '\u0130'],
];
