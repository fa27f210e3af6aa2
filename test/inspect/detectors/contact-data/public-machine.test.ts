import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { contactData } from '../../../../src/inspect/detectors/contact-data.ts';

test('a machine is on the internet where the library says so, told from its first number or not', () => {
  const octet = fc.oneof(
    fc.nat({ max: 255 }),
    fc.constantFrom(0, 10, 127, 169, 172, 192, 198, 203, 224, 255, 256, 999),
  );
  const part = fc.tuple(octet, fc.constantFrom('', '', '', '0')).map(([number, zero]) => `${zero}${number}`.slice(-3));
  fc.assert(
    fc.property(part, part, part, part, (...parts) => {
      const text = parts.join('.');
      const isPublic = ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unicast';
      const isDecimal = parts.every((one) => Number(one) < 256);
      const found = contactData.find(`at ${text} now`).map(({ kind }) => kind);
      expect(found.includes('pii.ip')).toBe(isPublic && isDecimal);
    }),
    { numRuns: 2_000 },
  );
});
