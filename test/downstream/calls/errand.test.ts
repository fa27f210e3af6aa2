import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Asking } from '../../../src/downstream/asking.ts';
import { Errand } from '../../../src/downstream/calls/errand.ts';
import { createFront } from '../../../src/downstream/front.ts';
import type { Era } from '../../../src/downstream/wire.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { frontOptions, Stand } from '../stand.ts';
import { errandOf, incoming, visitOf } from '../visits.ts';

function send(token: string | undefined, logLevel?: string, streams = true, era: Era = 'legacy') {
  const params = token === undefined ? '{}' : `{"_meta":{"progressToken":${token}}}`;
  return errandOf({ era, logLevel, streams, params });
}

const notify = (errand: Errand, method: string, params: JsonObject): void =>
  errand.notify?.(method, params, JSON.stringify(params));

test('progress comes with the client\'s own token, 0 and "" included, whatever the upstream\'s was', () => {
  for (const token of ['0', '""', '"a"', '12345678901234567890']) {
    const { errand, told } = send(token);
    notify(errand, 'notifications/progress', { progressToken: 'theirs', progress: 1, message: 'm' });
    expect(told).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: JSON.parse(token), progress: 1, message: 'm' },
      },
    ]);
  }
});

test('whatever comes and however often we put the client off, its progress only rises', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('wait'), fc.integer({ min: 0, max: 50 }))), (steps) => {
      const { errand, told } = send('1');
      for (const step of steps) {
        if (typeof step === 'string') errand.wait('still waiting');
        else notify(errand, 'notifications/progress', { progressToken: 7, progress: step });
      }
      const values = told.map(({ params }) => params.progress as number);
      for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeGreaterThan(values[i - 1] ?? 0);
    }),
  );
});

test('nothing is told without a token, a log that is wanted, or a stream', () => {
  expect(send(undefined, undefined, true, 'modern').errand.notify).toBeUndefined();
  expect(send('1', 'info', false).errand.notify).toBeUndefined();
  expect(send('1', undefined, false).errand.waits).toBe(false);
  const { errand, told } = send(undefined, 'error');
  notify(errand, 'notifications/progress', { progressToken: 7, progress: 1 });
  notify(errand, 'notifications/message', { level: 'info', data: 1 });
  notify(errand, 'notifications/message', { level: 'error', data: 2 });
  notify(errand, 'notifications/elsewhere', {});
  errand.wait('x');
  expect(told.map(({ params }) => params.data)).toEqual([2]);
});

test('after the answer nothing is told, and it is answered once', () => {
  const { errand, told, state } = send('1', 'debug');
  expect([errand.finish(), errand.finish()]).toEqual([true, false]);
  notify(errand, 'notifications/progress', { progressToken: 7, progress: 1 });
  notify(errand, 'notifications/message', { level: 'error' });
  errand.wait('x');
  errand.cancel();
  expect(told).toEqual([]);
  expect([state.dropped, errand.signal.aborted]).toEqual([0, false]);
});

test('what was taken back is aborted, also for who asks later, and never answered', () => {
  const early = send('1');
  const signal = early.errand.signal;
  early.errand.cancel();
  expect([signal.aborted, early.errand.finish(), early.state.dropped]).toEqual([true, false, 1]);
  const late = send('1');
  late.errand.cancel();
  expect(late.errand.signal.aborted).toBe(true);
});

test('a legacy client that named no level hears what its server chooses to say', () => {
  const { errand, told } = send(undefined);
  notify(errand, 'notifications/message', { level: 'debug', data: 'quiet' });
  expect(told).toMatchObject([{ params: { data: 'quiet' } }]);
});

test('given up, whoever works on it is told once, and the client may still be answered once', () => {
  const { errand, state } = send('1');
  let heard = 0;
  errand.whenCancelled({ handleEvent: () => void heard++ });
  expect([errand.abandon(), errand.abandon(), errand.finish(), errand.isCancelled]).toEqual([true, false, false, true]);
  errand.cancel();
  expect([heard, state.dropped]).toEqual([1, 0]);
});

test('it says who its client is by the agents that are configured by now', async () => {
  const { visit } = visitOf();
  const { errand } = errandOf();
  const own = new Errand(errand.front, errand.asking, {
    ...visit,
    principal: { ...visit.principal, id: 'launch:kiosk' },
  });
  expect((await own.caller()).principal.agent).toBeUndefined();
  errand.front.reconfigure(frontOptions(new Stand(), { agents: { kiosk: { purpose: 'read-only' } } }));
  expect(await own.caller()).toEqual({ principal: expect.objectContaining({ agent: 'kiosk', purpose: 'read-only' }) });
});

test.each([
  ['that is good', { ok: true, proof: { transport: 'http', token: 'phone' } }, undefined],
  ['that was revoked', { ok: false, status: 401, message: 'it was revoked' }, 'it was revoked'],
  [
    'that is another’s',
    { ok: true, proof: { transport: 'http', token: 'watch' } },
    'its token is another caller’s by now',
  ],
] as const)('it says by now whether its client would be let in, with a token %s', async (_, admittance, lapsed) => {
  const { visit } = visitOf();
  const front = createFront({ ...frontOptions(new Stand()), admit: async () => admittance });
  const principal = { id: 'token:phone', human: 'out-of-band' } as const;
  const errand = new Errand(front, new Asking(), { ...visit, principal, request: incoming({}) });
  expect((await errand.caller()).lapsed).toBe(lapsed);
});

test('what its results hold counts for its principal until its answer is found', () => {
  const { errand } = send('1');
  const { results } = errand.front;
  results.reconfigure(400);
  expect(errand.receives(90)).toBeUndefined();
  expect(errand.receives(20)).toMatch(/^results of this principal hold 90 bytes, and at most 100 .*max-old-space-size/);
  errand.letGo();
  errand.letGo();
  expect(errand.receives(300)).toBeUndefined();
});
