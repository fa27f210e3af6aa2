import { expect, it } from 'vitest';
import { Cancellation } from '../../../src/downstream/calls/cancellation.ts';

class Request extends Cancellation {
  takeBack(): void {
    this.tellCancelled();
  }
}

it('tells everybody who watches, in their order and once, and who asks later at once', () => {
  const request = new Request();
  const told: string[] = [];
  const watcher = (name: string) => ({ handleEvent: () => void told.push(name) });
  for (const name of ['first', 'second', 'third']) request.whenCancelled(watcher(name));
  expect(request.isCancelled).toBe(false);
  request.takeBack();
  request.takeBack();
  request.whenCancelled(watcher('late'));
  expect(told).toEqual(['first', 'second', 'third', 'late']);
  expect(request.isCancelled).toBe(true);
});

it('has a signal that says the same, whenever it was asked for', () => {
  const [before, after] = [new Request(), new Request()];
  const { signal } = before;
  expect(signal.aborted).toBe(false);
  before.takeBack();
  after.takeBack();
  expect([signal.aborted, after.signal.aborted]).toEqual([true, true]);
});
