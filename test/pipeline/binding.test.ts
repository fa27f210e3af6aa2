import { describe, expect, it } from 'vitest';
import { bindingOf } from '../../src/pipeline/binding.ts';
import { makeHold } from '../../src/pipeline/hold.ts';
import { decision, rule, sampleCall } from './sample.ts';

const call = sampleCall({ to: 'a' });
const ask = decision('ask', { matched: [rule('ask', { rule: 'first' })] });

describe('an approval', () => {
  it('is bound to the call, the definition and the policy', () => {
    const binding = bindingOf(call, ask);
    expect(bindingOf(sampleCall({ to: 'a' }), ask)).toBe(binding);
    expect(bindingOf(sampleCall({ to: 'b' }), ask)).not.toBe(binding);
    expect(bindingOf(call, { ...ask, policy: 'policy-2' })).not.toBe(binding);
    expect(bindingOf({ ...call, tool: { ...call.tool, definition: 'changed' } }, ask)).not.toBe(binding);
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
});

describe('rounds of one call', () => {
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
});
