import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, leaves } from '../../../src/model/json.ts';
import { keySpanAt, spanAt, splice } from '../../../src/model/text/splice.ts';
import { jsonText } from '../arbitrary.ts';

describe('splice', () => {
  it('finds every string and every key by its pointer', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        for (const leaf of leaves(JSON.parse(text) as Json)) {
          const span = leaf.key ? keySpanAt(text, leaf.at) : spanAt(text, leaf.at);
          expect(span).toBeDefined();
          expect(JSON.parse(text.slice(span?.start, span?.end))).toBe(leaf.text);
        }
      }),
    );
  });

  it('changes what it was told to and nothing else', () => {
    const text = '{ "a" : 9007199254740993, "b":["x", {"c":"y"}] }';
    const span = spanAt(text, '/b/1/c');
    expect(splice(text, [{ span: span ?? { start: 0, end: 0 }, put: '"z"' }])).toBe(
      '{ "a" : 9007199254740993, "b":["x", {"c":"z"}] }',
    );
  });

  it('answers undefined for what is not there', () => {
    for (const at of ['/x', '/a/0', '/b/2', '/b/1/c/d'])
      expect(spanAt('{"a":1,"b":["x",{"c":"y"}]}', at)).toBeUndefined();
    expect(keySpanAt('{"a":1}', '')).toBeUndefined();
    expect(keySpanAt('{"a":1}', '/b')).toBeUndefined();
  });
});
