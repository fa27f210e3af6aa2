import { expect, test } from 'vitest';
import { Kept } from '../../../src/app/replay/kept.ts';

test('a thing is made once for a text, and what was not needed for long is made anew', () => {
  const kept = new Kept<{ readonly n: number }>();
  let made = 0;
  const of = (text: string) => kept.of(text, () => ({ n: made++ }));
  const [needed, gone] = [of('needed'), of('gone')];
  expect(of('needed')).toBe(needed);
  for (let n = 0; n < 10; n++) {
    const long = `${n} ${'x'.repeat(300_000)}`;
    expect(of(long)).toBe(of(long));
    expect(of('needed')).toBe(needed);
  }
  expect(made).toBe(12);
  expect(of('gone')).not.toBe(gone);
});

test('a text that is longer than all that is kept is made all the same', () => {
  const kept = new Kept<string>();
  const long = 'x'.repeat(2_000_000);
  expect(kept.of(long, () => 'made')).toBe('made');
  expect(kept.of('short', () => 'short')).toBe('short');
});
