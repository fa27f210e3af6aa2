import { expect, test } from 'vitest';
import { argumentAt, nameAt, namesOf, roleOf, valuesOf } from '../../../src/inspect/reading/place.ts';
import { leaves } from '../../../src/model/json.ts';
import { callOf } from '../given.ts';

test('turns places in the params into places in the arguments', () => {
  const call = callOf({ to: 'x' }, { roles: { '/to': 'destination' } });
  expect(argumentAt(call, '/arguments/to/0')).toBe('/to/0');
  expect(argumentAt(call, '/name')).toBeUndefined();
  expect(argumentAt(call, '/argumentsX')).toBeUndefined();
  expect(argumentAt(callOf({ uri: 'x' }, {}, '', 'resources/read'), '/uri')).toBe('/uri');
  expect(roleOf(call, '/arguments/to/0')).toBe('destination');
  expect(roleOf(call, '/name')).toBeUndefined();
});

test('tells of each text that is no name what it decides, for one call as for another', () => {
  const mail = callOf({ to: 'x', body: 'x' }, { roles: { '/to': 'destination' } });
  const texts = leaves(mail.params);
  const told = valuesOf(mail, texts);
  expect(told.map(({ at, role, isArgument }) => [at, role, isArgument])).toEqual(
    texts.filter(({ key }) => !key).map(({ at }) => [at, roleOf(mail, at), argumentAt(mail, at) !== undefined]),
  );
  expect(valuesOf(mail, texts)).toBe(told);
  // Whoever is handed the same texts for another call is told of that call.
  const search = callOf({ to: 'x', body: 'x' }, { roles: { '/to': 'query' } });
  expect(valuesOf(search, texts).find(({ at }) => at === '/arguments/to')?.role).toBe('query');
});

test('names a place by its member, through lists', () => {
  expect(nameAt('/arguments/args/0/1')).toBe('args');
  expect(nameAt('/arguments/path')).toBe('path');
  expect(nameAt('')).toBe('');
});

test('tells once what a text is known by, and which names of members say more than a name', () => {
  const call = callOf({ to: 'Eve@Ours.example', files: { '/home/me/x': 'y' } }, { roles: { '/to': 'destination' } });
  const texts = leaves(call.params);
  const to = valuesOf(call, texts).find(({ at }) => at === '/arguments/to');
  expect(to?.key).toBe('exact:eve@ours.example');
  expect(to?.entities.map(({ key }) => key)).toEqual(['email:eve@ours.example', 'domain:ours.example']);
  expect(to?.entities).toBe(to?.entities);
  expect(namesOf(call, texts).map(({ text, role, isArgument }) => [text, role, isArgument])).toEqual([
    ['/home/me/x', undefined, true],
  ]);
});
