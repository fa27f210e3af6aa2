import { describe, expect, it } from 'vitest';
import { fulfil, maskResult } from '../../src/pipeline/redact.ts';
import { complete, decision, finding, rule, sampleCall, seeing } from './sample.ts';

const call = sampleCall();
const leaky = complete({ content: [{ type: 'text', text: 'the key is SECRET.' }], n: 1 });
const evidence = seeing(
  finding('/content/0/text', 'secret.test', { span: [11, 17] }),
  finding('/content/0/text', 'text.other', { span: [0, 3] }),
);

describe('fulfil', () => {
  it('hands the very result on where nothing is owed', () => {
    expect(fulfil(call, leaky, evidence, decision('allow', { phase: 'result' }))).toBe(leaky);
  });

  it('redacts what the obligation names and nothing else', () => {
    const owed = decision('allow', { phase: 'result', obligations: [{ kind: 'redact', findings: [0], rule: 'r' }] });
    const result = fulfil(call, leaky, evidence, owed);
    expect(result).toMatchObject({
      kind: 'complete',
      value: { content: [{ text: 'the key is [redacted by Sallyport: secret.test, rule r].' }, {}], n: 1 },
    });
    expect(result.kind === 'complete' && JSON.parse(result.text)).toEqual(result.kind === 'complete' && result.value);
  });

  it.each(['ask', 'deny'] as const)(
    'withholds the whole result on %s and says why, by which rule, and that the act is done',
    (effect) => {
      const no = decision(effect, {
        phase: 'result',
        matched: [rule(effect, { rule: 'keeps-keys', reason: 'Keys stay here.', instead: 'Ask for it.' })],
      });
      const text = JSON.stringify(fulfil(call, leaky, evidence, no));
      for (const part of ['keeps-keys', 'Keys stay here.', 'Ask for it.', 'mail.send', 'carried out', '"isError":true'])
        expect(text).toContain(part);
      expect(text).not.toContain('SECRET');
    },
  );

  it('withholds with an error where the method knows no isError', () => {
    const read = sampleCall({}, { method: 'resources/read' });
    expect(fulfil(read, leaky, evidence, decision('deny'))).toMatchObject({ kind: 'error', code: -32603 });
  });

  it('redacts messages and data of errors', () => {
    const value = { code: -1, message: 'bad SECRET', data: { key: 'SECRET' } };
    const error = {
      kind: 'error',
      code: -1,
      message: value.message,
      data: value.data,
      value,
      text: JSON.stringify(value),
    } as const;
    const seen = seeing(finding('/message', 'secret.x', { span: [4, 10] }), finding('/data/key', 'secret.x'));
    const owed = decision('allow', { obligations: [{ kind: 'redact', findings: [0, 1], rule: 'r' }] });
    expect(JSON.stringify(fulfil(call, error, seen, owed))).not.toContain('SECRET');
  });

  it('redacts what went wrong on the way as well, and says so there', () => {
    const failed = { kind: 'failed', reason: 'crashed', message: 'it said SECRET', acted: 'unknown' } as const;
    const seen = seeing(finding('/message', 'secret.x', { span: [8, 14] }));
    const owed = decision('allow', { obligations: [{ kind: 'redact', findings: [0], rule: 'r' }] });
    expect(fulfil(call, failed, seen, owed)).toMatchObject({
      kind: 'failed',
      acted: 'unknown',
      message: expect.stringMatching(/^it said \[redacted by Sallyport: secret\.x, rule r/),
    });
  });
});

describe('maskResult', () => {
  it('records nothing secret, also of what only an audited inspector saw', () => {
    const token = (): string => 'TOKEN';
    expect(maskResult(leaky, evidence, token)).not.toContain('SECRET');
    expect(maskResult(leaky, { ...evidence, findings: [], audited: evidence.findings }, token)).not.toContain('SECRET');
  });

  it('records no secret of what went wrong on the way', () => {
    const failed = { kind: 'failed', reason: 'crashed', message: 'it said SECRET', acted: 'unknown' } as const;
    const seen = seeing(finding('/message', 'secret.x', { span: [8, 14] }));
    expect(maskResult(failed, seen, () => 'TOKEN')).toBe('{"message":"it said TOKEN"}');
  });
});
