import { expect, it } from 'vitest';
import { LEGACY, legacyOf, MODERN } from '../../../src/model/protocol/revision.ts';

it('revisions with `initialize` are known by their whole name, and the one without is none of them', () => {
  expect(LEGACY.map(legacyOf)).toEqual(LEGACY);
  for (const other of [MODERN, '2025-11', '', undefined, 20251125, [LEGACY[0]]])
    expect(legacyOf(other)).toBeUndefined();
});

it('are dates, newest first', () => {
  expect([MODERN, ...LEGACY]).toEqual([MODERN, ...LEGACY].sort().reverse());
});
