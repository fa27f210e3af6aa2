import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/model/call.ts';
import { Circuits } from '../../../src/upstream/server/circuits.ts';
import { session } from '../rig.ts';

function circuits() {
  const clock = { now: 1_000_000 };
  return { clock, it: new Circuits(() => clock.now) };
}

const crash = (it: Circuits, of: Session | undefined, ran: number, othersStand = false): void =>
  it.crashed({ session: of, why: 'it ended', ran, othersStand });

test('crashes of one session shut out that session, and count for all once', () => {
  const { it } = circuits();
  for (let i = 0; i < 9; i++) crash(it, session('one'), 1);
  expect(it.refusal(session('one'))).toMatch(
    /^it failed 9 times in a row, at last: it ended \(for this session it will be tried again in \d+ s\)$/,
  );
  expect([it.refusal(session('two')), it.all.wait]).toEqual([undefined, 0]);
});

test('crashes in one session after another count for all, and so do those of a process that all share', () => {
  const { it } = circuits();
  crash(it, session('one'), 1);
  crash(it, session('two'), 1);
  expect(it.all.wait).toBe(500);
  crash(it, undefined, 1);
  expect(it.all.wait).toBe(1_000);
  expect(it.refusal(undefined)).toBeUndefined();
});

test('crashes count for nobody else while the processes of others stand', () => {
  const { it } = circuits();
  for (let i = 0; i < 20; i++) crash(it, session(`s${i}`), 1, true);
  expect([it.all.wait, it.all.refusal]).toEqual([0, undefined]);
  crash(it, session('s1'), 1, true);
  expect(it.refusal(session('s1'))).toContain('for this session');
  // A process that all share has no others.
  crash(it, undefined, 1, true);
  crash(it, undefined, 1, true);
  expect(it.all.wait).toBe(500);
});

test('a session that came to rest begins anew', () => {
  const { clock, it } = circuits();
  for (let i = 0; i < 9; i++) crash(it, session('one'), 1);
  clock.now += 120_000;
  crash(it, session('one'), 1);
  expect([it.refusal(session('one')), it.all.wait]).toEqual([undefined, 0]);
});

test('whatever one session does, another waits for it no longer than for one accident', () => {
  const accident = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }));
  fc.assert(
    fc.property(fc.array(accident, { maxLength: 30 }), (crashes) => {
      const { clock, it } = circuits();
      for (const [after, ran] of crashes) {
        clock.now += after;
        crash(it, session('one'), ran);
        expect([it.refusal(session('two')), it.all.refusal]).toEqual([undefined, undefined]);
      }
    }),
  );
});
