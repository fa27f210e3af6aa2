import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { hiddenRanges, hideForms, hideIn, isHidden } from '../../src/config/hiding.ts';
import { parseConfig } from '../../src/config/load.ts';
import { complaintText } from '../../src/model/complaint.ts';
import { expectLinear } from '../growth.ts';

const saidOf = (text: string, file = '/w/servers.config.yaml'): string => {
  try {
    const { warnings, locate } = parseConfig(file, text);
    return [...warnings.map(complaintText), locate([])?.excerpt ?? ''].join('\n');
  } catch (error) {
    return String(error);
  }
};

it.each([
  [
    'a header in one line',
    '{"servers":{"a":{"url":"https://x.test","headers":{"Authorization":"Bearer S3CR3T"},"x":1}}}',
  ],
  ['a variable', 'servers:\n  a: {command: x, env: {DB: S3CR3T-S3CR3T}, x: 1}\n'],
  ['a value that is no text', 'servers:\n  a:\n    command: x\n    env: {PIN: [S3CR3T]}\n'],
  ['headers that are none', 'servers:\n  a:\n    url: https://x.test\n    headers: Bearer S3CR3T\n'],
  ['a list of headers', 'servers:\n  a:\n    url: https://x.test\n    headers: [{"Authorization": "S3CR3T"}]\n'],
  ['a token', 'http:\n  tokens: {ada: S3CR3T, bob: 1}\n'],
  ['an argument', 'servers:\n  a: {command: x, args: [--api-key, S3CR3T], x: 1}\n'],
  ['an argument in short', 'servers:\n  a: {command: x, args: [--db-pass, S3CR3T], x: 1}\n'],
  ['a name in an address', 'servers:\n  a: {command: x, args: ["https://me:S3CR3T@x.test"], x: 1}\n'],
  ['a file that cannot be read', 'servers:\n  a: {command: x, env: {DB_PASSWORD: "S3CR3T}}\n'],
  ['a file that is indented by tabs', 'servers:\n\ta: {command: x, headers: {Authorization: Bearer S3CR3T}}\n'],
])('says what is wrong beside a secret without showing it: %s', (_what, text) => {
  const said = saidOf(text);
  expect(said).toContain('ConfigError');
  expect(said).not.toContain('S3CR3T');
  expect(saidOf('servers: {a: {command: x, colour: red}}')).toContain('colour: red');
});

it('keeps references, which say where a secret is, and names of agents and tokens in rules', () => {
  const said = saidOf('servers:\n  a: {command: x, env: {KEY: "${env:KEY}"}, x: 1}\n');
  expect(said).toContain('KEY: "${env:KEY}"');
  expect(isHidden(['agents', 'ada', 'match', 'token'])).toBe(false);
  expect(isHidden(['servers', 'a', 'env', 'X'])).toBe(true);
});

it('covers whole values and leaves carets where they are', () => {
  const line = '{env: {X: "Bearer 0123456789"}, b: 1}';
  expect(hideIn(line, hiddenRanges(parseDocument(line)), false)).toBe('{env: {X: "Bearer [hidden]**"}, b: 1}');
  expect(hideForms('run --token=abc ghp_0123456789')).toBe('run --token=*** [hidden]******');
});

it('looks at a long line in linear work', () => {
  expectLinear([' ', 'y', '-', 'Bearer ', '--key ', 'token='], hideForms);
});

it('shows names with a short word in them', () => {
  expect(hideIn('{DB_PASS: S3CR3T, PATH: /bin}', [], true)).toBe('{DB_PASS: ******, PATH: /bin}');
  expect(hideForms('--path /home/ann --pattern *.md --compass x')).toBe('--path /home/ann --pattern *.md --compass x');
});

it('shows references in bearers and flags whole', () => {
  for (const text of ['Authorization: Bearer ${file:/x/y}', '--token ${keychain:mine}', '--api-key=${env:KEY}']) {
    expect(hideForms(text)).toBe(text);
  }
});

it('never makes a line longer or shorter', () => {
  const bits = fc.constantFrom('Bearer ', '--key ', 'token: ', '"', '${env:X}', '://', '@', 'sk-0123456789', ' ', 'a');
  const word = fc.oneof(bits, fc.string({ maxLength: 4 }));
  const range = fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 }));
  fc.assert(
    fc.property(fc.array(word), fc.array(range), fc.boolean(), (words, ranges, isBroken) => {
      const line = words.join('');
      expect(hideIn(line, ranges, isBroken)).toHaveLength(line.length);
    }),
  );
});
