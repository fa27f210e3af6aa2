import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editText } from '../../../src/discover/formats/edit.ts';
import type { Edit } from '../../../src/discover/formats/format.ts';
import { isBroken } from '../../../src/discover/formats/format.ts';
import { readJson } from '../../../src/discover/formats/json.ts';
import { readToml } from '../../../src/discover/formats/toml.ts';
import { readYaml } from '../../../src/discover/formats/yaml.ts';
import type { Json } from '../../../src/model/json.ts';
import { FORMATS, generated, type Written } from './written.ts';

const OURS = ['sallyport', { command: 'node', args: ['C:\\main.js', 'serve'] }] as const;
const edit = (key: string, remove: Edit['remove'], put: Edit['put'] = [OURS]): Edit => ({ key: [key], remove, put });
const READ = { json: readJson, toml: readToml, yaml: readYaml } as const;
const valueIn = (format: Written['format'], text: string): Json => {
  const answer = READ[format](text);
  if (isBroken(answer)) throw new Error(`${answer.what}\n${text}`);
  return answer.value;
};

describe('an edit', () => {
  it.each<[string, Written['format'], Edit, string, string]>([
    [
      'of JSON with comments',
      'json',
      edit('s', ['a', 'c']),
      '{\n    // first\n    "s": {\n        // about a\n        "a": { "x": 1 }, // behind a\n        /* b */ "b": 2,\n        // about c\n        "c": { // in c\n            "x": 3\n        }\n        // last\n    },\n    "t": [1,2]\n}',
      '{\n    // first\n    "s": {\n        // about a\n        "sallyport": {\n            "command": "node",\n            "args": [\n                "C:\\\\main.js",\n                "serve"\n            ]\n        }, // behind a\n        /* b */ "b": 2\n        // about c\n        // last\n    },\n    "t": [1,2]\n}',
    ],
    [
      'of JSON on one line',
      'json',
      edit('s', ['a', 'c']),
      '{ "s": { "a": {}, "b": 1, "c": 2 } }',
      '{ "s": { "sallyport": { "command": "node", "args": ["C:\\\\main.js", "serve"] }, "b": 1 } }',
    ],
    [
      'of JSON that ends in a comma',
      'json',
      edit('s', ['b'], []),
      '{\n\t"s": {\n\t\t"a": 1,\n\t\t"b": 2,\n\t},\n}\n',
      '{\n\t"s": {\n\t\t"a": 1,\n\t},\n}\n',
    ],
    [
      'of JSON with tabs and Windows lines',
      'json',
      edit('s', ['a']),
      '\uFEFF{\r\n\t"s": {\r\n\t\t"a": 1\r\n\t}\r\n}\r\n',
      '\uFEFF{\r\n\t"s": {\r\n\t\t"sallyport": {\r\n\t\t\t"command": "node",\r\n\t\t\t"args": [\r\n\t\t\t\t"C:\\\\main.js",\r\n\t\t\t\t"serve"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}\r\n',
    ],
    [
      'of TOML',
      'toml',
      edit('s', ['a', 'c d']),
      '# top\nmodel = "x"\n\n# about a\n[s.a]\ncommand = "x" # in a\n# in a\n[s.a.env]\nA = "1"\n\n[s.b]\ncommand = "y"\n\n# about c\n[s."c d"]\nurl = "z"\n\n[other] # o\nx = 1\n',
      '# top\nmodel = "x"\n\n# about a\n[s.sallyport]\ncommand = "node"\nargs = ["C:\\\\main.js", "serve"]\n\n[s.b]\ncommand = "y"\n\n# about c\n\n[other] # o\nx = 1\n',
    ],
    [
      'of TOML in pairs',
      'toml',
      edit('s', ['a']),
      '[s]\na = { command = "x" } # a\nb.url = "y"',
      '[s]\nsallyport = { command = "node", args = ["C:\\\\main.js", "serve"] }\nb.url = "y"',
    ],
    [
      'of TOML in dotted keys',
      'toml',
      edit('s', ['a']),
      's.a.command = "x"\ns.a.args = [\n]\ns.b.url = "y"',
      's.sallyport = { command = "node", args = ["C:\\\\main.js", "serve"] }\ns.b.url = "y"',
    ],
    [
      'of TOML without a newline at its end',
      'toml',
      edit('s', ['a']),
      '[s.a]\r\nurl = "x"',
      '[s.sallyport]\r\ncommand = "node"\r\nargs = ["C:\\\\main.js", "serve"]',
    ],
    [
      'of YAML',
      'yaml',
      edit('s', ['a', 'c']),
      '# top\ns:\n    # about a\n    a:\n        x: 1 # in a\n\n    # about b\n    b: 2\n    c: [3]   # c\n# end\nt: 1\n',
      '# top\ns:\n    # about a\n    sallyport:\n      command: node\n      args:\n        - C:\\main.js\n        - serve\n\n    # about b\n    b: 2\n# end\nt: 1\n',
    ],
    [
      'of a YAML list',
      'yaml',
      edit('s', [0], [['x', { name: 'x' }]]),
      's:\n  - name: a\n    y: |\n      text\n  # b\n  - name: b\n',
      's:\n  - name: x\n  # b\n  - name: b\n',
    ],
  ])('%s changes what it must and nothing else', (_, format, change, before, after) => {
    expect(editText(format, before, change)).toBe(after);
  });

  it.each<[Written['format'], string, RegExp]>([
    ['toml', 's = { a = { url = "x" }, b = { url = "y" } }\n', /one inline table; write each as \[s\.NAME\] first/],
    ['yaml', 's: { a: { x: 1 } }\n', /lines of their own/],
    ['yaml', 'u: &u\n  a: 1\ns: *u\n', /./],
    ['yaml', 's:\n  a: &a { x: 1 }\nt: *a\n', /./],
    ['json', '{ "s": [1] }', /nothing to take out/],
    ['json', '{ "s": ', /./],
    ['toml', 'x = 1', /nothing to take out/],
  ])('of what it cannot change says why: %s %s', (format, text, why) => {
    expect(() => editText(format, text, edit('s', ['a']))).toThrow(why);
  });
});

describe.each(FORMATS)('edits of %s', (format) => {
  it('leave everything else as it is written', () => {
    fc.assert(
      fc.property(generated(format), ({ text, key, names, removed, comments }) => {
        const isCrlf = /\r\n/.test(text);
        const after = editText(format, text, { key: [key], remove: removed, put: [OURS] });
        const before = valueIn(format, text) as Record<string, Record<string, Json>>;
        const said = valueIn(format, after) as Record<string, Record<string, Json>>;
        const kept = names.filter((name) => !removed.includes(name));
        expect(new Set(Object.keys(said[key] ?? {}))).toEqual(new Set([...kept, 'sallyport']));
        for (const name of kept) expect(said[key]?.[name]).toEqual(before[key]?.[name]);
        expect({ ...said, [key]: {} }).toEqual({ ...before, [key]: {} });
        for (const comment of comments) expect(after).toContain(comment);
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
        expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        if (isCrlf) expect(after).not.toMatch(/[^\r]\n/);
        else expect(after).not.toContain('\r');
      }),
      { numRuns: 300 },
    );
  });

  it('can be taken back', () => {
    fc.assert(
      fc.property(generated(format), ({ text, key, removed }) => {
        const before = valueIn(format, text) as Record<string, Record<string, Json>>;
        const after = editText(format, text, { key: [key], remove: removed, put: [OURS] });
        const put = removed.map((name) => [name, before[key]?.[name] ?? null] as const);
        expect(valueIn(format, editText(format, after, { key: [key], remove: ['sallyport'], put }))).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});
