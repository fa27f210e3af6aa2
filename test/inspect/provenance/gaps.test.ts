import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gaps, onlyGaps } from '../../../src/inspect/provenance/gaps.ts';
import { NO_MEMORY } from '../../../src/model/view.ts';
import { viewOf } from '../given.ts';

it.each([
  [['memory.incomplete'], viewOf({}, { incomplete: true })],
  [['memory.forgotten'], viewOf({}, { memory: { ...NO_MEMORY, forgotten: 1 } })],
  [['memory.incomplete', 'memory.forgotten'], viewOf({}, { incomplete: true, memory: { ...NO_MEMORY, forgotten: 3 } })],
])('says %s, also where nothing else is seen', (kinds, view) => {
  expect(gaps(view).map((one) => one.kind)).toEqual(kinds);
  expect(onlyGaps(view)).toEqual({ findings: gaps(view) });
});

it('law: says of a session whose beginning is not known all that it says of a whole one', () => {
  const memory = fc.record({ forgotten: fc.nat(2), unsearchable: fc.nat(2) });
  fc.assert(
    fc.property(memory, fc.nat(1), (known, unsearchable) => {
      const sayings = { isEmpty: true, unsearchable, find: () => [], *readOn() {} };
      const [whole, part] = [false, true].map((incomplete) =>
        gaps(viewOf({}, { incomplete, sayings, memory: { ...NO_MEMORY, ...known } })),
      );
      expect(part?.[0]?.kind).toBe('memory.incomplete');
      expect(part?.slice(1)).toEqual(whole);
    }),
  );
});

it('says it louder where what nobody vouches for can no longer be searched', () => {
  const lost = { isEmpty: true, unsearchable: 1, find: () => [], *readOn() {} };
  for (const view of [viewOf({}, { memory: { ...NO_MEMORY, unsearchable: 1 } }), viewOf({}, { sayings: lost })])
    expect(gaps(view).map(({ kind, severity }) => [kind, severity])).toEqual([['memory.forgotten', 'medium']]);
  expect(gaps(viewOf({}, { memory: { ...NO_MEMORY, forgotten: 1 } }))[0]?.severity).toBe('low');
});

it('says nothing where everything is remembered', () => {
  expect([gaps(viewOf({})), onlyGaps(viewOf({}))]).toEqual([[], {}]);
});
