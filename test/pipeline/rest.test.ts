import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { replaceFound } from '../../src/pipeline/mask.ts';
import { finding } from './sample.ts';

const mark = (): string => '#';
/** What is left of a text where one finding stands for all after it. */
const without = (text: string, at: string, inKey = false): string =>
  replaceFound(
    text,
    JSON.parse(text) as Json,
    [finding(at, 'secret.a', { rest: true, ...(inKey ? { inKey } : {}) })],
    mark,
  );

describe('what follows a finding that stands for the rest', () => {
  it.each([
    // Names that are numbers come first in a parsed object, wherever they were written.
    ['/1/0', false, '{"z":"SECRET","1":["decoy","SECRET"]}'],
    // Names of members are seen before any of their values.
    ['/o/SECRET@a.example', true, '{"before":"x","o":{"first":"SECRET","SECRET@a.example":"SECRET"}}'],
    ['/a', false, '{"a":"decoy","content":[{"name":"SECRET"}],"type":"SECRET","mimeType":"SECRET/x"}'],
  ])('is replaced after %s, wherever it was written', (at, inKey, text) => {
    expect(without(text, at, inKey)).not.toContain('SECRET');
  });

  it('keeps what the protocol says of a part, and what stands before', () => {
    const text = '{"a":"b","c":"d","content":[{"type":"text","mimeType":"video/mp4"}],"resultType":"complete"}';
    expect(without(text, '/c')).toBe(text.replace('"d"', '"#"'));
  });

  it('loses the numbers that inspectors look at, and no others', () => {
    const text = '{"a":[4111111111111111, 7,-4111111111111111,4.111111111111111e3, 5500000000000004],"type":"text"}';
    expect(without(text, '/a/0')).toBe('{"a":["#", 7,-4111111111111111,4.111111111111111e3, "#"],"type":"text"}');
  });

  it('may be very many texts', () => {
    const text = JSON.stringify(Array.from({ length: 300_000 }, () => 'SECRET'));
    expect(without(text, '/1').split('#')).toHaveLength(300_000);
  });
});
