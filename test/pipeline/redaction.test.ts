import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { Redaction, withText } from '../../src/pipeline/redaction.ts';
import { decision, finding, rule, seeing } from './sample.ts';

const evidence = seeing(
  finding('/content/0/text', 'secret.a'),
  finding('/content/0/text', 'unicode.tag'),
  finding('/content/1/text', 'secret.a'),
  finding('/content/1/text', 'text.other'),
);
const owed = decision('allow', {
  phase: 'result',
  matched: [
    rule('allow', { rule: 'keys', reason: 'Keys "stay"\\ here.', instead: 'Name them.' }),
    rule('allow', { rule: 'hidden', reason: 'Nobody can read it.' }),
    rule('allow', { rule: 'other', reason: 'Has to do with nothing here.' }),
  ],
  obligations: [
    { kind: 'redact', findings: [0, 2], rule: 'keys' },
    { kind: 'redact', findings: [1], rule: 'hidden' },
  ],
});

describe('Redaction', () => {
  it('takes out what obligations name', () => {
    expect(new Redaction(evidence, owed).findings.map(({ kind }) => kind)).toEqual([
      'secret.a',
      'unicode.tag',
      'secret.a',
    ]);
  });

  it('says of each rule what went, why, and what to do instead', () => {
    const note = new Redaction(evidence, owed).note();
    expect(note).toMatch(/"keys" \(test\), secret\.a in 2 places: Keys "stay"\\ here\.\n {2}Instead: Name them\./);
    expect(note).toMatch(
      /"hidden" \(test\), unicode\.tag in one place: Nobody can read it\.\n {2}Instead: .*tell the user/,
    );
    expect(note).not.toContain('"other"');
    expect(note).toContain('The call itself was carried out.');
  });

  it('says the same in the place itself, once for each rule, and stays a part of any string', () => {
    const tell = new Redaction(evidence, owed).marksThatTell();
    const first = tell('secret.a', 'x');
    expect(first).toBe("[redacted by Sallyport: secret.a, rule keys: Keys 'stay'/ here. Name them.]");
    expect(JSON.parse(`"${first}"`)).toBe(first);
    expect(tell('secret.a', 'x')).toBe('[redacted by Sallyport: secret.a, rule keys]');
    expect(tell('unicode.tag', 'x')).toContain('Nobody can read it.');
  });

  it('names the same rule for a kind in whatever order the rules were written', () => {
    const two = [
      { kind: 'redact', findings: [0], rule: 'b' },
      { kind: 'redact', findings: [0], rule: 'a' },
    ] as const;
    const marks = [two, two.toReversed()].map((obligations) =>
      new Redaction(evidence, decision('allow', { obligations })).mark('secret.a', 'x'),
    );
    expect(marks).toEqual(Array(2).fill('[redacted by Sallyport: secret.a, rule a]'));
  });

  it('does not tell in a reason what was hidden in a name', () => {
    const inName = seeing(finding('/data/for\u{e0041}you', 'unicode.tag', { inKey: true, span: [3, 5] }));
    const told = decision('allow', {
      matched: [rule('allow', { rule: 'hidden', reason: 'At data.for\u{e0041}you.' })],
      obligations: [{ kind: 'redact', findings: [0], rule: 'hidden' }],
    });
    expect(new Redaction(inName, told).note()).toContain('At data.for[unicode.tag]you.');
  });
});

describe('withText', () => {
  it('adds one text to the content and leaves every other byte', () => {
    const text = '{ "n": 9007199254740993, "content" : [ {"type":"text","text":"]"} ] , "x":[] }';
    expect(withText(text, JSON.parse(text) as JsonObject, 'told')).toBe(
      '{ "n": 9007199254740993, "content" : [ {"type":"text","text":"]"} ,{"type":"text","text":"told"}] , "x":[] }',
    );
    expect(withText('{"content":[]}', { content: [] }, 't')).toBe('{"content":[{"type":"text","text":"t"}]}');
    expect(withText('{"content":1}', { content: 1 }, 't')).toBeUndefined();
  });

  it('does so for any content', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.string(), (content, put) => {
        const plain = JSON.parse(JSON.stringify(content)) as Json[];
        const value = { content: plain };
        expect(JSON.parse(withText(JSON.stringify(value), value, put) ?? '')).toEqual({
          content: [...plain, { type: 'text', text: put }],
        });
      }),
    );
  });
});
