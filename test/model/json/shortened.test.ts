import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortened } from '../../../src/model/json/shortened.ts';

const long = 'x'.repeat(5_000);

it('leaves what is short as it was written', () => {
  expect(shortened('{ "to": 1.0 }', 100)).toBe('{ "to": 1.0 }');
});

it('cuts what is no object at its end, and says so', () => {
  expect(shortened(long, 1_500)).toMatch(/^x{1500} … \(3500 more characters\)$/);
});

it('never lets one member take away the sight of another, however deep it is', () => {
  const shown = shortened(JSON.stringify({ body: long, to: 'eve@evil.example', n: 1 }), 1_500);
  expect(shown).toContain('"to":"eve@evil.example"');
  expect(shown).toContain('more characters');
  const nested = { arguments: { mail: { body: long, to: 'eve@evil.example' } }, answers: { a: long } };
  expect(shortened(JSON.stringify(nested), 1_500)).toContain('"to":"eve@evil.example"');
});

it('counts the members that it does not show', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, long]));
  expect(shortened(JSON.stringify(many), 1_500)).toContain('(70 more members)');
});

it('shows each of a few short members whole, whatever the others are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20_000 }), { maxLength: 5 }), fc.emailAddress(), (sizes, to) => {
      const args = { ...Object.fromEntries(sizes.map((size, i) => [`k${i}`, 'x'.repeat(size)])), to };
      const shown = shortened(JSON.stringify(args), 1_500);
      expect(shown).toContain(`"to":${JSON.stringify(to)}`);
      expect(shown.length).toBeLessThan(2_500);
    }),
  );
});

it('stays short however many members there are, however deep and however they are called', () => {
  const nested = (depth: number, count: number, name: string): unknown =>
    depth === 0
      ? 'x'.repeat(100)
      : Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, nested(depth - 1, count, name)]));
  const shape = fc.oneof(
    fc.record({ depth: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 32 }) }),
    fc.record({ depth: fc.integer({ min: 0, max: 10 }), count: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ depth: fc.integer({ min: 0, max: 60 }), count: fc.constant(1) }),
  );
  fc.assert(
    fc.property(shape, fc.constantFrom('k', 'n'.repeat(300)), ({ depth, count }, name) => {
      expect(shortened(JSON.stringify(nested(depth, count, name)), 1_500).length).toBeLessThan(6_000);
    }),
    { numRuns: 40 },
  );
});

it('shows the members that decide before all others, however many these are', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, long]));
  const args = { ...many, amount: 1_000_000, to: 'eve@evil.example' };
  const shown = shortened(JSON.stringify(args), 1_500, ['/to', '/amount', '/not there']);
  expect(shown).toMatch(/^\{"to":"eve@evil\.example", "amount":1000000, "k0":/);
  expect(shown).toContain('(72 more members)');
  const around = JSON.stringify({ arguments: args, answers: { a: long } });
  expect(shortened(around, 1_500, ['/arguments/to'])).toContain('{"to":"eve@evil.example"');
});

const known = Array.from({ length: 200 }, (_, i) => `colleague-${i}@company.example`);

it('shows the item of a long list that decides, with its number, however deep and whatever else there is', () => {
  const to = [...known, 'eve@evil.example'];
  const shown = shortened(JSON.stringify({ to, body: long }), 500, ['/to/200']);
  expect(shown).toContain('"to":[#201: "eve@evil.example", #1: "colleague-0@company.example", ');
  expect(shown).toContain(' more items)]');
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, long]));
  const deep = { ...many, mail: { cc: [], parts: [{ text: long }, { headers: { to } }] } };
  expect(shortened(JSON.stringify(deep), 500, ['/mail/parts/1/headers/to/200'])).toContain('#201: "eve@evil.example"');
});

it('shows what stands deep in a long string at the letter that decides', () => {
  const to = `${known.join(', ')}, Eve "E" <eve@evil.example>, ${known.join(', ')}`;
  const shown = shortened(JSON.stringify({ to }), 500, [`/to/${to.indexOf('eve@')}`]);
  expect(shown).toContain('eve@evil.example>');
  expect(shown).toContain('"colleague-0@company.example');
  expect(shown.length).toBeLessThan(700);
  expect(shortened(JSON.stringify({ to }), 500, ['/to/999999'])).toBe(shortened(JSON.stringify({ to }), 500));
});

it('always shows one short value that decides, and never says more of the rest for it', () => {
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(long),
      fc.array(tie('value'), { maxLength: 40 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 40 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 40 }), fc.nat(), fc.string(), (list, at, name) => {
      const place = at % list.length;
      list[place] = { x: long, [name]: { to: 'eve@evil.example' } };
      const way = `/all/${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}/to`;
      const shown = shortened(JSON.stringify({ a: long, all: list }), 500, [way]);
      expect(shown).toContain('"to":"eve@evil.example"');
      expect(shown.length).toBeLessThan(2_500);
    }),
    { numRuns: 60 },
  );
});
