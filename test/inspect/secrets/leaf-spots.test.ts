import { describe, expect, it } from 'vitest';
import type { Spotted } from '../../../src/inspect/detectors/detector.ts';
import { Seen } from '../../../src/inspect/reading/spots.ts';
import { NOTHING_GIVEN, type SpottedGiven } from '../../../src/inspect/secrets/given.ts';
import { LeafSpots } from '../../../src/inspect/secrets/leaf-spots.ts';

const spotted = (start: number, end: number): Spotted => ({
  kind: 'secret.generic',
  severity: 'high',
  start,
  end,
  message: 'Is a secret.',
});
const owned: SpottedGiven = { ...spotted(2, 6), kind: 'secret.given', servers: ['mail', 'chat'], from: [] };

function spotsOf(given: readonly SpottedGiven[], receiver?: string): { spots: LeafSpots; seen: Seen } {
  const seen = new Seen();
  const leaf = { at: '/a', text: 'a text of some length', key: false };
  return { spots: new LeafSpots(leaf, seen, { given: NOTHING_GIVEN, receiver }, given), seen };
}

describe('spots of a leaf', () => {
  it('know which places were reported, and which of them have another', () => {
    const { spots } = spotsOf([]);
    expect(spots.isEmpty).toBe(true);
    spots.add(spotted(2, 6));
    expect(spots.isEmpty).toBe(false);
    expect([spots.isNew(0, 2), spots.isNew(5, 7), spots.isNew(6, 9)]).toEqual([true, false, true]);
    expect([spots.has(spotted(3, 6)), spots.has(spotted(3, 7))]).toEqual([true, false]);
  });

  it('say whose it is that was seen by its form', () => {
    const { spots, seen } = spotsOf([owned], 'other');
    spots.add(spotted(4, 9));
    spots.add(spotted(12, 15));
    expect(seen.findings?.map(({ severity, message, given }) => [severity, message, given])).toEqual([
      ['high', 'Is a secret; it is given to mail and chat.', true],
      ['high', 'Is a secret.', undefined],
    ]);
  });

  it('count as nothing what the receiver itself is given, but not what is more than that', () => {
    const { spots, seen } = spotsOf([owned], 'mail');
    spots.add(spotted(3, 6));
    spots.add(spotted(3, 7));
    expect(seen.findings?.map(({ severity }) => severity)).toEqual(['info', 'high']);
  });
});
