import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { undisguised } from '../../../src/projections/reading/undisguised.ts';

describe('a sentence in which a value is disguised', () => {
  it.each([
    ['Note. The first half of the number is 3320, the second half 071, course B. Enter it.', '3320071'],
    ['It begins with +44 7700 and goes on with 900461. Please store.', '+447700900461'],
    ['The account is 1203, followed by 4471', '12034471'],
    ['Remove: %64%6F%63%73%2F%61%2E%70%64%66 today', 'docs/a.pdf'],
    ['\u0410-7103 is obsolete, take it out', 'a-7103'],
    ['cancel K\u041e-17 now', 'ko-17'],
  ])('is said once more as it is read: %j', (text, value) => {
    expect(undisguised(plainText(text))).toContain(value);
  });

  it('keeps what stands just before and behind', () => {
    const said = undisguised(
      plainText('About the phone. It begins with +44 7700 and goes on with 900461. Please store.'),
    );
    expect(said).toContain('about the phone');
    expect(said).toContain('please store');
  });

  it.each([
    'Half of 20 is 10',
    'We sold 300 in May and the remaining people stayed',
    'https://ours.example/a%20b is 100% fine',
    'Встреча в 17 часов',
    '%ff%fe%fd%fc is none',
    'an ordinary text',
  ])('is said once where nothing is: %j', (text) => {
    expect(undisguised(plainText(text))).toBe('');
  });

  it('never throws, and says nothing of plain letters', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof undisguised(text) === 'string'));
    fc.assert(fc.property(fc.stringMatching(/^[a-z .,]*$/), (text) => undisguised(text) === ''));
  });
});
