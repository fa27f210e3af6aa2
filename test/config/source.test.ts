import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readSource } from '../../src/config/source.ts';

describe('readSource', () => {
  it('reads JSON as editors write it: comments, trailing commas, a byte order mark', () => {
    const text = '\uFEFF{\n\t// the servers\n\t"a": { "url": "http://x//y" /* z */, },\n}\n';
    const source = readSource('/w/mcp.json', text);
    expect(source.complaints).toEqual([]);
    expect(source.value).toEqual({ a: { url: 'http://x//y' } });
    expect(source.locate(['a', 'url'])).toMatchObject({ line: 3, column: 16 });
  });

  it('reads YAML of several lines behind a byte order mark', () => {
    const source = readSource('/w/a.yaml', '\uFEFFservers:\n  a: 1\npolicy: {}\n');
    expect(source.complaints).toEqual([]);
    expect(source.value).toEqual({ servers: { a: 1 }, policy: {} });
    expect(source.locate(['servers', 'a'])).toMatchObject({ line: 2, column: 6 });
  });

  it('keeps YAML 1.2: no is a word', () => {
    expect(readSource('/w/a.yaml', 'a: no\nb: 1e3\n').value).toEqual({ a: 'no', b: 1000 });
  });

  it('finds values, keys, items, and what stands next to what is missing', () => {
    const { locate } = readSource('/w/a.yaml', 'rules:\n  - id: a\n    when: x\n  - &r { id: b }\nmore: *r\n');
    expect(locate(['rules', 0, 'when'])).toMatchObject({ line: 3, column: 11, excerpt: '    when: x' });
    expect(locate(['rules', 0, 'when'], { key: true })).toMatchObject({ line: 3, column: 5 });
    expect(locate(['rules', 1])).toMatchObject({ line: 4 });
    expect(locate(['more', 'id'])).toMatchObject({ line: 4, column: 14 });
    expect(locate(['rules', 0, 'nothing'])).toMatchObject({ line: 2 });
  });

  it.each([
    ['plain', 'when: a && bad'],
    ['single', "when: 'it''s && bad'"],
    ['double', 'when: "a\\t\\"b\\" && bad"'],
    ['literal', 'when: |\n    a &&\n      bad\n'],
    ['folded', 'when: >-\n    a &&\n    bad\n'],
    ['double continued', 'when: "a \\\n    && bad"'],
    ['flow over lines', 'when: "a &&\n   bad"'],
  ])('finds a place inside a %s string', (_style, text) => {
    const source = readSource('/w/a.yaml', text);
    const value = (source.value as { when: string }).when;
    const place = source.locate(['when'], { offset: value.indexOf('bad') });
    expect(place?.excerpt.slice((place?.column ?? 0) - 1)).toMatch(/^bad/);
  });

  it('finds any letter of any string, however YAML writes it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', ':', '#', '&', '\\'), maxLength: 60 });
    fc.assert(
      fc.property(word, word, (head, tail) => {
        const when = `${head}Z${tail}`;
        const text = stringify({ key: 1, when }, { lineWidth: 30 });
        const place = readSource('/w/a.yaml', text).locate(['when'], { offset: head.length });
        expect(place?.excerpt[(place?.column ?? 0) - 1]).toBe('Z');
      }),
    );
  });

  it.each([
    ['{"a": {', ['a "{" above it is not closed']],
    ['{"a": [1,', ['a "[" above it is not closed', 'a "{" above it is not closed']],
    ['{"a": 1,\n "b" 2}', ['a comma or a colon is missing']],
    [
      'a: [\n  b: [c]\n  d:\n    - e: f\n      g: h\n',
      ['a comma is missing before this', 'a "[" above it is not closed'],
    ],
    ['a: "x', ['its last quote is missing']],
    ['a: b: c', ['a second ": " in one line']],
    ['a:\n   b: 1\n  c: 2', ['indented otherwise than the keys beside it']],
    ['key: @x', ['begins with this sign']],
    ['a:\n\tb: 1', ['by spaces, not tabs']],
  ])('says of %j in plain words, and once, what is wrong', (text, words) => {
    const said = readSource('/w/a.yaml', text).complaints.map(({ what }) => what);
    expect(said).toEqual(words.map((word) => expect.stringContaining(word)));
  });

  it.each([
    ['a: 1\nb: *nope\n', 2, 4, /nothing before this is named "&nope"/],
    ['a: *late\nb: &late 1\n', 1, 4, /nothing before this is named "&late"/],
    ['a: "C:\\Users\\x"\n', 1, 7, /single quotes/],
  ])('says where an alias or a backslash means nothing: %j', (text, line, column, why) => {
    const [complaint, ...more] = readSource('/w/a.yaml', text).complaints;
    expect(more).toEqual([]);
    expect(complaint).toMatchObject({ place: { line, column }, what: expect.stringMatching(why) });
  });

  it('says what is wrong without falling over', () => {
    for (const text of ['a: [', 'a: b: c', '"', '{"a" 1}', '\u0000', '&a *a', `a: ${'{'.repeat(5000)}`]) {
      const source = readSource('/w/a.yaml', text);
      for (const complaint of source.complaints) expect(complaint.place?.line).toBeGreaterThan(0);
    }
    expect(readSource('/w/a.yaml', 'a: [').complaints).not.toEqual([]);
  });
});
