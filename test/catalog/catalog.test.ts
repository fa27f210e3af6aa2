import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../src/catalog/catalog.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { ListKind } from '../../src/model/gate.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Listing } from '../../src/model/upstreams.ts';
import { listing, resource, template, tool } from './listing.ts';

const all = (): boolean => true;
const config = (names: 'prefixed' | 'plain', ...servers: string[]) =>
  configSchema.parse({ names, servers: Object.fromEntries(servers.map((name) => [name, { command: 'x' }])) });
const catalogOf = (names: 'prefixed' | 'plain', ...servers: string[]): Catalog =>
  new Catalog(config(names, ...servers));
const shown = (catalog: Catalog, kind: ListKind): string[] =>
  (JSON.parse(catalog.texts(kind, all)) as Record<string, string>[]).map(
    (each) => each.uri ?? each.uriTemplate ?? each.name ?? '',
  );

const files = listing('files', {
  tools: [tool('read'), tool('write')],
  resources: [resource('file:///a')],
  resourceTemplates: [template('file:///{+path}')],
  prompts: ['{"name":"review","arguments":[{"name":"email"}]}'],
});
const crm = listing('crm', { tools: [tool('read')], resources: [resource('crm://1')] });

describe('catalog', () => {
  it('lists the union in the order of the configuration, whatever the order of arrival', () => {
    const listings: Listing[] = [files, crm, listing('web', { tools: [tool('fetch')] })];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(listings, { minLength: 3 }),
        fc.constantFrom<'prefixed' | 'plain'>('prefixed', 'plain'),
        (order, names) => {
          const catalog = catalogOf(names, 'crm', 'files', 'web');
          for (const each of order) catalog.update(each.upstream, each);
          expect(shown(catalog, 'tools').slice(2)).toEqual(
            names === 'prefixed'
              ? ['crm__read', 'files__read', 'files__write', 'web__fetch']
              : ['read', 'files__read', 'write', 'fetch'],
          );
        },
      ),
    );
  });

  it('shows what was accepted until the server says what it offers, and tells of what is otherwise then', () => {
    const catalog = catalogOf('prefixed', 'crm', 'files');
    catalog.update('files', files);
    const promised = listing('crm', {
      capabilities: {},
      tools: [tool('read'), tool('write')],
      instructions: 'Use it.',
    });
    expect(catalog.promise('crm', promised)).toEqual({ tools: true, resources: false, prompts: false });
    expect(catalog.isPromised('crm')).toBe(true);
    expect(shown(catalog, 'tools')).toContain('crm__write');
    expect(catalog.instructions()).toContain('> Use it.');
    // What it can do besides is not known yet, and the client hears of it only once.
    expect(catalog.capabilities()).toHaveProperty('resources.subscribe', true);
    expect(catalog.reconfigure(config('prefixed', 'crm', 'files').servers, undefined).tools).toBe(false);
    expect(catalog.isPromised('crm')).toBe(true);
    const same = { tools: [tool('write'), tool('read').replace('{', '{ ')], resources: [resource('crm://1')] };
    expect(catalog.update('crm', listing('crm', same))).toEqual({ tools: false, resources: true, prompts: false });
    expect(catalog.isPromised('crm')).toBe(false);
    expect(catalog.promise('crm', promised)).toEqual({ tools: false, resources: false, prompts: false });
    expect(catalog.offers('resources').map(({ definition }) => definition.name)).toContain('crm://1');
  });

  it('knows what a thing that was called a while ago is by now', () => {
    const catalog = catalogOf('prefixed', 'crm', 'files');
    for (const each of [crm, files]) catalog.update(each.upstream, each);
    const [uri = ''] = shown(catalog, 'resources').filter((each) => each.includes('file'));
    const requests: [string, JsonObject][] = [
      ['tools/call', { name: 'files__read' }],
      ['prompts/get', { name: 'files__review' }],
      ['resources/read', { uri }],
      ['completion/complete', { ref: { type: 'ref/prompt', name: 'files__review' } }],
    ];
    const session = { key: 's', source: 'process' } as const;
    const calls = requests.map(([method, params]) => {
      const found = catalog.find(method, params);
      if (found === undefined) throw new Error(`${method} finds nothing`);
      const inward = JSON.parse(catalog.inward(found, method, JSON.stringify(params)));
      return { method, params: inward, target: found.target, session };
    });
    const now = () => calls.map((call) => catalog.factsNow(call));
    const before = now();
    expect(before).toEqual(requests.map((request) => catalog.find(...request)?.facts));
    const { files: server, ...others } = config('prefixed', 'crm', 'files').servers;
    catalog.reconfigure({ ...others, ...(server && { files: { ...server, labels: ['pii'] } }) }, undefined);
    expect(now()).toEqual(requests.map((request) => catalog.find(...request)?.facts));
    expect(now().filter((facts, i) => facts?.labels.join() === before[i]?.labels.join())).toEqual([]);
    catalog.update('files', listing('files'));
    expect(now()[0]).toBeUndefined();
  });

  it('tells of what was accepted and is otherwise, or gone', () => {
    const promised = listing('crm', { tools: [tool('read'), tool('write')] });
    for (const tools of [[tool('read')], [tool('read'), tool('write', { description: 'Else.' })], undefined]) {
      const catalog = catalogOf('prefixed', 'crm');
      catalog.promise('crm', promised);
      expect(catalog.update('crm', tools && listing('crm', { tools })).tools).toBe(true);
      expect(catalog.isPromised('crm')).toBe(false);
    }
  });

  it('shows the same names and addresses when another server comes and goes', () => {
    const catalog = catalogOf('prefixed', 'crm', 'files');
    catalog.update('files', files);
    const kinds: ListKind[] = ['tools', 'resources', 'resourceTemplates', 'prompts'];
    const alone = kinds.map((kind) => catalog.texts(kind, all));
    catalog.update(
      'crm',
      listing('crm', { tools: files.tools, resources: files.resources, resourceTemplates: files.resourceTemplates }),
    );
    kinds.forEach((kind, i) => {
      const before = JSON.parse(alone[i] ?? '[]') as unknown[];
      expect(JSON.parse(catalog.texts(kind, all))).toEqual(expect.arrayContaining(before));
    });
    catalog.update('crm', undefined);
    expect(kinds.map((kind) => catalog.texts(kind, all))).toEqual(alone);
  });

  it('finds what it shows, and sends it inward under its own name', () => {
    const catalog = catalogOf('prefixed', 'crm', 'files');
    catalog.update('files', files);
    const cases: [string, JsonObject, string, string][] = [
      [
        'tools/call',
        { name: 'files__read', arguments: { name: 'files__read' } },
        'read',
        '{"name":"read","arguments":{"name":"files__read"}}',
      ],
      ['prompts/get', { name: 'files__review' }, 'review', '{"name":"review"}'],
      ['resources/read', { uri: 'sallyport+files+file:///a' }, 'file:///a', '{"uri":"file:///a"}'],
      ['resources/subscribe', { uri: 'sallyport+files+file:///new' }, 'file:///new', '{"uri":"file:///new"}'],
      ['resources/unsubscribe', { uri: 'file:///x/y' }, 'file:///x/y', '{"uri":"file:///x/y"}'],
      [
        'completion/complete',
        { ref: { type: 'ref/prompt', name: 'files__review' }, argument: { name: 'email', value: '' } },
        'review',
        '{"ref":{"type":"ref/prompt","name":"review"},"argument":{"name":"email","value":""}}',
      ],
      [
        'completion/complete',
        { ref: { type: 'ref/resource', uri: 'sallyport+files+file:///{+path}' } },
        'file:///{+path}',
        '{"ref":{"type":"ref/resource","uri":"file:///{+path}"}}',
      ],
    ];
    for (const [method, params, name, text] of cases) {
      const found = catalog.find(method, params);
      expect(found?.target, method).toEqual({ upstream: 'files', name });
      expect(found && catalog.inward(found, method, JSON.stringify(params))).toBe(text);
    }
  });

  it('finds the same answer for each call of a tool, without building one', () => {
    const catalog = catalogOf('prefixed', 'files');
    catalog.update('files', files);
    expect(catalog.find('tools/call', { name: 'files__read' })).toBe(
      catalog.find('tools/call', { name: 'files__read' }),
    );
  });

  it('finds nothing for what it does not show', () => {
    const catalog = catalogOf('prefixed', 'files', 'crm');
    catalog.update('files', files);
    const nothing: [string, JsonObject][] = [
      ['tools/call', { name: 'read' }],
      ['tools/call', { name: 'crm__read' }],
      ['tools/call', { name: 'constructor' }],
      ['tools/call', { name: 7 }],
      ['tools/call', {}],
      ['prompts/get', { name: 'files__read' }],
      ['resources/read', { uri: 'crm://1' }],
      ['resources/read', { uri: null }],
      ['completion/complete', { ref: null }],
      ['tasks/get', { name: 'files__read' }],
    ];
    for (const [method, params] of nothing)
      expect(catalog.find(method, params), JSON.stringify(params)).toBeUndefined();
  });

  it('puts addresses of results outward and finds them again', () => {
    const catalog = catalogOf('prefixed', 'files', 'crm');
    const text = catalog.outward('crm', 'tools/call', '{"content":[{"type":"resource_link","uri":"odd://7"}]}');
    expect(text).toBe('{"content":[{"type":"resource_link","uri":"sallyport+crm+odd://7"}]}');
    for (const uri of ['sallyport+crm+odd://7', 'odd://7']) {
      expect(catalog.find('resources/read', { uri })?.target).toEqual({ upstream: 'crm', name: 'odd://7' });
    }
    expect(catalog.find('resources/read', { uri: 'odd://7' })?.facts).toMatchObject({
      powers: ['read'],
      labels: ['untrusted'],
    });
    expect(catalog.showUri('crm', 'odd://8')).toBe('sallyport+crm+odd://8');
  });

  it('has tools of its own', () => {
    const catalog = catalogOf('plain');
    expect(shown(catalog, 'tools')).toEqual(['sallyport__resume', 'sallyport__status']);
    expect(catalog.find('tools/call', { name: 'sallyport__resume' })?.target).toEqual({
      upstream: 'sallyport',
      name: 'resume',
    });
  });

  it('tells which lists changed', () => {
    const catalog = catalogOf('prefixed', 'files');
    expect(catalog.update('files', files)).toEqual({ tools: true, resources: true, prompts: true });
    expect(catalog.update('files', { ...files, at: 9 })).toEqual({ tools: false, resources: false, prompts: false });
    expect(catalog.update('files', { ...files, tools: [...files.tools].reverse() })).toMatchObject({
      tools: true,
      resources: false,
    });
    expect(catalog.update('files', undefined)).toMatchObject({ tools: true });
    expect(catalog.update('stranger', files)).toEqual({ tools: false, resources: false, prompts: false });
    expect(shown(catalog, 'tools')).toHaveLength(2);
  });

  it('reports what collides and what was dropped, and shows the rest', () => {
    const catalog = catalogOf('plain', 'crm', 'files');
    catalog.update('files', {
      ...files,
      tools: [...files.tools, '{"name":"bad"}', '{"name":"untyped","inputSchema":{}}'],
    });
    catalog.update('crm', crm);
    expect(catalog.collisions()).toEqual([
      { kind: 'tools', name: 'read', how: 'same', keeper: 'crm', other: 'files', shown: 'files__read' },
    ]);
    expect(catalog.dropped()).toMatchObject([{ upstream: 'files', kind: 'tools', name: 'bad' }]);
    expect(catalog.mended()).toMatchObject([{ upstream: 'files', kind: 'tools', name: 'untyped' }]);
    expect(catalog.offers('tools').map(({ name }) => name)).toEqual(['read', 'files__read', 'write', 'untyped']);
    expect(catalog.facts('files', 'read')).toBe(catalog.find('tools/call', { name: 'files__read' })?.facts);
    expect(catalog.facts('files', 'none')).toBeUndefined();
  });

  it('knows capabilities and instructions before and after servers have spoken', () => {
    const catalog = catalogOf('prefixed', 'files');
    expect(catalog.capabilities()).toHaveProperty('prompts');
    catalog.update('files', { ...files, instructions: 'Be kind.' });
    expect(catalog.capabilities()).toEqual({ tools: { listChanged: true } });
    expect(catalog.instructions()).toContain('## files\n> Be kind.');
  });

  it('under another configuration keeps the listings of what stays, with what is now known of it', () => {
    const catalog = catalogOf('prefixed', 'crm', 'files');
    catalog.update('crm', crm);
    catalog.update('files', files);
    const servers = (written: object) => configSchema.parse({ servers: written }).servers;
    const same = { crm: { command: 'x' }, files: { command: 'x' } };
    expect(catalog.reconfigure(servers(same), undefined)).toEqual({ tools: false, resources: false, prompts: false });
    const told = { files: { command: 'x', labels: ['pii'] }, web: { command: 'x' } };
    expect(catalog.reconfigure(servers(told), undefined)).toEqual({ tools: true, resources: true, prompts: false });
    expect(shown(catalog, 'tools').slice(2)).toEqual(['files__read', 'files__write']);
    expect(catalog.facts('files', 'read')?.labels).toEqual(['pii']);
    expect([catalog.labels('files'), catalog.labels('web')]).toEqual([['pii'], ['untrusted']]);
    expect(catalog.find('tools/call', { name: 'crm__read' })).toBeUndefined();
    expect(catalog.update('crm', crm).tools).toBe(false);
    expect(catalog.update('web', listing('web', { tools: [tool('fetch')] })).tools).toBe(true);
    const off = { ...told, files: { command: 'x', disabled: true } };
    expect(catalog.reconfigure(servers(off), undefined).prompts).toBe(true);
  });

  it('marks resources by their address, listed or not', () => {
    const tools = { 'file:///private/*': { labels: ['secret'] }, 'file:///a': { labels: [] } };
    const catalog = new Catalog(configSchema.parse({ servers: { files: { command: 'x', tools } } }));
    catalog.update('files', files);
    const marks = (uri: string) => catalog.find('resources/read', { uri })?.facts.labels;
    expect(marks('file:///a')).toEqual([]);
    expect(marks('file:///private/key')).toEqual(['secret']);
    expect(marks('file:///other')).toEqual(['untrusted']);
    // One object for one address: what is worked out for a target is kept by it.
    const facts = () => catalog.find('resources/read', { uri: 'file:///private/key' })?.facts;
    expect(facts()).toBe(facts());
  });
});
