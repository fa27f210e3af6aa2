import fc from 'fast-check';

const VALUES = [
  'bob.smith@example.org',
  'https://WWW.evil.example/a/b?q=1#x',
  'DE89 3704 0044 0532 0130 00',
  '+44 20 7946 0123',
  '/home/me/x.txt',
  'ord-2024-ab12',
  '2026-01-12T10:22:01Z',
  '2024-05-01',
  '10.0.0.1',
  'ab12cd34',
  'foo.bar(',
  'a@b.co.uk',
  'C:\\Users\\x',
  'ab://)))',
  'ab://#xx',
  'http:////x',
  'WWW.Foo.COM.',
  '1.234567',
  'trace=ab12cd',
  '[worker-12]',
];
const LETTERS = 'a b Z x ab DE 0 1 89 12 2024 com org https www. example 中 。 é ， Ａ か \u3099 \u017f \u212a'.split(
  ' ',
);
const SIGNS = '- _ . @ / // :// : + % ~ \\ # ? = & ( ) [ ] , ; ! < > " \' { | ^ `'.split(' ');
const SPACES = [' ', '  ', '\n', '\t', '\u00a0', '\u3000', '\0'];
const LONG = ['a'.repeat(30), '1'.repeat(20), 'x'.repeat(64), 'y'.repeat(128), 'a.'.repeat(9)];

/** Texts of words with entities in them, next to each other and in pieces, and of what may make others of them. */
export const wordy: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...VALUES),
      fc.constantFrom(...LETTERS),
      fc.constantFrom(...SIGNS),
      fc.constantFrom(...SPACES),
      fc.constantFrom(...LONG),
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));
