import { expect, test } from 'vitest';
import { messagesIn } from '../../../src/inspect/provenance/commit-message.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const said = (text: string): string[] => messagesIn(text).map(({ start, end }) => text.slice(start, end));

test.each([
  ['git commit -m "Fixes SHOP-2K"', ['"Fixes SHOP-2K"']],
  [`cd shop && git add -A && git commit -am 'Late' && git push`, ["'Late'"]],
  ['git -C shop commit --no-verify --message="It \\"works\\""', ['"It \\"works\\""']],
  ['git commit -m "One\n\nFixes SHOP-2K" && git commit -m "Two"', ['"One\n\nFixes SHOP-2K"', '"Two"']],
])('what a commit is told stands in %j', (text, messages) => {
  expect(said(text)).toEqual(messages);
});

test.each([
  'git commit -m "$(cat SHOP-2K)"',
  'git commit -m "`id SHOP-2K`"',
  'git commit -F SHOP-2K',
  'git tag -m "Fixes SHOP-2K"',
  'legit commit -m "Fixes SHOP-2K"',
  'close SHOP-2K',
])('and nowhere in %j', (text) => {
  expect(said(text)).toEqual([]);
});

test('a line is read in time linear in it', () => {
  expectLinear(['git commit ', '-m "', 'git commit -m "a', ...HOSTILE], (text) => void messagesIn(text));
});
