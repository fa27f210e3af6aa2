import { expect, test } from 'vitest';
import { Crossing } from '../../../src/downstream/rounds/crossing.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import { sampleCall } from '../../pipeline/sample.ts';
import { complete, DECISION } from '../stand.ts';
import { errandOf } from '../visits.ts';

const ABLE = { elicitation: {}, roots: {} };
const question = (method = 'elicitation/create') => ({ upstream: 'up', method, params: {}, text: '{}' });
const outcome = { kind: 'answered' } as Outcome;

const errand = (capabilities: JsonObject = ABLE, token?: string) =>
  errandOf({
    era: 'modern',
    capabilities,
    params: token === undefined ? '{}' : `{"_meta":{"progressToken":${token}}}`,
  });

const never = (): Promise<Outcome> => new Promise(() => {});
const live = new AbortController().signal;

test('the request that waits ends with the questions; the next one brings the answers and goes on to the end', async () => {
  const crossing = new Crossing(errand().errand);
  let end: (outcome: Outcome) => void = () => {};
  crossing.begin(new Promise((resolve) => (end = resolve)));
  const first = crossing.next();
  const answer = crossing.ask(question(), live);
  expect(await first).toBeUndefined();
  const [[key] = ['']] = crossing.questions();
  crossing.detach();
  crossing.attach(errand().errand);
  crossing.answer(key, complete({ action: 'accept' }));
  expect(await answer).toMatchObject({ kind: 'complete' });
  expect(crossing.questions()).toEqual([]);
  end(outcome);
  expect(await crossing.next()).toBe(outcome);
});

test('whoever has the call knows that it was let through, before or after', () => {
  const [first, second] = [errand().errand, errand().errand];
  const crossing = new Crossing(first);
  expect(first.wasAdmitted).toBe(false);
  crossing.admitted(DECISION, sampleCall());
  expect(first.wasAdmitted).toBe(true);
  crossing.attach(second);
  expect(second.wasAdmitted).toBe(true);
});

test('what ended while nobody waited is told to whoever comes next', async () => {
  const crossing = new Crossing(errand().errand);
  crossing.begin(Promise.resolve(outcome));
  crossing.detach();
  await Promise.resolve();
  expect(await crossing.next()).toBe(outcome);
  const broken = new Crossing(errand().errand);
  broken.begin(Promise.reject(new Error('broken')));
  broken.detach();
  await expect(broken.next()).rejects.toThrow('broken');
});

test('questions that are still open are asked again', async () => {
  const crossing = new Crossing(errand().errand);
  crossing.begin(never());
  void crossing.ask(question(), live);
  expect(await crossing.next()).toBeUndefined();
  expect(await crossing.next()).toBeUndefined();
});

test('what the client did not declare is not asked', async () => {
  const crossing = new Crossing(errand({ roots: {} }).errand);
  expect(await crossing.ask(question(), live)).toMatchObject({ kind: 'error', code: -32601 });
  expect(crossing.questions()).toEqual([]);
});

test('a question that its server took back is none any more', async () => {
  const crossing = new Crossing(errand().errand);
  crossing.begin(never());
  const withdrawn = new AbortController();
  const answer = crossing.ask(question(), withdrawn.signal);
  withdrawn.abort();
  expect(await answer).toMatchObject({ kind: 'failed', reason: 'cancelled' });
  expect(crossing.questions()).toEqual([]);
});

test('the request that waits cancels the call, one that was answered does not', async () => {
  const first = errand();
  const crossing = new Crossing(first.errand);
  crossing.begin(never());
  let cancelled = 0;
  crossing.whenCancelled({ handleEvent: () => void cancelled++ });
  crossing.detach();
  first.errand.cancel();
  expect(cancelled).toBe(0);
  const second = errand();
  crossing.attach(second.errand);
  const answer = crossing.ask(question(), live);
  second.errand.cancel();
  expect(cancelled).toBe(1);
  expect(crossing.signal.aborted).toBe(true);
  expect(await answer).toMatchObject({ kind: 'failed' });
  expect(await crossing.ask(question(), live)).toMatchObject({ kind: 'failed' });
});

test('progress goes to the request that waits, under its own token', () => {
  const first = errand(ABLE, '"one"');
  const crossing = new Crossing(first.errand);
  const step = (progress: number): void =>
    crossing.notify?.(
      'notifications/progress',
      { progressToken: 1, progress },
      `{"progressToken":1,"progress":${progress}}`,
    );
  step(1);
  crossing.detach();
  step(2);
  const second = errand(ABLE, '"two"');
  crossing.attach(second.errand);
  step(3);
  expect(first.told.map(({ params }) => params)).toEqual([{ progressToken: 'one', progress: 1 }]);
  expect(second.told.map(({ params }) => params)).toEqual([{ progressToken: 'two', progress: 3 }]);
});

test('whoever took the call last says who its client is, also while nobody has it', async () => {
  const crossing = new Crossing(errand().errand);
  const { errand: next } = errand();
  crossing.attach(next);
  crossing.detach();
  expect(await crossing.caller()).toEqual(await next.caller());
});

test('what its result holds counts for whoever has the call', () => {
  const { errand: carrier } = errand();
  carrier.front.results.reconfigure(400);
  const crossing = new Crossing(carrier);
  expect(crossing.receives(90)).toBeUndefined();
  expect(carrier.receives(20)).toMatch(/^results of this principal hold 90 bytes/);
  crossing.detach();
  expect(crossing.receives(90)).toBeUndefined();
});
