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
  const shown = shortened(JSON.stringify(args), 1_500, ['to', 'amount', 'not there']);
  expect(shown).toMatch(/^\{"to":"eve@evil\.example", "amount":1000000, "k0":/);
  expect(shown).toContain('(72 more members)');
  const around = JSON.stringify({ arguments: args, answers: { a: long } });
  expect(shortened(around, 1_500, ['to'])).toContain('{"to":"eve@evil.example"');
});
