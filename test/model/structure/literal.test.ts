import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { readLiteral } from '../../../src/model/structure/literal.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

/** A value as Python prints it. */
function printed(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${quoted(key)}: ${printed(item)}`)
    .join(', ')}}`;
}
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

describe('readLiteral', () => {
  it.each<[string, Json]>([
    ["{'to': 'ada@ours.example', 'n': 1, 'ok': True, 'x': None}", { to: 'ada@ours.example', n: 1, ok: true, x: null }],
    ['{to: "ada", cc: []}', { to: 'ada', cc: [] }],
    [
      "[('a', 1), ('b', 2,)]",
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ["[Mail(id='7', sender='ada@ours.example'), Mail(id='8')]", [{ id: '7', sender: 'ada@ours.example' }, { id: '8' }]],
    ['datetime.datetime(2026, 5, 1, tzinfo=None)', [2026, 5, 1, null]],
    ["id=7 title='Lunch'\nguests=[Guest(name='ada')]", { id: 7, title: 'Lunch', guests: [{ name: 'ada' }] }],
    ["{'when': datetime(2026, 5, 1)}", { when: [2026, 5, 1] }],
    ["[b'raw', r\"\\d\", f'x']", ['raw', 'd', 'x']],
    ["['''two\nlines''', \"it's\"]", ['two\nlines', "it's"]],
    ["{'a', 'b'}", ['a', 'b']],
    [String.raw`['ada\x40ours.example', 'ada\u0040ours\56example']`, ['ada@ours.example', 'ada@ours.example']],
    [String.raw`['\u{1f600}\U0001f600\0', '\xzz\u{110000}']`, ['😀😀\0', 'xzzu{110000}']],
    ["['ada@\\\nours.example']", ['ada@ours.example']],
    ["{'a', 'b': 1}", ['a', { b: 1 }]],
    ['[PENDING, State.DONE]', ['PENDING', 'State.DONE']],
    ['[1_000, -2.5, .5, 1e3]', [1_000, -2.5, 0.5, 1_000]],
    ['[]', []],
  ])('reads %s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  it.each([
    ['prose', 'Please write to ada@ours.example.'],
    ['prose in brackets', '[Please write to ada@ours.example.]'],
    ['what follows a value', "['a'] and more"],
    ['a quote that is never closed', "['a"],
    ['a line end in a short string', "['a\nb']"],
    ['a bracket that is never closed', '[1, 2'],
    ['a bracket closed by another', '[1)'],
    ['a key named twice', "{'to': 'a', 'to': 'b'}"],
    ['a field named twice', "to='a' to='b'"],
    ['an argument named twice', "Mail(to='a', to='b')"],
    ['words between fields', "to='a' and cc='b'"],
    ['nothing', ''],
    ['more depth than anybody prints', `${'['.repeat(80)}${']'.repeat(80)}`],
  ])('leaves %s alone', (_what, text) => {
    expect(readLiteral(text)).toBeUndefined();
  });

  it('reads back whatever was printed', () => {
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json>(null, true, false),
        fc.integer(),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (made) => {
        expect(readLiteral(printed(made))).toEqual(made);
      }),
    );
  });

  it('reads a quoted text as one text, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', '\\', ',', ':', '{', '}', '[', ']', 'a', '\n', ' ') }),
        (inner) => {
          expect(readLiteral(`{'body': ${quoted(inner)}}`)).toEqual({ body: inner });
        },
      ),
    );
  });

  it('never throws', () => {
    const bits = fc.constantFrom(...HOSTILE, '}', ']', ')', ',', ':', '=', '__proto__', '1', 'b"', "'''");
    fc.assert(
      fc.property(fc.array(bits), (parts) => void readLiteral(parts.join(''))),
      { numRuns: 2_000 },
    );
  });

  it('does linear work on hostile text', () => {
    expectLinear(HOSTILE, readLiteral);
    expectLinear(HOSTILE, (text) => readLiteral(`[${text}`));
    expectLinear(HOSTILE, (text) => readLiteral(`["${text}`));
  }, 60_000);
});
