import { readFileSync } from 'node:fs';
import path from 'node:path';
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

/** What leads to a question: a finding of medium or graver. */
const GRAVE = new Set(['medium', 'high', 'critical']);

test('commands that do harm are seen, and neither their nearest neighbours nor what people run all day', async () => {
  await warm();
  const file = path.join(import.meta.dirname, '../../fixtures/commands/pairs.txt');
  const missed: string[] = [];
  let count = 0;
  const [linux, windows] = (['linux', 'win32'] as const).map((platform) => inspectors({ ...context, platform }));
  let looking = linux;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('## ')) looking = line.endsWith('(windows)') ? windows : linux;
    const [, sign, text = ''] = /^([-+]) (.+)$/.exec(line) ?? [];
    if (sign === undefined) continue;
    count++;
    const call = callOf(
      { command: text.replaceAll('\\n', '\n') },
      { powers: ['execute'], roles: { '/command': 'command' } },
    );
    let isSeen = false;
    for (const inspector of looking ?? []) {
      if (inspector.onCall === undefined) continue;
      const { findings = [] } = await lookAtCall(inspector, call);
      isSeen ||= findings.some(({ severity }) => GRAVE.has(severity));
    }
    if (isSeen !== (sign === '-')) missed.push(line);
  }
  expect(count).toBeGreaterThan(750);
  expect(missed).toEqual([]);
});
