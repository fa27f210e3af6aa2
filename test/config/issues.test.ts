import { expect, it } from 'vitest';
import { complaintsOf } from '../../src/config/issues.ts';
import { configSchema } from '../../src/config/schema.ts';

function complaints(value: unknown) {
  const { error } = configSchema.safeParse(value, { reportInput: true });
  return complaintsOf(error?.issues ?? [], (path, point) => ({
    file: path.join('/'),
    line: 1,
    column: point?.key === true ? 1 : 2,
    excerpt: '',
  })).map(({ place, what, instead }) => [place?.file, place?.column, what, instead]);
}

it('points at the key that is unknown, each for itself', () => {
  expect(complaints({ sevrers: {}, polcy: {} }).map(([file, column, what]) => [file, column, what])).toEqual([
    ['sevrers', 1, 'there is no key "sevrers" (did you mean "servers"?)'],
    ['polcy', 1, 'there is no key "polcy" (did you mean "policy"?)'],
  ]);
});

it('says what may be written where a word is not possible', () => {
  expect(complaints({ names: 'plian' })).toEqual([
    ['names', 2, '"plian" is not possible here (did you mean "plain"?)', 'Write one of: prefixed, plain.'],
  ]);
  expect(complaints({ names: 5 })).toEqual([['names', 2, '5 is not possible here', 'Write one of: prefixed, plain.']]);
});

it('says which kind of value is wanted', () => {
  expect(complaints({ servers: [] })).toEqual([['servers', 2, 'must be an object, and is []', undefined]]);
  expect(complaints({ policy: { off: 'x' } })).toEqual([['policy/off', 2, 'must be a list, and is "x"', undefined]]);
  expect(complaints({ servers: { a: null } })).toEqual([
    ['servers/a', 2, 'must be an object, and is nothing', undefined],
  ]);
});
