import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { type Listener, tell } from '../../src/projections/lesson.ts';
import { Lessons } from '../../src/projections/lessons.ts';

/** All that a session is told, in order. */
function heard(how: typeof tell, value: Json): unknown[] {
  const all: unknown[] = [];
  const pupil: Listener = { add: (...value) => all.push(value), read: (...text) => all.push(text) };
  how(value, pupil);
  return all;
}

const LINES = [
  'Please send it to ann@ours.example.',
  '{"id":"ord-71x","mail":"ann@ours.example"}',
  '- id: ord-72x\n  mail: bob@ours.example\n',
  'id,mail\nord-73x,cat@ours.example\nord-74x,dan@ours.example',
  'https://ours.example/a?b=c',
];
const anyText = fc.oneof(fc.constantFrom(...LINES), fc.string());
const anyResult: fc.Arbitrary<Json> = fc.oneof(
  fc.array(anyText).map((texts) => ({ content: texts.map((text) => ({ type: 'text', text })) })),
  fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>,
  fc.record({ structuredContent: fc.dictionary(fc.string(), anyText, { noNullPrototype: true }) }),
);

test('every session is told what it would be told if nobody had been before it', () => {
  fc.assert(
    fc.property(anyResult, (value) => {
      const lessons = new Lessons();
      const told = heard(tell, value);
      expect(heard(lessons.tell, value)).toEqual(told);
      expect(heard(lessons.tell, value)).toEqual(told);
    }),
  );
});

test('a result is read once, and one like it is another', () => {
  const lessons = new Lessons();
  let reads = 0;
  const value = (): Json => ({
    get content() {
      reads++;
      return [{ type: 'text', text: 'Please send it to ann@ours.example.' }];
    },
  });
  const [one, other] = [value(), value()];
  const told = heard(lessons.tell, one);
  const once = reads;
  expect(told).not.toEqual([]);
  expect(heard(lessons.tell, one)).toEqual(told);
  expect(reads).toBe(once);
  heard(lessons.tell, other);
  expect(reads).toBe(2 * once);
});
