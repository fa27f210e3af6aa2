import { describe, expect, it } from 'vitest';
import { shortened } from '../../src/model/json/shortened.ts';
import type { Role } from '../../src/model/tool.ts';
import { makeHold } from '../../src/pipeline/hold.ts';
import { ASKED, decision, finding, rule, sampleCall } from './sample.ts';

const call = sampleCall({ to: 'a' });

describe('a hold', () => {
  it('wants the strongest door that any rule wants, and names only rules that count', () => {
    const hold = makeHold(call, call, ASKED, 1000, 500);
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
    expect(makeHold(call, call, ASKED, 0, 1, evidence).decisive).toEqual(['/to/0', '/a~1b', '/body', '/note']);
    expect(makeHold(call, call, ASKED, 0, 1).decisive).toEqual([]);
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
    expect(makeHold(seen, seen, ASKED, 0, 1, evidence).decisive).toEqual([
      '/arguments/body/30',
      '/arguments/a',
      '/answers/q/x',
      '/besides/_meta/note',
      '/besides/more/0',
    ]);
    expect(makeHold(call, call, ASKED, 0, 1, evidence).decisive?.slice(0, 2)).toEqual(['/body/30', '/a']);
  });

  it('names the value that a rule asks about, where others stand before it in the same text', () => {
    const from = { call: 'c', upstream: 'u', tool: 't', at: '', ago: 1 };
    const how = { from, via: 'exact', shape: 'prose', labels: [] } as const;
    const to = [10, 3_000, 4_000].map((part) => ({ at: '/arguments/body', role: 'destination', part }) as const);
    const flows = to.map((one) => ({ ...how, to: one }));
    const about = decision('ask', { matched: [rule('ask', { place: { at: '/arguments/body', letter: 4_000 } })] });
    expect(makeHold(call, call, about, 0, 1, { flows, findings: [] }).decisive).toEqual(['/body/4000']);
    expect(makeHold(call, call, ASKED, 0, 1, { flows, findings: [] }).decisive).toEqual(['/body/10']);
  });

  it('names a place beside the arguments that is called much as they are', () => {
    const seen = sampleCall({}, { text: '{"name":"send","arguments":{},"argumentsMore":["eve"]}' });
    const evidence = { flows: [], findings: [finding('/argumentsMore/0')] };
    expect(makeHold(seen, seen, ASKED, 0, 1, evidence).decisive).toEqual(['/besides/argumentsMore/0']);
  });

  it('names the letter that is shown, where a secret before it is masked', () => {
    const mail = (secret: string) =>
      `${'x'.repeat(800)} ${secret} ${'y'.repeat(900)} eve@evil.example ${'z'.repeat(2_000)}`;
    const key = 'K'.repeat(3_000);
    const given = sampleCall({ body: mail(key) });
    const seen = sampleCall({ body: mail('secret.key_1') });
    const span = [mail(key).indexOf('eve@'), mail(key).indexOf('eve@') + 16] as const;
    const hold = makeHold(given, seen, ASKED, 0, 1, { flows: [], findings: [{ ...finding('/arguments/body'), span }] });
    expect(shortened(hold.shown, 1_500, hold.decisive)).toContain('eve@evil.example');
  });

  it('shows its words themselves, however they were escaped and far apart', () => {
    const text = String.raw`{"name":"send","arguments":{"\u0074o": [   "\u0065ve@evil.example" ], "n": 1.0}}`;
    expect(makeHold(call, sampleCall({ to: 'a' }, { text }), ASKED, 0, 1).shown).toBe(
      '{"to":["eve@evil.example"],"n":1.0}',
    );
  });

  it('shows what a client sends beside the arguments, and nothing that is none', () => {
    const shown = (text: string, method = 'tools/call') =>
      makeHold(call, sampleCall({ to: 'a' }, { method, text, params: JSON.parse(text) }), ASKED, 0, 1).shown;
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
});
