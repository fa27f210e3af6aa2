import { expect } from 'vitest';

/** Microseconds of the processor's time, at its best of three: what others do to the clock is no growth. */
function work(act: () => void, times: number): number {
  const once = (): number => {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i++) act();
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  return Math.min(once(), once(), once());
}

/** Work that can be told from noise. Microseconds. */
const PLAIN = 100_000;
const OFTENEST = 1_024;

export interface Growth {
  /** The shorter of the two lengths at which work is compared; the other is four times that. */
  readonly size?: number;
}

/**
 * Expects linear work on each seed, repeated: four times the text may be up to twelve times the work. Quadratic work would
 * grow sixteenfold. What looks like more is done again and again until it is no noise: then the ratio alone counts. Less
 * work than looking at each letter once is taken for that: the longer text may only lie in another kind of memory.
 */
export function expectLinear(
  seeds: readonly string[],
  act: (text: string) => void,
  { size = 64_000 }: Growth = {},
): void {
  for (const seed of seeds) {
    const sized = (length: number): string => seed.repeat(Math.ceil(length / seed.length));
    const [small, large] = [sized(size), sized(size * 4)];
    for (let times = 1; times <= OFTENEST; times *= 4) {
      const after = work(() => act(large), times);
      const before = Math.max(
        work(() => act(small), times),
        work(() => scan(small), times),
      );
      const growth = after / Math.max(before, 1);
      if (growth < MOST) break;
      if (after >= PLAIN) expect.fail(`work on ${JSON.stringify(seed.slice(0, 30))} grows ${growth.toFixed(1)}-fold`);
    }
  }
}

const MOST = 12;

function scan(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
}

/** Pieces that texts made to be slow to read are made of. */
export const HOSTILE: readonly string[] = [
  ...['a', ' ', '-', '- ', '[', '{', '(', '"', "'", '\\', '"\\', '\t', '\r\n', '\n', '\u2028', '\u200b', '&', '&amp;'],
  ...['a(', 'a.b(', '[1,', '{"a":', '{a:', '["a",', '(x=', 'f(a=1,', '1_', '1_,', '1e', '- \u2028', 'A1+/', '\ufb00'],
  ...['a: "x\n', "a: 'x\n", 'a: |\n  b\n', 'a: x\n  y\n', '- a: "\n', 'a: "b" c\n', "k: 'it''s\n", 'k: >\n\n  t\n'],
  ...['[at] ', 'at ', ' at', '[at', 'dot ', 'a at b ', 'a at b dot ', '<at>  ', '&#38;', '&#x26;amp;', '\u0130'],
];
