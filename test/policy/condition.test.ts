import { describe, expect, it } from 'vitest';
import type { View } from '../../src/model/view.ts';
import { readCondition } from '../../src/policy/condition.ts';
import { Scene } from '../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, findingOf, flowOf } from './samples.ts';

const call = callOf(
  'bank.send',
  { amount: 500, to: 'Ann <ann@a.example>', list: [1, 2.5], deep: { on: true }, constructor: { name: 'x' } },
  { powers: ['external'], roles: { '/to': 'destination' }, labels: ['pii'] },
);
const view: View = {
  ...BLANK_VIEW,
  labels: ['untrusted'],
  calls: 3,
  recent: [{ call: 'c', upstream: 'mail', tool: 'read', powers: ['read'], failed: false, labels: [] }],
};
const evidence = makeEvidence({ findings: [findingOf('secret.aws', '/arguments/to')], flows: [flowOf()] });
const scene = new Scene(call, evidence, view, true, { failed: true, size: 12 });

function ask(source: string): boolean {
  const read = readCondition(source);
  if (!read.ok) throw new Error(read.what);
  return read.condition.test(scene);
}

describe('a condition', () => {
  it.each([
    'call.tool == "bank.send" && call.upstream == "bank" && call.name == "send"',
    'call.method == "tools/call" && call.origin == "downstream"',
    'call.args.amount > 100 && call.args.amount == 500 && call.args.amount + 1 == 501.0',
    'call.args.amount in [500.0]',
    'double(call.args.amount) * 2 > 999 && 1000 / call.args.amount == 2.0',
    'has(call.args.amount) && !has(call.args.nothing)',
    'call.args.list.exists(n, n == 2.5) && call.args.deep.on',
    'call.args.list[0] == 1',
    'call.args.constructor.name == "x"',
    '"external" in call.powers && "pii" in call.labels',
    'findings.exists(f, f.kind == "secret.aws" && f.role == "destination")',
    'flows.exists(f, f.to.role == "destination" && f.from.tool == "bank.x" || f.from.name == "get" && f.from.ago == 1)',
    'flows.all(f, "untrusted" in f.labels && f.shape == "prose" && f.via == "exact")',
    '"untrusted" in labels && session.calls == 3 && !session.incomplete',
    'session.recent.exists(s, s.tool == "mail.read" && "read" in s.powers)',
    'destinations(call).all(d, d.domain == "a.example" && d.at == "/to" && d.value == "ann@a.example")',
    'role(call, "/to") == "destination" && role(call, "/amount") == ""',
    'domain("https://B.example/" + call.name) == "b.example"',
    'glob(call.tool, "bank.*") && call.name.glob("s*d")',
    're2(call.name, "^s.nd$") && call.name.re2("end")',
    'result.failed && result.size > 10',
    'agent == "" && purpose == "" && granted',
    'principal.id == "policy-test" && principal.agent == "" && principal.clientId == ""',
    'size(principal.purposes) == 0 && !("x" in principal.actors) && !(principal.id in ["a"])',
    'call.?args.?nothing.orValue(3.0) == 3.0',
  ])('%s', (source) => {
    expect(ask(source)).toBe(true);
  });

  it('throws where it cannot be evaluated, so that it is denied', () => {
    expect(() => ask('call.args.nothing > 1')).toThrow(/No such key/);
    expect(() => ask('call.args.to > 1')).toThrow();
    expect(() => ask('call.args.amount')).toThrow();
    expect(() => ask('re2(call.name, call.args.to + "(")')).toThrow();
  });

  it.each([
    ['call.args.list.all(a, call.args.list.exists(b, a == b))', 'inside another walk'],
    ['findings.all(a, flows.all(b, labels.all(c, a.kind == b.via && c == "x")))', 'more than two deep'],
    ['call.name.matches("x")', 'can hang'],
    [`call.name == "x"${' || call.name == "x"'.repeat(300)}`, ''],
    [`${'('.repeat(100)}call.name == "x"${')'.repeat(100)}`, ''],
    ['1 / 0 == 1', 'never true'],
    ['[1, 2].exists(x, x == 3)', 'never true'],
    ['call.name.contains("x"', 'expected ")" before the end'],
    ['call.labels[0 1]', 'expected "]" before "1"'],
    ['call.labels[0 "x"]', 'expected "]" before a text'],
    ['call.args.subject', 'is not known to be true or false'],
    ['call.args.amount == 500 && flws.exists(f, true)', 'did you mean "flows"'],
  ])('is refused: %s', (source, words) => {
    const read = readCondition(source);
    expect(read).toMatchObject({ ok: false, what: expect.stringContaining(words) });
  });

  it('says where in the text it is wrong', () => {
    const read = readCondition('call.name == "x" && call.nam == "y"');
    expect(read).toMatchObject({ ok: false, offset: 25 });
  });
});
