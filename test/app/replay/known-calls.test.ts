import { expect, test } from 'vitest';
import { KnownCalls } from '../../../src/app/replay/known-calls.ts';

test('calls alike ask for one and the same, and what differs in the server, the tool or an argument is another', () => {
  const calls = new KnownCalls();
  const call = (tool: string, args: Record<string, string>) => ({ tool, args, result: null, error: false });
  const first = calls.of('office', call('read', { id: '7' }));
  expect(first).toEqual({
    target: { upstream: 'office', name: 'read' },
    args: { id: '7' },
    params: { name: 'read', arguments: { id: '7' } },
    text: '{"name":"read","arguments":{"id":"7"}}',
  });
  expect(calls.of('office', call('read', { id: '7' }))).toBe(first);
  for (const other of [
    calls.of('garden', call('read', { id: '7' })),
    calls.of('office', call('list', { id: '7' })),
    calls.of('office', call('read', { id: '8' })),
  ])
    expect(other).not.toBe(first);
});

test('tells a number that is too large for numbers from none, in whatever order they come', () => {
  const large = { amount: JSON.parse('[1e400]') };
  const none = { amount: [null] };
  for (const order of [
    [large, none],
    [none, large],
  ]) {
    const calls = new KnownCalls();
    for (const args of order)
      expect(calls.of('bank', { tool: 'pay', args, result: null, error: false }).args).toEqual(args);
  }
});
