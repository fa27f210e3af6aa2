import { expect, it } from 'vitest';
import type { Sent } from '../../../src/model/view.ts';
import { OutflowFacts } from '../../../src/policy/scene/outflow-facts.ts';

const sent: Sent = { size: () => 100, count: () => 5, has: (_to, mark) => mark === 1 };
const outflow = { to: 'there.example', labels: ['pii'], values: [[1, 10] as const, [2, 20] as const] };

it('adds what went before, and counts what went before once', () => {
  expect(new OutflowFacts(outflow, { sent })).toMatchObject({ size: 30, total: 120, values: 6, byPrincipal: 30 });
  expect(new OutflowFacts(outflow, { sentByPrincipal: sent })).toMatchObject({
    total: 30,
    values: 2,
    byPrincipal: 120,
  });
});
