import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectors, warm } from '../../src/inspect/index.ts';
import { type JsonObject, leaves, valueAt } from '../../src/model/json.ts';
import { ROLES } from '../../src/model/tool.ts';
import { callOf, lookAtCall, viewOf } from './given.ts';
import { context } from './surroundings.ts';

const all = inspectors(context);

test('each has a name of its own and looks at something', () => {
  expect(new Set(all.map((inspector) => inspector.name)).size).toBe(all.length);
  for (const inspector of all) expect(inspector.onCall ?? inspector.onResult).toBeDefined();
});

test('once warm, none makes a call wait', async () => {
  await warm();
  const call = callOf(
    { command: 'ls', sql: 'select 1 from x', path: 'a' },
    { powers: ['execute'], inputSchema: { properties: { path: { pattern: 'a' } } } },
  );
  for (const inspector of all)
    expect(inspector.onCall?.(call, leaves(call.params), viewOf())).not.toBeInstanceOf(Promise);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'rm -rf /',
    '../../etc/shadow',
    'http://169.254.169.254/',
    'DROP TABLE x',
    '~/.claude.json',
    '\ud800',
    '\0',
    '%',
    '%c0',
    '((((',
    '"',
    "'",
    '`',
  ),
);
const anything: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('path', 'command', 'url', 'sql', 'text'),
  fc.oneof(nasty, fc.array(nasty)),
  { noNullPrototype: true },
);

test('whatever comes, none throws, and every finding has its place in the call', async () => {
  await warm();
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom(...ROLES), async (args, role) => {
      const call = callOf(args, {
        powers: ['execute', 'write'],
        roles: { '/path': role, '/url': role, '/command': 'command' },
      });
      for (const inspector of all) {
        if (inspector.onCall === undefined) continue;
        const { findings = [] } = await lookAtCall(inspector, call);
        for (const finding of findings) {
          const value = valueAt(call.params, finding.at);
          expect(value, `${inspector.name} at ${finding.at}`).toBeDefined();
          if (finding.span !== undefined && typeof value === 'string' && finding.inKey !== true)
            expect(finding.span[1]).toBeLessThanOrEqual(value.length);
        }
      }
    }),
    { numRuns: 200 },
  );
});
