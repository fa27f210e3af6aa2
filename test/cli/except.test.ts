import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { except, narrowest } from '../../src/cli/except.ts';
import type { Judged, ToolEntry } from '../../src/model/record.ts';
import { fillRecord, makeEvidence, makeScreen, makeState } from './stage.ts';

const judged = (at?: string): Judged =>
  ({
    target: { upstream: 'mail', name: 'send' },
    evidence: makeEvidence({ findings: at === undefined ? [] : [{ kind: 'x', severity: 'low', at, message: '' }] }),
  }) as unknown as Judged;
const tool = { roles: { '/to': 'destination' } } as unknown as ToolEntry;
const payload = (args: unknown): string => JSON.stringify({ name: 'send', arguments: args });

describe('the narrowest condition', () => {
  it.each([
    [
      'destinations',
      judged('/arguments/body'),
      { to: ['a@x.example', 'Bob <b@x.example>'], body: 'hi' },
      tool,
      'call.tool == "mail.send" && destinations(call).all(d, d.value in ["a@x.example", "b@x.example"])',
    ],
    [
      'what evidence points at',
      judged('/arguments/o/p'),
      { o: { p: 'x' }, q: 1 },
      undefined,
      'call.tool == "mail.send" && has(call.args.o) && has(call.args.o.p) && call.args.o.p == "x"',
    ],
    [
      'all that is said',
      judged(),
      { a: 'x', n: 2, ok: true },
      undefined,
      'call.tool == "mail.send" && has(call.args.a) && call.args.a == "x" && has(call.args.n) && call.args.n == 2 && has(call.args.ok) && call.args.ok == true',
    ],
    [
      'text that would break out',
      judged(),
      { a: '" || true || "\u202e' },
      undefined,
      'call.tool == "mail.send" && has(call.args.a) && call.args.a == "\\" || true || \\"\\u202e"',
    ],
    ['nothing to say', judged(), { 'a b': 'x', list: [1] }, undefined, 'call.tool == "mail.send"'],
  ])('names %s', (_what, entry, args, facts, condition) => {
    expect(narrowest(entry, payload(args), facts)).toBe(condition);
  });

  it('is the tool alone where the arguments were erased', () => {
    expect(narrowest(judged(), undefined, tool)).toBe('call.tool == "mail.send"');
  });
});

describe('proposing an exception', () => {
  const state = makeState();
  beforeAll(() => fillRecord(state));
  const options = { days: '30', state: state.root };

  it('prints YAML for the configuration', async () => {
    const screen = makeScreen({ now: () => Date.UTC(2026, 10, 23) });
    expect(await except('call0001', { ...options, why: 'weekly "report"' }, screen)).toBe(0);
    expect(parse(screen.printed())).toEqual({
      policy: {
        exceptions: [
          {
            rule: 'mail-asks',
            when: 'call.tool == "mail.send" && destinations(call).all(d, d.value in ["eve@evil.example"])',
            until: '2026-12-23',
            by: expect.any(String),
            why: 'weekly "report"',
          },
        ],
      },
    });
  });

  it('proposes none from the floor, none where nothing was held, and for no nonsense of days', async () => {
    const floor = makeScreen();
    expect(await except('call0002', options, floor)).toBe(1);
    expect(floor.complained()).toMatch(/never is part of the floor/);
    const clean = makeScreen();
    expect(await except('call0000', options, clean)).toBe(1);
    expect(clean.complained()).toMatch(/nothing to except/);
    for (const days of ['0', '-1', '1.5', 'x', '400']) {
      await expect(except('call0001', { ...options, days }, makeScreen())).rejects.toThrow(/--days/);
    }
  });
});
