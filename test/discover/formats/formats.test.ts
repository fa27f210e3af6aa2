import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Broken, isBroken, type Parsed } from '../../../src/discover/formats/format.ts';
import { readJson } from '../../../src/discover/formats/json.ts';
import { readToml } from '../../../src/discover/formats/toml.ts';
import { tomlStatements } from '../../../src/discover/formats/toml-lines.ts';
import { readYaml } from '../../../src/discover/formats/yaml.ts';

const parsed = (answer: Parsed | Broken): Parsed => {
  if (isBroken(answer)) throw new Error(`${answer.offset}: ${answer.what}`);
  return answer;
};
const broken = (answer: Parsed | Broken): Broken => {
  if (!isBroken(answer)) throw new Error('was read');
  return answer;
};
const SAME = { servers: { one: { command: 'x', args: ['a', 'b'] }, 'two.x': { url: 'y' } } };
const READS: readonly (readonly [string, (text: string) => Parsed | Broken, string])[] = [
  [
    'JSON',
    readJson,
    '{\n  // why\n  "servers": {\n    "one": { "command": "x", "args": ["a", "b",], },\n    "two.x": { "url": "y" } /* ! */\n  }\n}\n',
  ],
  [
    'TOML',
    readToml,
    '# why\n[servers.one]\ncommand = "x" # x\nargs = [\n  "a", # ]\n  "b",\n]\n\n[ servers . "two.x" ]\nurl = \'y\'\n',
  ],
  ['YAML', readYaml, '# why\nservers:\n  one: { command: x, args: [a, b] }\n  two.x:\n    url: y # !\n'],
];

describe.each(READS)('%s', (_, read, text) => {
  it('is read with comments, whatever ends its lines and begins it', () => {
    for (const each of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text.trimEnd()]) {
      expect(parsed(read(each)).value).toEqual(SAME);
    }
  });

  it('says where its keys stand', () => {
    for (const each of [text, `\uFEFF${text.replaceAll('\n', '\r\n')}`]) {
      const { offsetOf } = parsed(read(each));
      expect(each.slice(offsetOf(['servers', 'two.x']))).toMatch(/^(?:"two\.x"|two\.x|\[ servers \. "two\.x" \])/);
      expect(each.slice(offsetOf(['servers', 'one', 'args']))).toMatch(/^(?:"args"|args)/);
      expect(offsetOf(['servers', 'three'])).toBeUndefined();
      expect(offsetOf(['servers', 'one', 'command', 'x'])).toBeUndefined();
    }
  });

  it('is broken, with a place, or read: it never throws', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(6), fc.string({ maxLength: 4 }), (at, length, put) => {
        const answer = read(text.slice(0, at) + put + text.slice(at + length));
        expect(isBroken(answer) ? answer.offset : 0).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(broken(read('['.repeat(200_000))).what).not.toBe('');
    expect(() => read(`a = ${'['.repeat(50_000)}`)).not.toThrow();
  });
});

describe('what is broken', () => {
  it.each<[string, (text: string) => Parsed | Broken, string, string]>([
    ['JSON', readJson, '{ "a": 1 !!! }', '!!!'],
    ['JSON', readJson, '{ "a": { "b": 1 ', ''],
    ['TOML', readToml, 'a = 1\nb = = 2\n', '= 2'],
    ['YAML', readYaml, 'a: 1\n  b: [\n', ''],
  ])('says where: %s', (_, read, text, rest) => {
    const { offset, what } = broken(read(text));
    expect(text.slice(offset).startsWith(rest)).toBe(true);
    expect(what).not.toMatch(/\n/);
  });

  it('is an alias bomb', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]},`.repeat(9)}]`),
    ];
    expect(broken(readYaml(bomb.join('\n'))).what).toMatch(/alias/i);
  });

  it('is no prototype', () => {
    const { value } = parsed(readJson('{ "__proto__": { "x": 1 } }'));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { x?: unknown }).x).toBeUndefined();
  });

  it('counts a key that stands twice', () => {
    expect(parsed(readJson('{ "a": { "b": 1, "b": 2 } }')).doubles).toEqual([['a', 'b']]);
  });
});

describe('TOML statements', () => {
  it('are found in every spelling', () => {
    const text = [
      'a.b."c.d" = 1 # x = y',
      '"e\\u0041" = """',
      '[not.a.header]',
      '""""',
      "f = '''[x]'''",
      'g = { h = [1, { i = "]" }], j = 2 }',
      '[[k]]',
      'l = 2026-01-01 00:00:00',
      "  [m.'n']",
      'o = [ # ]',
      ']',
    ].join('\n');
    expect(
      tomlStatements(text).map(({ kind, path, start, end }) => [
        kind,
        path.join('|'),
        text.slice(start, end).replaceAll('\n', '~'),
      ]),
    ).toEqual([
      ['pair', 'a|b|c.d', 'a.b."c.d" = 1'],
      ['pair', 'eA', '"e\\u0041" = """~[not.a.header]~""""'],
      ['pair', 'f', "f = '''[x]'''"],
      ['pair', 'g', 'g = { h = [1, { i = "]" }], j = 2 }'],
      ['header', 'k', '[[k]]'],
      ['pair', 'k|l', 'l = 2026-01-01 00:00:00'],
      ['header', 'm|n', "[m.'n']"],
      ['pair', 'm|n|o', 'o = [ # ]~]'],
    ]);
  });

  it('of what is none throw', () => {
    for (const text of ['[a', 'a', 'a = "', 'a = [', '"a']) expect(() => tomlStatements(text)).toThrow();
  });
});
