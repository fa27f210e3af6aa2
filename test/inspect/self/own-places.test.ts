import { expect, test } from 'vitest';
import { endsIn, OwnPlaces } from '../../../src/inspect/self/own-places.ts';
import { context } from '../surroundings.ts';

const places = new OwnPlaces(context);

test.each([
  ['~/.local/state/sallyport/trust.json', 'self.state'],
  ['/home/me/gate/mine.yaml', 'self.config'],
  ['gate/mine.yaml', 'self.config'],
  ['/elsewhere/servers.config.yaml', 'self.config'],
  ['/home/me/odd/client.toml', 'self.client-config'],
  ['odd/client.toml', 'self.client-config'],
  ['x/.cursor/mcp.json', 'self.client-config'],
  ['/usr/lib/node_modules/sallyport/dist/cli/main.js', 'self.program'],
  ['client.toml', undefined],
  ['/home/me/notes.md', undefined],
  ['', undefined],
])('%s is %s', (text, kind) => {
  expect(places.kindOf(text)).toBe(kind);
});

test('a folder around something of ours is known, and one beside it is not', () => {
  for (const text of ['/home/me/gate', '~/.local', '/home'])
    expect([text, places.isAround(text)]).toEqual([text, true]);
  for (const text of ['/home/me/gate/mine.yaml', '/srv', '/', ''])
    expect([text, places.isAround(text)]).toEqual([text, false]);
});

test('only a path alone can be the folder in which a command starts', () => {
  expect(['/home/me/.local', '/home/me/.local; ls', '/srv'].map((text) => places.isStart(text))).toEqual([
    true,
    false,
    false,
  ]);
});

test('every text that names something of ours may be about it', () => {
  for (const text of ['mine.yaml', 'client.toml', 'SALLYPORT', 'x/mcp.json', '%A%'])
    expect(places.mayBeIn(text)).toBe(true);
  expect(places.mayBeIn('a note about lunch')).toBe(false);
  expect([places.isStateNamed('cd Sallyport'), places.isStateNamed('cd state')]).toEqual([true, false]);
});

test('a path ends in another at a step alone', () => {
  expect([endsIn('/a/b.json', ['b.json']), endsIn('/ab.json', ['b.json']), endsIn('b.json', ['b.json'])]).toEqual([
    true,
    false,
    true,
  ]);
});
