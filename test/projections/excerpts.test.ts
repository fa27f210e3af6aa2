import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Excerpts } from '../../src/projections/excerpts.ts';
import { expectLinear } from '../growth.ts';

const source = { call: 'c', upstream: 'u', tool: 't', at: '', shape: 'prose', labels: [], step: 1 } as const;
const having = (...texts: string[]): Excerpts => {
  const excerpts = new Excerpts();
  for (const text of texts) excerpts.add(text, source);
  return excerpts;
};

it('finds passages again, whatever stands around them and however they are set', () => {
  const excerpts = having('The quick brown fox jumps over the lazy dog. Nobody saw it.');
  expect(excerpts.find('Dear Bob: "quick  BROWN fox, jumps over!" Yours').map(({ text }) => text)).toEqual([
    'quick brown fox jumps over',
  ]);
  expect(excerpts.find('The fox is quick and brown.')).toEqual([]);
});

it('finds them whatever signs stand between the words, in whatever writing', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,6}$|^[A-Zäñжд]{1,4}$|^删除$/);
  const sign = fc.stringMatching(/^[ -/:-@[-`{-~]{1,3}$|^[—“ ]$/).filter((signs) => !/[&@[({<]/.test(signs));
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 4, maxLength: 4 }),
      fc.array(sign, { minLength: 3, maxLength: 3 }),
      (words, signs) => {
        const excerpts = having(words.map((one, i) => `${one}${signs[i] ?? ''}`).join(''));
        expect(excerpts.find(`x ${words.join(' ')} y`).map(({ text }) => text)).toEqual([
          words.join(' ').toLowerCase(),
        ]);
        expect(excerpts.find(words.slice(1).join(' '))).toEqual([]);
      },
    ),
  );
});

it('learns between two questions, and forgets the oldest of very much', () => {
  const excerpts = having('alpha beta gamma delta');
  expect(excerpts.find('alpha beta gamma delta')).toHaveLength(1);
  for (let i = 0; i < 300; i++) {
    excerpts.add(Array.from({ length: 500 }, (_, n) => `w${i}x${n}`).join(' '), source);
    if (i % 50 === 0) excerpts.find('');
  }
  expect(excerpts.find('w299x1 w299x2 w299x3 w299x4 w299x5')).toHaveLength(1);
  expect(excerpts.find('alpha beta gamma delta')).toEqual([]);
});

it('does linear work', () => {
  expectLinear(['a ', 'a b c d ', '- ', 'ab'], (text) => {
    const excerpts = new Excerpts();
    for (let at = 0; at < text.length; at += 60_000) excerpts.add(text.slice(at, at + 60_000), source);
    for (let at = 0; at < text.length; at += 60_000) excerpts.find(text.slice(at, at + 60_000));
  });
}, 60_000);
