import { describe, expect, it } from 'vitest';
import * as lists from '../../src/catalog/role-words.ts';

describe('phrases', () => {
  it.each([
    ['recipient', true],
    ['the recipients', true],
    ['beneficiaries', true],
    ['ip addresses', true],
    ['home phone number', true],
    ['recipient of note', false],
    ['into', false],
    ['', false],
  ])('of addresses end "%s": %s', (name, ends) => {
    expect(lists.ADDRESSES(name === '' ? [] : name.split(' '))).toBe(ends);
  });

  it('of three words are found, whatever stands before them', () => {
    expect(lists.PAGING(['my', 'max', 'output', 'token'])).toBe(true);
    expect(lists.PAGING(['output', 'token'])).toBe(false);
    expect(lists.SECRETS(['output', 'token'])).toBe(true);
  });

  it('know compounds of one word by what they end with, unless they say where from', () => {
    const isCompound = (name: string): boolean => lists.isCompound(name.split(' '));
    expect(
      ['rechnungsadresse', 'afleveradres', 'zahlungsempfänger', 'gegenkonto', 'payeeaddress'].every(isCompound),
    ).toBe(true);
    expect(
      ['absenderadresse', 'quellkonto', 'adresse', 'macaddress', 'adressbuch', 'kontostand'].some(isCompound),
    ).toBe(false);
  });

  it('are all in the form in which names are compared', () => {
    for (const ends of Object.values(lists)) {
      expect(ends([])).toBe(false);
      expect(ends([''])).toBe(false);
      expect(ends(['qqq'])).toBe(false);
    }
  });
});
