import { expect, test } from 'vitest';
import { discover, greet, listAnswer, readGreeting } from '../../src/downstream/handshake.ts';
import { Stand } from './stand.ts';

const legacy = { era: 'legacy', server: '{"name":"sallyport"}' } as const;
const modern = { era: 'modern', server: '{"name":"sallyport"}' } as const;
const gate = new Stand();

test.each([
  ['2025-11-25', '2025-11-25'],
  ['2025-06-18', '2025-06-18'],
  ['2025-03-26', '2025-03-26'],
  ['2024-11-05', '2024-11-05'],
  ['2024-10-07', '2024-10-07'],
  ['2026-07-28', '2025-11-25'],
  ['1999-01-01', '2025-11-25'],
  [7, '2025-11-25'],
])('a client that asks for %s gets %s', (protocolVersion, version) => {
  const greeting = readGreeting({ protocolVersion, capabilities: [], clientInfo: 'x' });
  expect(greeting).toEqual({ version, capabilities: {}, client: undefined });
  expect(JSON.parse(greet(gate, greeting, legacy).text)).toEqual({
    protocolVersion: version,
    capabilities: gate.capabilities,
    serverInfo: { name: 'sallyport' },
    instructions: gate.instructions,
  });
});

test('discovery says what is served', () => {
  expect(JSON.parse(discover(gate, modern).text)).toMatchObject({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: gate.capabilities,
    instructions: gate.instructions,
    cacheScope: 'private',
    ttlMs: expect.any(Number),
  });
});

test('without instructions there is no such member', () => {
  const silent = { capabilities: {}, instructions: undefined };
  expect(JSON.parse(greet(silent, readGreeting({}), legacy).text)).not.toHaveProperty('instructions');
});

test('a list is one page, with hints where the era knows them', () => {
  expect(JSON.parse(listAnswer('tools', '[{"name":"a"}]', undefined, legacy).text)).toEqual({ tools: [{ name: 'a' }] });
  expect(JSON.parse(listAnswer('resourceTemplates', '[]', undefined, modern).text)).toMatchObject({
    resourceTemplates: [],
    resultType: 'complete',
    cacheScope: 'private',
  });
  for (const cursor of ['', 'x', 0])
    expect(JSON.parse(listAnswer('tools', '[]', cursor, modern).text).code).toBe(-32602);
});
