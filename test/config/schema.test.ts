import { expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';

it('is complete without a word from the user', () => {
  const config = configSchema.parse({});
  expect(config).toMatchObject({
    servers: {},
    names: 'prefixed',
    policy: { packs: ['recommended'], rules: [], off: [], exceptions: [], tests: [] },
    approvals: { wait: 5_000, expire: 900_000 },
    limits: { message: 4_000_000 },
    floor: { loosening: 'record' },
  });
});

it('has one spelling: unknown keys are refused everywhere', () => {
  for (const value of [
    { x: 1 },
    { policy: { x: 1 } },
    { servers: { a: { command: 'b', x: 1 } } },
    { http: { x: 1 } },
  ]) {
    expect(configSchema.safeParse(value).error?.issues[0]?.code).toBe('unrecognized_keys');
  }
});

it.each(['Authorization', 'mcp-session-id', 'Content-Type', 'two words', ''])(
  'takes no header for a task that says something else: %s',
  (header) => {
    expect(configSchema.safeParse({ session: { task: { header } } }).success).toBe(false);
    expect(configSchema.safeParse({ session: { purpose: { header: 'X-Task' } } }).success).toBe(true);
  },
);
