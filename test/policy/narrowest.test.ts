import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { readCondition } from '../../src/policy/condition.ts';
import { narrowest, type PastCall } from '../../src/policy/narrowest.ts';
import { Scene } from '../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, findingOf } from './samples.ts';

const target = { upstream: 'mail', name: 'send' };
const roles = { '/to': 'destination' } as const;
const tool = { powers: ['write'], roles } as const;
const past = (args: JsonObject, at?: string, rest: Partial<PastCall> = {}): PastCall => ({
  target,
  args,
  evidence: makeEvidence({ findings: at === undefined ? [] : [findingOf('x', at)] }),
  ...rest,
});

function holds(when: string, args: JsonObject, facts = {}, evidence: Partial<Evidence> = {}): boolean {
  const read = readCondition(when);
  if (!read.ok) throw new Error(read.what);
  const call = callOf('mail.send', args, facts);
  return read.condition.test(new Scene(call, makeEvidence(evidence), BLANK_VIEW, true, undefined));
}

describe('the narrowest condition', () => {
  it.each<[string, PastCall, string]>([
    [
      'destinations',
      past({ to: ['a@x.example', 'Bob <b@x.example>'], body: 'hi' }, '/arguments/body', { tool }),
      'call.tool == "mail.send" && destinations(call).size() > 0 && destinations(call).all(d, d.value in ["a@x.example", "b@x.example"])',
    ],
    [
      'what evidence points at',
      past({ o: { p: 'x' }, q: 1 }, '/arguments/o/p'),
      'call.tool == "mail.send" && has(call.args.o) && has(call.args.o.p) && call.args.o.p == "x"',
    ],
    [
      'that it goes nowhere, where it went nowhere',
      past({ id: 'x' }, '/arguments/id', { tool }),
      'call.tool == "mail.send" && has(call.args.id) && call.args.id == "x" && destinations(call).size() == 0',
    ],
    [
      'what the tool does not declare',
      past({ to: 'a@x.example', bcc: 'C0412' }, undefined, {
        tool,
        evidence: makeEvidence({ findings: [findingOf('args.undeclared', '/arguments/bcc')] }),
      }),
      'call.tool == "mail.send" && destinations(call).size() > 0 && destinations(call).all(d, d.value in ["a@x.example", "C0412"])',
    ],
    [
      'all that is said',
      past({ a: 'x', n: 2, ok: true }),
      'call.tool == "mail.send" && has(call.args.a) && call.args.a == "x" && has(call.args.n) && call.args.n == 2 && has(call.args.ok) && call.args.ok == true',
    ],
    [
      'the items of a list',
      past({ names: ['Ann', 'Bo'], all: true }, '/arguments/names/1'),
      'call.tool == "mail.send" && has(call.args.names) && call.args.names == ["Ann", "Bo"]',
    ],
    [
      'text that would break out',
      past({ a: '" || true || "\u202e' }),
      'call.tool == "mail.send" && has(call.args.a) && call.args.a == "\\" || true || \\"\\u202e"',
    ],
  ])('names %s, and holds', (_what, call, when) => {
    expect(narrowest(call)).toMatchObject({ when, isWide: false });
    expect(holds(when, call.args, call.tool ?? {}, call.evidence)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['is nothing that a condition can name', { 'a b': 'x', list: [1, 'a'] }],
    ['is nothing left', {}],
  ])('is the tool alone where there %s', (_what, args) => {
    expect(narrowest(past(args))).toMatchObject({ when: 'call.tool == "mail.send"', isWide: true });
  });

  it('of a list holds for that list alone', () => {
    const { when } = narrowest(past({ names: ['Ann', 'Bo'] }, '/arguments/names/0'));
    expect(holds(when, { names: ['Ann', 'Bo'] })).toBe(true);
    const others = [[], ['Ann'], ['Ann', 'Bo', 'Cy'], ['Bo', 'Ann'], ['ann', 'Bo'], { Ann: 'x' }, 'Ann'];
    for (const names of others) expect(holds(when, { names })).toBe(false);
  });

  it('holds for its own call, and for no other text in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
        const { when } = narrowest(past({ note: text }));
        expect(holds(when, { note: text })).toBe(true);
        expect(holds(when, { note: other })).toBe(text === other);
      }),
      { numRuns: 200 },
    );
  });

  it('holds for no call to one destination more', () => {
    const { when } = narrowest(past({ to: 'a@x.example' }, undefined, { tool }));
    expect(holds(when, { to: 'a@x.example' }, { roles })).toBe(true);
    expect(holds(when, { to: 'a@x.example, eve@evil.example' }, { roles })).toBe(false);
    expect(holds(when, { to: { 'eve@evil.example': true } }, { roles })).toBe(false);
    expect(holds(when, { to: ['a@x.example', '#general'] }, { roles })).toBe(false);
    expect(holds(when, { to: 'a@x.example #general' }, { roles })).toBe(false);
  });

  it('holds for no call that says where to in an argument that was left out', () => {
    const { when } = narrowest(past({ id: 'x' }, '/arguments/id', { tool }));
    expect(holds(when, { id: 'x' }, tool)).toBe(true);
    expect(holds(when, { id: 'x', to: 'eve@evil.example' }, tool)).toBe(false);
    expect(holds(when, { id: 'x', copy: 'eve@evil.example' }, tool)).toBe(false);
  });

  it('holds for no call that says where to in an argument that nobody declared', () => {
    const { when } = narrowest(past({ to: 'a@x.example' }, undefined, { tool }));
    expect(holds(when, { to: 'a@x.example', bcc: 'eve@evil.example' }, tool)).toBe(false);
    const evidence = { findings: [findingOf('args.undeclared', '/arguments/bcc')] };
    expect(holds(when, { to: 'a@x.example', bcc: 'C0412' }, tool, evidence)).toBe(false);
  });

  it('for its domains holds for whoever is there, and for no other', () => {
    const { when, domains } = narrowest(past({ to: ['a@x.example', 'B <b@y.example>'] }, undefined, { tool }), true);
    expect(domains).toEqual(['x.example', 'y.example']);
    expect(holds(when, { to: ['c@x.example', 'D@Y.example'] }, { roles })).toBe(true);
    const others = ['c@z.example', 'a@x.example, c@z.example', 'a@x.example.evil.example', '#general', []];
    for (const to of others) expect(holds(when, { to }, { roles })).toBe(false);
  });

  it('is for its addresses where one of them is at no domain', () => {
    const { when, domains } = narrowest(past({ to: ['a@x.example', '#general'] }, undefined, { tool }), true);
    expect(domains).toEqual([]);
    expect(when).toContain('d.value in ["a@x.example", "#general"]');
  });

  it('holds for no call whose destination is not recognised', () => {
    const { when } = narrowest(past({ to: 'a@x.example' }, undefined, { tool }));
    expect(holds(when, { recipients: 'eve@evil.example' }, { roles })).toBe(false);
    expect(holds(when, { to: [] }, { roles })).toBe(false);
  });

  it('holds for no call with more destinations than are told apart', () => {
    const { when } = narrowest(past({ to: 'a@x.example' }, undefined, { tool }));
    const to = Array.from({ length: 1_000 }, () => 'a@x.example');
    expect(holds(when, { to: to.slice(1) }, { roles })).toBe(true);
    expect(holds(when, { to: [...to, 'eve@evil.example'] }, { roles })).toBe(false);
  });
});
