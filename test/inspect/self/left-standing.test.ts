import { expect, test } from 'vitest';
import { standingPlaces } from '../../../src/inspect/self/left-standing.ts';
import { type Memory, NO_MEMORY } from '../../../src/model/view.ts';

const named = (...keys: readonly string[]): Memory => ({
  ...NO_MEMORY,
  given: (key) => (keys.includes(key) ? 1 : undefined),
});
const places = (states: readonly string[], home: string, ...keys: readonly string[]) =>
  standingPlaces(states, home)(named(...keys));
const state = ['/home/me/.local/state/sallyport'];

test('folders between the home and the state directory that were named, in either spelling, are places to stand', () => {
  expect(places(state, '/home/me', 'path:~/.local/state')).toEqual(['/home/me/.local/state']);
  expect(places(state, '/home/me/', 'path:/home/me/.local/state', 'path:~/.local')).toEqual(
    expect.arrayContaining(['/home/me/.local/state']),
  );
});

test('neither a home, what is above it, the state directory itself, nor what was not named is one', () => {
  expect(places(state, '/home/me', 'path:/home', 'path:/home/me', 'path:~', `path:${state[0]}`)).toEqual([]);
  expect(places(state, '/home/me')).toEqual([]);
});

test('a state directory elsewhere has such folders, the first of all not among them', () => {
  const away = ['/var/lib/gate/sallyport'];
  expect(places(away, '/root', 'path:/var/lib/gate', 'path:/var')).toEqual(['/var/lib/gate']);
});
