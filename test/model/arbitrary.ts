import fc from 'fast-check';

/** JSON text as odd as it is legal: any spelling of numbers, escapes, space, deep nesting, empty keys. No key twice. */
export const jsonText = (depth = 4): fc.Arbitrary<string> =>
  fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof({ maxDepth: depth, depthIdentifier: 'json' }, scalar, list(tie('value')), object(tie('value'))),
  })).value;

const space = fc.constantFrom('', '', '', ' ', '\n', '\t ');
export const numberText = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.constantFrom('0', '-0', '1.0', '1e0', '1E+2', '0.10', '9007199254740993', '-1.5e-10', '1e400'),
);
export const stringText = fc.oneof(
  fc.string({ unit: 'binary' }).map((s) => JSON.stringify(s)),
  fc.constantFrom('"\\u0041"', '"\\ud800"', '"\\/"', '"a\\\\"', '"\\""', '""', '"\\\\\\""', '"{\\"a\\":1}"'),
);
const scalar = fc.oneof(numberText, stringText, fc.constantFrom('true', 'false', 'null'));
const list = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, fc.array(value, { maxLength: 4 })).map(([s, items]) => `[${s}${items.join(`${s},${s}`)}${s}]`);
export const object = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      space,
      fc.uniqueArray(fc.tuple(stringText, value), { maxLength: 4, selector: ([key]) => JSON.parse(key) as string }),
    )
    .map(([s, pairs]) => `{${s}${pairs.map(([key, item]) => `${key}${s}:${s}${item}`).join(`${s},${s}`)}${s}}`);
