import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namedIn, setIn } from '../../../src/inspect/provenance/named.ts';
import { callOf } from '../given.ts';

const PLAIN = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

test('what a tool is given goes by its own name, and what stands in a list by that of the list', () => {
  const args = { on: true, who: ['ann', ['bo']], where: { room: 3, doors: [{ left: null }] }, none: [], no: {} };
  expect(namedIn(callOf(args))).toEqual([
    { name: 'on', value: true },
    { name: 'who', value: 'ann' },
    { name: 'who', value: 'bo' },
    { name: 'room', value: 3 },
    { name: 'left', value: null },
  ]);
});

test('each plain value is found once, in its order', () => {
  fc.assert(
    fc.property(fc.array(PLAIN, { maxLength: 90 }), fc.array(PLAIN, { maxLength: 90 }), (some, others) => {
      const found = namedIn(callOf({ some, inside: { others } }));
      expect(found.map(({ value }) => value)).toEqual([...some, ...others]);
      expect(found.map(({ name }) => name)).toEqual([...some.map(() => 'some'), ...others.map(() => 'others')]);
    }),
  );
});

test('no other request gives a tool anything, and of very many values only the first are looked at', () => {
  expect(namedIn(callOf({ on: true }, {}, 'x', 'resources/read'))).toEqual([]);
  const many = { list: Array.from({ length: 10_000 }, () => 1), on: true };
  expect(namedIn(callOf(many)).length).toBeLessThan(200);
  expect(namedIn(callOf(many)).every(({ name }) => name === 'list')).toBe(true);
});

test('what a document sets is told, unless it is only kept in a file, and of very much the first', () => {
  const text = 'kind: Group\nname: ours\n';
  const document = { text, role: 'content' } as const;
  const set = [
    { name: 'kind', value: 'Group' },
    { name: 'name', value: 'ours' },
  ];
  expect(setIn([{ text: 'shop', role: 'target' }, document])).toEqual(set);
  expect(setIn([{ text: 'a.yaml', role: 'path' }, document])).toEqual([]);
  expect(setIn([{ text: 'Dear Ada,\nkind: regards\n', role: 'content' }])).toEqual([]);
  expect(setIn([{ text: text.repeat(400), role: undefined }, document]).length).toBe(200);
});
