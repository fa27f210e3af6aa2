import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHexRun, isMixedRun, mayBeSaid, mayBeText } from '../../../src/projections/reading/encoded-run.ts';

const around = fc.tuple(fc.constantFrom('', '-', ' see '), fc.constantFrom('', '-', '. '));
const run = fc.oneof(
  fc.stringMatching(/^[\dA-Fa-f]{12,90}$/),
  fc.stringMatching(/^[A-Za-z\d+/]{12,90}$/),
  fc
    .uint8Array({ minLength: 9, maxLength: 80 })
    .map((bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')),
);

it('tells of a run wherever it stands what regular expressions tell of it', () => {
  fc.assert(
    fc.property(run, around, (given, [before, behind]) => {
      const [text, from, end] = [before + given + behind, before.length, before.length + given.length];
      expect(isHexRun(text, from, end)).toBe(/^[\da-f]+$/i.test(given));
      expect(isMixedRun(text, from, end)).toBe(/[a-z][A-Z\d+/]|[A-Z\d+/][a-z]/.test(given.slice(1, 64)));
    }),
  );
});

it('tells by the first bytes what all of them tell', () => {
  fc.assert(
    fc.property(run, around, (given, [before, behind]) => {
      const text = before + given + behind;
      for (const form of ['hex', 'base64'] as const) {
        if (form === 'hex' && !isHexRun(given, 0, given.length)) continue;
        const [start, end] = [before.length + (form === 'hex' ? given.length % 2 : 0), before.length + given.length];
        const bytes = Buffer.from(text.slice(start, end), form);
        const isOther = [0, 0x1f, 0x78, 0xfe, 0xff].includes(bytes[0] as number) || bytes[1] === 0;
        expect(mayBeSaid(text, start, end, form === 'hex')).toBe(isOther || mayBeText(bytes, bytes.length));
      }
    }),
  );
});

it.each(['pay to Grete Muster', 'грета мустер', '格蕾特', 'a\tb\r\nc d e f'])('may be said: %s', (said) => {
  const bytes = Buffer.from(said);
  for (const form of ['hex', 'base64'] as const) {
    const given = bytes.toString(form).replace(/=+$/, '');
    expect(mayBeSaid(given, 0, given.length, form === 'hex')).toBe(true);
  }
});
