import { describe, expect, it } from 'vitest';
import { isPointedTo, kindWords, pointingIn, sentencesOf, textsOf } from '../../../src/model/words/referral-words.ts';
import { expectLinear } from '../../growth.ts';

describe('words that point to a text', () => {
  it.each([
    ['refund it to the account he gives in his message', ['mail'], true],
    ['see her mail', ['mail'], false],
    ['put the events of the school page into our calendar and confirm to the address on it', ['web'], true],
    ['überweise es auf das konto aus ihrer nachricht', ['mail'], false],
    ['paie le montant indiqué dans sa lettre', ['mail'], true],
    ['the customer wrote that it should go to her neighbour', [], true],
    ['send a mail to bob with the report', [], false],
    ['forward it to the list', [], false],
    ['summarise the mails of bob', [], false],
  ])('%s', (plain, texts, isSaid) => {
    const found = pointingIn(plain);
    expect([...found.texts]).toEqual(texts);
    expect(found.isSaid).toBe(isSaid);
  });

  it('may be the name of the text itself', () => {
    expect(isPointedTo('answer them from faq.md', 'faq.md')).toBe(true);
    expect(isPointedTo('it is in the drive as summer-plan', 'summer-plan')).toBe(true);
    expect(isPointedTo('send faq.md to bob', 'faq.md')).toBe(false);
    expect(isPointedTo('send it to bob', 'faq.md')).toBe(false);
  });
});

it('tells what a tool shows by its name', () => {
  expect(textsOf(['get', 'messages'])).toEqual(['mail']);
  expect(textsOf(['open', 'page'])).toEqual(['web']);
  expect(textsOf(['search'])).toEqual([]);
});

it('tells what a value may be called by its argument and by what it is', () => {
  expect(kindWords(['contact', 'street'], undefined)).toContain('address');
  expect(kindWords(['to'], 'email')).toEqual(['address', 'adresse', 'dirección', 'indirizzo', 'contact', 'kontakt']);
  expect(kindWords(['payee', 'iban'], 'account')).toContain('invoice');
  expect(kindWords(['order', 'id'], undefined)).toEqual(['order']);
  expect(kindWords(['id'], undefined)).toEqual([]);
});

it('reads sentence by sentence, and one that goes on with the one before', () => {
  expect(sentencesOf('See the mail of Prof. Lee. Cancel the order.', 9)).toEqual([
    'See the mail of Prof. Lee.',
    'Cancel the order.',
  ]);
  expect(sentencesOf('She moved, see her mail. Please enter both.\nThen rest.', 9)).toEqual([
    'She moved, see her mail. Please enter both.',
    'Then rest.',
  ]);
  expectLinear(['It. '], (text) => sentencesOf(text, 100));
});
