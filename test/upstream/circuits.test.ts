import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Circuits } from '../../src/upstream/circuits.ts';
import { session } from './rig.ts';

function circuits() {
  const clock = { now: 1_000_000 };
  return { clock, it: new Circuits(() => clock.now) };
}

test('crashes of one session shut out that session, and count for all once', () => {
  const { it } = circuits();
  for (let i = 0; i < 9; i++) it.crashed(session('one'), 'it exited', 1);
  expect(it.refusal(session('one'))).toMatch(
    /^it failed 9 times in a row, at last: it exited \(for this session it will be tried again in \d+ s\)$/,
  );
  expect([it.refusal(session('two')), it.all.wait]).toEqual([undefined, 0]);
});

test('crashes in one session after another count for all, and so do those of a process that all share', () => {
  const { it } = circuits();
  it.crashed(session('one'), 'it exited', 1);
  it.crashed(session('two'), 'it exited', 1);
  expect(it.all.wait).toBe(500);
  it.crashed(undefined, 'it exited', 1);
  expect(it.all.wait).toBe(1_000);
  expect(it.refusal(undefined)).toBeUndefined();
});

test('crashes count for nobody else while the processes of others stand', () => {
  const { it } = circuits();
  for (let i = 0; i < 20; i++) it.crashed(session(`s${i}`), 'it was killed', 1, true);
  expect([it.all.wait, it.all.refusal]).toEqual([0, undefined]);
  it.crashed(session('s1'), 'it was killed', 1, true);
  expect(it.refusal(session('s1'))).toContain('for this session');
  // A process that all share has no others.
  it.crashed(undefined, 'it was killed', 1, true);
  it.crashed(undefined, 'it was killed', 1, true);
  expect(it.all.wait).toBe(500);
});

test('a session that came to rest begins anew', () => {
  const { clock, it } = circuits();
  for (let i = 0; i < 9; i++) it.crashed(session('one'), 'it exited', 1);
  clock.now += 120_000;
  it.crashed(session('one'), 'it exited', 1);
  expect([it.refusal(session('one')), it.all.wait]).toEqual([undefined, 0]);
});

test('whatever one session does, another waits for it no longer than for one accident', () => {
  const crash = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }));
  fc.assert(
    fc.property(fc.array(crash, { maxLength: 30 }), (crashes) => {
      const { clock, it } = circuits();
      for (const [after, ran] of crashes) {
        clock.now += after;
        it.crashed(session('one'), 'it exited', ran);
        expect([it.refusal(session('two')), it.all.refusal]).toEqual([undefined, undefined]);
      }
    }),
  );
});
