import { expect, it } from 'vitest';
import { argumentsOf, numbersOf, toOf } from '../../../src/inspect/provenance/arguments.ts';
import { leaves } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

const facts = { roles: { '/to': 'destination', '/id': 'target' } } as const;

it('are the texts of a call, and the names of members that say something', () => {
  const call = callOf({ to: 'ada', more: { 'eve@evil.example': 'x' } }, facts);
  expect(argumentsOf(call, leaves(call.params)).map(({ at, text, role }) => [at, text, role])).toEqual([
    ['/arguments/to', 'ada', 'destination'],
    ['/arguments/more/eve@evil.example', 'x', undefined],
    ['/arguments/more/eve@evil.example/', 'eve@evil.example', undefined],
  ]);
});

it('are whole numbers as well, which pick things out', () => {
  const call = callOf({ to: '7', id: 4711, share: 0.5, on: true }, facts);
  expect(numbersOf(call, leaves(call.params))).toMatchObject([{ at: '/arguments/id', text: '4711', role: 'target' }]);
  const none = callOf({ to: 'a' }, facts);
  expect(numbersOf(none, leaves(none.params))).toEqual([]);
});

it('keep all digits of a number that is longer than numbers are', () => {
  const args = '{"id":49291234567890123459,"list":[{"no":-49291234567890123459,"said":"\\"49291234567890123459"},8]}';
  const text = `{"name":"tool","arguments":${args}}`;
  const call = { ...callOf(JSON.parse(args), facts), text };
  expect(numbersOf(call, leaves(call.params)).map(({ at, text: said, role }) => [at, said, role])).toEqual([
    ['/arguments/id', '49291234567890123459', 'target'],
    ['/arguments/list/0/no', '-49291234567890123459', undefined],
    ['/arguments/list/1', '8', undefined],
  ]);
});

it('say where they are in a call, and which part of a text they are', () => {
  const argument = { at: '/arguments/to', text: 'x', role: 'destination' } as const;
  expect(toOf(argument, 0)).toEqual({ at: '/arguments/to', role: 'destination' });
  expect(toOf({ ...argument, role: undefined }, 3)).toEqual({ at: '/arguments/to', part: 3 });
});
