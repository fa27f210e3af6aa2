import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spelled } from '../../../src/model/json/spelled.ts';

it.each([
  [String.raw`{"\u0074o":"\u0065ve\u0040evil.example","n":1.0}`, '{"to":"eve@evil.example","n":1.0}'],
  [String.raw`["\u043f\u0438\/","a\nb","\"","\ud800","\u0007"]`, String.raw`["пи/","a\nb","\"","\ud800","\u0007"]`],
  ['{ "a b" :\n[1e400,   9007199254740993 ]}', '{"a b":[1e400,9007199254740993]}'],
])('%s is read as %s', (written, read) => expect(spelled(written)).toBe(read));

it('law: says the same, however it was escaped', () => {
  const escapes = (text: string): string =>
    text.replace(/[a-z]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (strings) => {
      const text = JSON.stringify(strings);
      const written = `[${strings.map((each) => (/\\/.test(each) ? JSON.stringify(each) : escapes(JSON.stringify(each)))).join()}]`;
      expect(JSON.parse(spelled(text))).toEqual(strings);
      expect(spelled(spelled(text))).toBe(spelled(text));
      if (!/\\/.test(text)) expect(spelled(written)).toBe(text);
    }),
  );
});
