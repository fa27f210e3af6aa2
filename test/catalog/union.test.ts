import { describe, expect, it } from 'vitest';
import { type Definition, readDefinitions } from '../../src/catalog/definition.ts';
import { unionName } from '../../src/catalog/names.ts';
import { addressUnion, nameUnion } from '../../src/catalog/union.ts';
import { resource, tool } from './listing.ts';

const tools = (upstream: string, ...names: string[]): Definition[] =>
  readDefinitions(
    'tools',
    upstream,
    names.map((name) => tool(name)),
    undefined,
  ).kept;
const resources = (upstream: string, ...uris: string[]): Definition[] =>
  readDefinitions('resources', upstream, uris.map(resource), undefined).kept;

describe('names of the union', () => {
  it('are prefixed, and put into the text in place', () => {
    const { shown, collisions } = nameUnion('tools', [...tools('a', 'get'), ...tools('b', 'get')], 'prefixed', [
      'a',
      'b',
    ]);
    expect(shown.map(({ name }) => name)).toEqual(['a__get', 'b__get']);
    expect(shown[0]?.text).toBe(tool('a__get', { description: 'About get' }));
    expect(collisions).toEqual([]);
  });

  it('are their own where plain, and a later server gives way', () => {
    const { shown, collisions } = nameUnion('tools', [...tools('a', 'get', 'x.y'), ...tools('b', 'get')], 'plain', [
      'a',
      'b',
    ]);
    expect(shown.map(({ name }) => name)).toEqual(['get', 'x.y', 'b__get']);
    expect(collisions).toEqual([{ kind: 'tools', name: 'get', how: 'same', keeper: 'a', other: 'b', shown: 'b__get' }]);
  });

  it('are never taken twice, even where the name given way to is taken', () => {
    const { shown } = nameUnion('tools', [...tools('a', 'get'), ...tools('b', 'b__get', 'get')], 'plain', ['a', 'b']);
    expect(shown.map(({ name }) => name)).toEqual(['get', 'b__get', expect.stringMatching(/^b__get_h/)]);
  });

  it.each([
    ['sallyport__resume', 'sallyport'],
    ['sallyport__approve', 'sallyport'],
    ['Sallyport__approve', 'sallyport'],
    ['b__get', 'b'],
    ['B__get', 'b'],
    ['long-name-of-a-s__x_h0123456789', 'long-name-of-a-server'],
  ])('never read as those of others, though plain: %s', (name, keeper) => {
    const servers = ['a', 'b', 'long-name-of-a-server'];
    for (const kind of ['tools', 'prompts'] as const) {
      const { shown, collisions } = nameUnion(kind, tools('a', name, 'a__get', 'c__get'), 'plain', servers);
      const put = unionName('a', name);
      expect(shown.map((one) => one.name)).toEqual([put, 'a__get', 'c__get']);
      expect(collisions).toEqual([{ kind, name, how: 'alike', keeper, other: 'a', shown: put }]);
    }
  });

  it('are made safe where a plain one is not', () => {
    expect(nameUnion('tools', tools('a', 'no spaces'), 'plain', ['a', 'b']).shown[0]?.name).toMatch(/^a__no-spaces_h/);
  });
});

describe('addresses of the union', () => {
  it('are no collision where each is shown under its server', () => {
    const { shown, collisions } = addressUnion(
      'resources',
      [...resources('a', 'x:1'), ...resources('b', 'x:1')],
      (up, uri) => `${up}+${uri}`,
    );
    expect(shown.map(({ name }) => name)).toEqual(['a+x:1', 'b+x:1']);
    expect(collisions).toEqual([]);
  });

  it('are told of where a later one is shown otherwise, or not at all', () => {
    const both = [...resources('a', 'x:1'), ...resources('b', 'x:1')];
    expect(addressUnion('resources', both, (up, uri) => (up === 'a' ? uri : `${up}+${uri}`)).collisions).toEqual([
      { kind: 'resources', name: 'x:1', how: 'same', keeper: 'a', other: 'b', shown: 'b+x:1' },
    ]);
    const same = addressUnion('resources', both, (_, uri) => uri);
    expect(same.shown).toHaveLength(1);
    expect(same.collisions).toMatchObject([{ keeper: 'a', other: 'b', shown: undefined }]);
  });
});
