import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApprovals } from '../../src/journal/state/approvals.ts';
import type { Verdict } from '../../src/model/approval.ts';
import { shortened } from '../../src/model/json/shortened.ts';
import type { Role } from '../../src/model/tool.ts';
import {
  approved,
  bindingOf,
  continuationOf,
  denied,
  isCovered,
  makeHold,
  spendVerdict,
} from '../../src/pipeline/approval.ts';
import { decision, finding, NOTHING, rule, sampleCall, seeing } from './sample.ts';

const call = sampleCall({ to: 'a' });
const ask = decision('ask', {
  matched: [
    rule('ask', { rule: 'weak' }),
    rule('ask', { rule: 'strong', door: 'console' }),
    rule('ask', { rule: 'quiet', mode: 'audit', door: 'console' }),
  ],
});
const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  hold: 'h',
  binding: 'b',
  answer: 'approve',
  door: 'terminal',
  by: 'ada',
  at: 0,
  ...more,
});

describe('a hold', () => {
  it('wants the strongest door that any rule wants, and names only rules that count', () => {
    const hold = makeHold(call, call, ask, 1000, 500);
    expect(hold).toMatchObject({ door: 'console', rules: ['strong', 'weak'], expires: 1500, call: call.id });
  });

  it('names the arguments that decide, then those in which something was seen, each once', () => {
    const flow = (at: string, role?: Role) => ({
      to: role === undefined ? { at } : { at, role },
      from: { call: 'c', upstream: 'u', tool: 't', at: '', ago: 1 },
      via: 'exact' as const,
      shape: 'prose' as const,
      labels: [],
    });
    const evidence = {
      flows: [flow('/arguments/note'), flow('/arguments/to/0', 'destination'), flow('/arguments/a~1b', 'amount')],
      findings: [finding('/arguments/body'), finding('/arguments/to/0')],
    };
    expect(makeHold(call, call, ask, 0, 1, evidence).decisive).toEqual(['/to/0', '/a~1b', '/body', '/note']);
    expect(makeHold(call, call, ask, 0, 1).decisive).toEqual([]);
    const to = Array.from({ length: 200 }, (_, i) => flow(`/arguments/to/${i}`, 'destination'));
    const about = decision('ask', { matched: [rule('ask', { place: { at: '/arguments/to/199' } })] });
    const seen = { flows: [...to, flow('/arguments/amount', 'amount')], findings: [] };
    const { decisive = [] } = makeHold(call, call, about, 0, 1, seen);
    expect([decisive[0], decisive.length, decisive.at(-1)]).toEqual(['/to/199', 11, '/amount']);
  });

  it('names places in what is shown, whatever arguments are shown beside, and letters of strings', () => {
    const round =
      '{"name":"send","arguments":{"a":1},"inputResponses":{"q":{"x":"y"}},"_meta":{"note":"z"},"more":[2]}';
    const seen = sampleCall({ a: 1 }, { text: round });
    const found = ['/arguments/a', '/inputResponses/q/x', '/_meta/note', '/more/0', '/name', ''].map((at) =>
      finding(at),
    );
    const findings = [{ ...finding('/arguments/body'), span: [30, 40] as const }, ...found];
    const evidence = { flows: [], findings };
    expect(makeHold(seen, seen, ask, 0, 1, evidence).decisive).toEqual([
      '/arguments/body/30',
      '/arguments/a',
      '/answers/q/x',
      '/besides/_meta/note',
      '/besides/more/0',
    ]);
    expect(makeHold(call, call, ask, 0, 1, evidence).decisive?.slice(0, 2)).toEqual(['/body/30', '/a']);
  });

  it('names the value that a rule asks about, where others stand before it in the same text', () => {
    const from = { call: 'c', upstream: 'u', tool: 't', at: '', ago: 1 };
    const how = { from, via: 'exact', shape: 'prose', labels: [] } as const;
    const to = [10, 3_000, 4_000].map((part) => ({ at: '/arguments/body', role: 'destination', part }) as const);
    const flows = to.map((one) => ({ ...how, to: one }));
    const about = decision('ask', { matched: [rule('ask', { place: { at: '/arguments/body', letter: 4_000 } })] });
    expect(makeHold(call, call, about, 0, 1, { flows, findings: [] }).decisive).toEqual(['/body/4000']);
    expect(makeHold(call, call, ask, 0, 1, { flows, findings: [] }).decisive).toEqual(['/body/10']);
  });

  it('names a place beside the arguments that is called much as they are', () => {
    const seen = sampleCall({}, { text: '{"name":"send","arguments":{},"argumentsMore":["eve"]}' });
    const evidence = { flows: [], findings: [finding('/argumentsMore/0')] };
    expect(makeHold(seen, seen, ask, 0, 1, evidence).decisive).toEqual(['/besides/argumentsMore/0']);
  });

  it('names the letter that is shown, where a secret before it is masked', () => {
    const mail = (secret: string) =>
      `${'x'.repeat(800)} ${secret} ${'y'.repeat(900)} eve@evil.example ${'z'.repeat(2_000)}`;
    const key = 'K'.repeat(3_000);
    const given = sampleCall({ body: mail(key) });
    const seen = sampleCall({ body: mail('secret.key_1') });
    const span = [mail(key).indexOf('eve@'), mail(key).indexOf('eve@') + 16] as const;
    const hold = makeHold(given, seen, ask, 0, 1, { flows: [], findings: [{ ...finding('/arguments/body'), span }] });
    expect(shortened(hold.shown, 1_500, hold.decisive)).toContain('eve@evil.example');
  });

  it('shows its words themselves, however they were escaped and far apart', () => {
    const text = String.raw`{"name":"send","arguments":{"\u0074o": [   "\u0065ve@evil.example" ], "n": 1.0}}`;
    expect(makeHold(call, sampleCall({ to: 'a' }, { text }), ask, 0, 1).shown).toBe(
      '{"to":["eve@evil.example"],"n":1.0}',
    );
  });

  it('is bound to the call, the definition and the policy', () => {
    const binding = bindingOf(call, ask);
    expect(bindingOf(sampleCall({ to: 'a' }), ask)).toBe(binding);
    expect(bindingOf(sampleCall({ to: 'b' }), ask)).not.toBe(binding);
    expect(bindingOf(call, { ...ask, policy: 'policy-2' })).not.toBe(binding);
    expect(bindingOf({ ...call, tool: { ...call.tool, definition: 'changed' } }, ask)).not.toBe(binding);
  });
});

describe('a verdict', () => {
  it('lifts an ask and never a deny', () => {
    expect(approved(ask, 'h')).toMatchObject({ effect: 'allow', approval: 'h' });
    const deny = decision('deny');
    expect(approved(deny, 'h')).toBe(deny);
  });

  it('that says no denies, and says who said it', () => {
    const no = denied(ask, verdict({ answer: 'deny' }));
    expect(no.effect).toBe('deny');
    expect(no.matched[0]?.reason).toContain('ada');
  });

  it('is spent by one of many, and not where a stronger door is demanded', async () => {
    const approvals = openApprovals(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
    const hold = await approvals.hold(makeHold(call, call, decision('ask'), Date.now(), 60_000));
    const asked = decision('ask');
    expect(await spendVerdict(approvals, hold.binding, asked)).toEqual({ kind: 'unanswered' });
    await approvals.answer(verdict({ hold: hold.id, binding: hold.binding, at: Date.now() }));
    const strong = decision('ask', { matched: [rule('ask', { door: 'console' })] });
    expect(await spendVerdict(approvals, hold.binding, strong)).toEqual({ kind: 'unanswered' });
    const all = await Promise.all(Array.from({ length: 20 }, () => spendVerdict(approvals, hold.binding, asked)));
    expect(all.filter((one) => one.kind === 'approved')).toHaveLength(1);
  });

  it('covers no rule that its person was not told of, and is left for a call that only asks by those', async () => {
    const approvals = openApprovals(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));
    const asked = decision('ask', { matched: [rule('ask', { rule: 'money' })] });
    const more = decision('ask', { matched: [rule('ask', { rule: 'money' }), rule('ask', { rule: 'from-a-text' })] });
    const hold = await approvals.hold(makeHold(call, call, asked, Date.now(), 60_000));
    await approvals.answer(verdict({ hold: hold.id, binding: hold.binding, at: Date.now() }));
    expect(await spendVerdict(approvals, hold.binding, more)).toEqual({ kind: 'unanswered' });
    const again = await approvals.hold(makeHold(call, call, more, Date.now(), 60_000));
    expect(again.rules).toContain('from-a-text');
    expect(await spendVerdict(approvals, hold.binding, asked)).toMatchObject({
      kind: 'approved',
      hold: { rules: ['money'] },
    });
  });
});

it('is bound to what a server may read of `_meta`, and to nothing that changes with each request', () => {
  const bound = (meta: string) =>
    bindingOf(sampleCall({ to: 'a' }, { text: `{"name":"send",${meta}"arguments":{}}` }), ask);
  expect(bound('"_meta":{"test.example/cc":"b"},')).toBe(
    bound('"_meta":{ "progressToken":1, "test.example/cc":"b" },'),
  );
  expect(bound('"_meta":{"test.example/cc":"b"},')).not.toBe(bound('"_meta":{"test.example/cc":"eve"},'));
  expect(bound('"_meta":{"test.example/cc":"b"},')).not.toBe(bound(''));
  expect(bound(String.raw`"\u005fmeta":{"test.example/cc":"b"},`)).not.toBe(bound(''));
  const one = bound('"_meta":{"progressToken":1,"traceparent":"00-1","vscode.requestId":"r"},');
  expect(one).toBe(bound('"_meta":{"progressToken":2,"traceparent":"00-2","vscode.requestId":"s"},'));
  expect(one).toBe(bound(''));
});

it('shows what a client sends beside the arguments, and nothing that is none', () => {
  const shown = (text: string, method = 'tools/call') =>
    makeHold(call, sampleCall({ to: 'a' }, { method, text, params: JSON.parse(text) }), ask, 0, 1).shown;
  expect(shown('{"name":"send","arguments":{"to":"a"},"cc":"b","_meta":{"c":1}}')).toBe(
    '{"arguments":{"to":"a"},"besides":{"_meta":{"c":1},"cc":"b"}}',
  );
  const ours =
    '{"progressToken":1,"vscode.requestId":"r","traceparent":"00-1","io.modelcontextprotocol/logLevel":"info"}';
  expect(shown(`{"name":"send","arguments":{"to":"a"},"_meta":${ours}}`)).toBe('{"to":"a"}');
  expect(shown('{"uri":"file:///a","_meta":{"c":1}}', 'resources/read')).toContain('"besides":{"_meta":{"c":1}}');
  expect(shown('{ "name": "send", "arguments": {"to":"a"}, "_meta": {} }')).toBe('{"to":"a"}');
  expect(shown('{"uri":"a://b","x":1}', 'resources/read')).toBe('{"to":"a"}');
});

describe('rounds of one call', () => {
  const ask = decision('ask', { matched: [rule('ask', { rule: 'first' })] });
  const round = (responses: string) => {
    const text = `{"name":"send","arguments":{"to":"a"},"requestState":"s","inputResponses":${responses}}`;
    return sampleCall({ to: 'a' }, { text, params: JSON.parse(text) });
  };

  it('are approved each for the answers it brings, which the person is shown', () => {
    const [first, second] = [round('{"who":{"n":1.0}}'), round('{"who":{"n":2}}')];
    expect(first.digest).toBe(second.digest);
    expect(bindingOf(first, ask)).not.toBe(bindingOf(second, ask));
    expect(bindingOf(first, ask)).not.toBe(bindingOf(sampleCall({ to: 'a' }), ask));
    expect(makeHold(first, first, ask, 0, 1).shown).toBe('{"arguments":{"to":"a"},"answers":{"who":{"n":1.0}}}');
  });

  it('share a yes where nothing in the answers is to be seen, and no other rule asks', () => {
    const earlier = continuationOf(sampleCall({ to: 'a' }), { ...ask, effect: 'allow', approval: 'h' });
    if (earlier === undefined) throw new Error('no continuation');
    const next = round('{"who":{}}');
    expect(isCovered(next, NOTHING, ask, earlier)).toBe(true);
    expect(isCovered(next, seeing(finding('/arguments/to')), ask, earlier)).toBe(true);
    expect(isCovered(next, seeing(finding('/inputResponses/who/content/key')), ask, earlier)).toBe(false);
    expect(isCovered(next, NOTHING, decision('ask', { matched: [rule('ask', { rule: 'other' })] }), earlier)).toBe(
      false,
    );
    expect(isCovered(sampleCall({ to: 'b' }), NOTHING, ask, earlier)).toBe(false);
    expect(continuationOf(next, ask)).toBeUndefined();
  });
});
