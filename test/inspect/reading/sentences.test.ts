import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sentencesOf } from '../../../src/inspect/reading/sentences.ts';

const of = (text: string): string[] => [...sentencesOf(text)].map((one) => one.text.trim());

it('parts a text where a sentence, a paragraph or an item of a list ends, and nowhere inside a name or a wrapped line', () => {
  expect(of('Reads ~/.ssh/config.d once. Then\nit ends! Really?')).toEqual([
    'Reads ~/.ssh/config.d once.',
    'Then\nit ends!',
    'Really?',
  ]);
  expect(of('One\n\nTwo\n- three\n- four\n1. five')).toEqual(['One', 'Two', '- three', '- four', '1.', 'five']);
  expect(of('先读文件。然后继续。')).toEqual(['先读文件。', '然后继续。']);
});

it('loses no word, whatever the text: all of it stands in some sentence, where that says', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '.', '\n', '-', '。'), maxLength: 3_000 }), (text) => {
      const covered = new Set<number>();
      for (const { text: part, start } of sentencesOf(text)) {
        expect(text.slice(start, start + part.length)).toBe(part);
        expect(part.length).toBeLessThanOrEqual(600);
        for (let i = 0; i < part.length; i++) covered.add(start + i);
      }
      for (let i = 0; i < text.length; i++) if (/\S/.test(text.charAt(i))) expect(covered.has(i)).toBe(true);
    }),
  );
});

it('keeps what stands across two windows of a long sentence whole in one of them', () => {
  for (let before = 550; before < 650; before++) {
    const text = `${'a'.repeat(before)} do not tell ${'b'.repeat(900)}`;
    expect([...sentencesOf(text)].some((one) => one.text.includes('do not tell'))).toBe(true);
  }
});
