import { expect, it } from 'vitest';
import { gaps, onlyGaps } from '../../../src/inspect/provenance/gaps.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { viewOf } from '../given.ts';

it.each([
  ['memory.incomplete', viewOf({}, { incomplete: true, memory: { ...NO_MEMORY, forgotten: 3 } })],
  ['memory.forgotten', viewOf({}, { memory: { ...NO_MEMORY, forgotten: 1 } })],
])('says %s, also where nothing else is seen', (kind, view) => {
  expect(gaps(view).map((one) => one.kind)).toEqual([kind]);
  expect(onlyGaps(view)).toEqual({ findings: gaps(view) });
});

it('says it louder where what nobody vouches for can no longer be searched', () => {
  const lost = { isEmpty: true, unsearchable: 1, find: () => [] };
  for (const view of [viewOf({}, { memory: { ...NO_MEMORY, unsearchable: 1 } }), viewOf({}, { sayings: lost })])
    expect(gaps(view).map(({ kind, severity }) => [kind, severity])).toEqual([['memory.forgotten', 'medium']]);
  expect(gaps(viewOf({}, { memory: { ...NO_MEMORY, forgotten: 1 } }))[0]?.severity).toBe('low');
});

it('says nothing where everything is remembered', () => {
  expect([gaps(viewOf({})), onlyGaps(viewOf({}))]).toEqual([[], {}]);
});
