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

it('says of a mistyped key nothing else than that, and of one that is missing besides both', () => {
  expect(complaints({ servers: { a: { comand: 'x' } } })).toEqual([
    ['servers/a/comand', 1, 'there is no key "comand" (did you mean "command"?)', expect.any(String)],
  ]);
  expect(complaints({ servers: { a: { urll: 'x' } } })).toHaveLength(1);
  expect(complaints({ servers: { a: { agrs: [] } } }).map(([, , what]) => what)).toEqual([
    'there is no key "agrs" (did you mean "args"?)',
    expect.stringContaining('needs a `command`'),
  ]);
  expect(complaints({ servers: { a: { comand: 'x' }, b: {} } })).toHaveLength(2);
  const rule = { id: 'r', reason: 'Because.' };
  expect(complaints({ policy: { rules: [{ ...rule, efect: 'ask' }] } }).map(([, , what]) => what)).toEqual([
    'there is no key "efect" (did you mean "effect"?)',
  ]);
  expect(complaints({ policy: { rules: [{ ...rule, on: 'result', redacts: true }] } })).toHaveLength(1);
  expect(complaints({ policy: { rules: [rule] } }).map(([file, , what]) => [file, what])).toEqual([
    ['policy/rules/0', 'needs an `effect`: write allow, ask or deny'],
  ]);
});

it('says of a merge key that there is none, and not that what it would bring is missing', () => {
  expect(complaints({ servers: { a: { '<<': { command: 'x' }, args: [] } } })).toEqual([
    ['servers/a/<<', 1, 'there is no key "<<"', expect.stringContaining('no merge keys')],
  ]);
});

it('says of a text that may not be empty that it is', () => {
  expect(complaints({ servers: { a: { command: 'x', roots: [''] } } }).map(([, , what]) => what)).toEqual([
    expect.stringMatching(/^is empty/),
  ]);
});

it('says what may be written where a word is not possible', () => {
  expect(complaints({ names: 'plian' })).toEqual([
    ['names', 2, '"plian" is not possible here (did you mean "plain"?)', 'Write one of: prefixed, plain.'],
  ]);
  expect(complaints({ names: 5 })).toEqual([['names', 2, '5 is not possible here', 'Write one of: prefixed, plain.']]);
});

it('says which kind of value is wanted', () => {
  expect(complaints({ servers: [] })).toEqual([
    ['servers', 2, 'must be an object, and is []', expect.stringContaining('servers: { NAME: ')],
  ]);
  expect(complaints({ policy: { off: 'x' } })).toEqual([
    ['policy/off', 2, 'must be a list, and is "x"', 'Write ["x"].'],
  ]);
  expect(complaints({ servers: { web: { command: 'npx', args: ' -y  web-server /data ' } } })).toEqual([
    ['servers/web/args', 2, expect.any(String), 'Write ["-y","web-server","/data"].'],
  ]);
  // Where quotes or backslashes say what belongs together, a split would be a guess.
  expect(complaints({ servers: { web: { command: 'npx', args: '-y "two words"' } } })).toEqual([
    ['servers/web/args', 2, expect.any(String), 'Write each argument by itself: ["first", "second"].'],
  ]);
  expect(complaints({ agents: { a: null } })).toEqual([
    ['agents/a', 2, 'must be an object, and is nothing', 'Write `{ match: … }`; known inside: match, purpose, human.'],
  ]);
});

it.each([
  [['a'], '', /^Begin with `servers: /],
  ['x', '', /^Begin with `servers: /],
  [{ servers: null }, 'servers', /^Write each under its name: /],
  [{ servers: 'node' }, 'servers', /^Write each under its name: /],
  [{ servers: { a: null } }, 'servers/a', /^Write `\{ command: … \}`/],
  [{ servers: { a: 'node x.mjs' } }, 'servers/a', /^Write `\{ command: … \}`/],
  [{ servers: { a: { command: ['node', 'x'] } } }, 'servers/a/command', /^Write the program alone/],
  [{ servers: { a: { command: 5 } } }, 'servers/a/command', /^Put it in quotes: "5"/],
])('says how servers are written in place of %j', (value, place, instead) => {
  expect(complaints(value)).toEqual([[place, 2, expect.any(String), expect.stringMatching(instead)]]);
});

it('says how a value of another kind is written', () => {
  const insteads = (value: unknown) => complaints(value).map(([, , what, instead]) => [what, instead]);
  const unit = (examples: string) => `Write a number and a unit: ${examples}.`;
  expect(insteads({ limits: { drain: 5, result: 1_000_000 } })).toEqual([
    ['must be a string, and is 1000000', unit('512B, 64KB, 10MB or 1GB')],
    ['must be a string, and is 5', unit('500ms, 30s, 15m, 8h or 30d')],
  ]);
  expect(insteads({ servers: { a: { command: 'node', env: { PORT: 3000 }, args: [8080, true] } } })).toEqual([
    ['must be a string, and is 8080', 'Put it in quotes: "8080".'],
    ['must be a string, and is true', 'Put it in quotes: "true".'],
    ['must be a string, and is [hidden]', 'Put it in quotes.'],
  ]);
  expect(insteads({ http: { port: '7600' } })).toEqual([
    ['must be a number, and is "7600"', 'Write it without quotes: 7600.'],
  ]);
  expect(insteads({ http: { port: '76x' } })).toEqual([
    ['must be a number, and is "76x"', 'Write digits alone, without quotes.'],
  ]);
  expect(insteads({ servers: { a: { command: 'x', disabled: 'yes', args: [null] } } })).toEqual([
    ['must be a string, and is nothing', 'Write "" where it shall be empty, or leave it out.'],
    ['must be true or false, and is "yes"', 'Write true or false, without quotes.'],
  ]);
  // What is in a list may be secret; that it is one is not.
  expect(insteads({ servers: { a: { command: 'x', env: ['KEY=s3cret'] } } })).toEqual([
    ['must be an object, and is a list', 'Write each under its name: `{ NAME: … }`.'],
  ]);
  expect(insteads({ http: { port: 99_999 }, limits: { inFlight: 0 } })).toEqual([
    ['must be 65535 at most, and is 99999', undefined],
    ['must be 1 at least, and is 0', undefined],
  ]);
});
