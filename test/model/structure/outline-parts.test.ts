import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Line } from '../../../src/model/structure/outline-line.ts';
import { OutlineParts } from '../../../src/model/structure/outline-parts.ts';

/** What is added of a text whose lines are values, or words where they begin with a sign. */
function partsOf(lines: readonly string[]): OutlineParts {
  const text = lines.join('\n');
  const parts = new OutlineParts(text);
  const names = new Map();
  const line = new Line();
  let start = 0;
  for (const [i, one] of lines.entries()) {
    const end = start + one.length;
    if (one.startsWith('>')) parts.addWords(start, end);
    else parts.addValue(line.read(text, start, end, names), end, i);
    start = end + 1;
  }
  return parts;
}

test('tells values, running texts and words apart', () => {
  const parts = partsOf(['to: ada', '- bob', '> words ', 'Body: hello', 'to: eve']);
  expect([...parts]).toEqual([
    { under: '/0', at: '/to', text: 'ada', key: false },
    { at: '/1', text: 'bob', key: false },
    { at: '', text: '> words', key: false, isText: true },
    { under: '/3', at: '/Body', text: 'hello', key: false, isText: true },
    { under: '/4', at: '/to', text: 'eve', key: false },
  ]);
  expect(parts.at(5)).toBeUndefined();
});

test('says whether there is running text, and whether there are items', () => {
  const signs = (...lines: string[]) => [partsOf(lines).isMixed, partsOf(lines).hasItems];
  expect(signs('to: ada')).toEqual([false, false]);
  expect(signs('- ada')).toEqual([false, true]);
  expect(signs('> words')).toEqual([true, false]);
  expect(signs('Body: hello')).toEqual([true, false]);
});

test('gives each of many parts, in whatever order they are asked for', () => {
  const line = fc.constantFrom('to: ada', 'from: bob', '- eve', '> words', 'Body: hello', 'b: "c: d"');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 300 }), (lines) => {
      const parts = partsOf(lines);
      expect(parts.at(lines.length)).toBeUndefined();
      const found = lines.map((_, i) => parts.at(lines.length - 1 - i)).reverse();
      expect([...parts]).toEqual(found);
      const said: Record<string, string> = { '- eve': 'eve', '> words': '> words', 'b: "c: d"': 'c: d' };
      expect(found.map((part) => part?.text)).toEqual(lines.map((one) => said[one] ?? one.split(': ')[1]));
    }),
  );
});
