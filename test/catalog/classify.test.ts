import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, classifyRead, explain } from '../../src/catalog/classify.ts';
import { configSchema, type ServerConfig } from '../../src/config/schema.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { roleAt } from '../../src/model/tool.ts';

const server = (config: object): ServerConfig =>
  configSchema.parse({ servers: { s: { command: 'x', ...config } } }).servers.s as ServerConfig;
const tool = (name: string, properties: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  name,
  inputSchema: { type: 'object', properties },
  ...rest,
});
const text = { type: 'string' };
const powers = (definition: JsonObject): string[] => explain(definition).powers.map(({ power }) => power);

describe('classification', () => {
  it.each<[JsonObject, string[], Record<string, string>]>([
    [tool('list_invoices', { cursor: text }), ['read'], { '/cursor': 'plumbing' }],
    [
      tool('send_email', { to: { type: 'array', items: text }, subject: text, body: text }),
      ['write', 'external'],
      { '/to': 'destination', '/to/*': 'destination', '/subject': 'content', '/body': 'content' },
    ],
    [tool('delete_file', { path: text }), ['write', 'destructive'], { '/path': 'path' }],
    [tool('run_command', { command: text }), ['execute'], { '/command': 'command' }],
    [tool('fetch', { url: text }), ['read', 'external'], { '/url': 'destination' }],
    [tool('query', { sql: text }), ['read', 'write'], { '/sql': 'query' }],
    [tool('download_report', { output_path: text }), ['read', 'write'], { '/output_path': 'path' }],
    [tool('update_event', { participants: text }), ['write', 'external'], { '/participants': 'destination' }],
    [tool('frobnicate', {}), ['write'], {}],
    [
      tool('place_order', {
        items: { type: 'array', items: { type: 'object', properties: { id: text, quantity: { type: 'integer' } } } },
      }),
      ['write'],
      { '/items': 'target', '/items/*': 'target', '/items/*/id': 'target', '/items/*/quantity': 'amount' },
    ],
  ])('of %j', (definition, expected, roles) => {
    const { powers: found, roles: places } = explain(definition);
    expect(found.map(({ power }) => power)).toEqual(expected);
    expect(Object.fromEntries(places.map(({ at, role }) => [at, role]))).toEqual(roles);
    for (const { reason } of [...found, ...places]) expect(reason).not.toBe('');
  });

  it('takes what is written into objects for content, and the same names of what is read for plumbing', () => {
    const roles = (name: string, fields: JsonObject): unknown =>
      classify({ name, inputSchema: { type: 'object', properties: { fields } } }, 'h', undefined).roles;
    const list = { type: 'array', items: { type: 'object' } };
    expect(roles('fill_form', list)).toEqual({ '/fields': 'content', '/fields/*': 'content' });
    expect(roles('update_row', { type: 'object' })).toEqual({ '/fields': 'content' });
    expect(roles('list_rows', list)).toEqual({ '/fields': 'plumbing', '/fields/*': 'plumbing' });
    expect(roles('update_row', { type: 'array', items: { type: 'string' } })).toEqual({
      '/fields': 'plumbing',
      '/fields/*': 'plumbing',
    });
  });

  it('believes annotations that admit a risk, and none that denies one', () => {
    const risky = { annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true } };
    expect(powers(tool('get_x', {}, risky))).toEqual(['read', 'write', 'destructive', 'external']);
    const harmless = { annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false } };
    expect(powers(tool('delete_x', { url: text }, harmless))).toEqual(powers(tool('delete_x', { url: text })));
  });

  it('never loses a power to annotations, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('get_x', 'send_x', 'delete_x', 'run_x', 'x'),
        fc.dictionary(fc.constantFrom('readOnlyHint', 'destructiveHint', 'openWorldHint', 'title'), fc.jsonValue()),
        (name, annotations) => {
          const without = powers(tool(name));
          expect(powers(tool(name, {}, { annotations: annotations as JsonObject }))).toEqual(
            expect.arrayContaining(without),
          );
        },
      ),
    );
  });

  it('reads any definition without a fault', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('name', 'description', 'inputSchema', 'annotations'), fc.jsonValue()),
        (definition) => {
          expect(explain(definition as JsonObject).powers.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('gives roles to keys that are called like members of objects', () => {
    const odd = tool('send_x', { constructor: text, to: text });
    const facts = classify(odd, 'hash', undefined);
    expect(roleAt(facts, '/to/0')).toBe('destination');
    expect(roleAt(facts, '/__proto__')).toBeUndefined();
  });

  it('yields to the configuration, the most special entry first', () => {
    const config = server({
      labels: ['pii'],
      tools: {
        '*': { powers: ['read'], labels: ['internal'] },
        'send_*': { powers: ['external'], roles: { '/note': 'destination', '/to': 'content' } },
        send_mail: { roles: { '/to': 'target' } },
      },
    });
    const facts = classify(tool('send_mail', { to: text, subject: text }), 'hash', config);
    expect(facts).toMatchObject({ powers: ['external'], labels: ['internal'], definition: 'hash' });
    expect({ ...facts.roles }).toEqual({ '/to': 'target', '/note': 'destination', '/subject': 'content' });
    expect(facts.inputSchema).toEqual({ type: 'object', properties: { to: text, subject: text } });
  });

  it('takes the marks of parts from the configuration alone, the most special entry first', () => {
    const tools = { '*': { fields: { '/a': ['pii'], '/b': ['x'] } }, get: { fields: { '/b': ['untrusted'] } } };
    const facts = classify(tool('get'), '', server({ tools }));
    expect(facts.fields).toEqual({ '/a': ['pii'], '/b': ['untrusted'] });
    expect(classify(tool('get'), '', server({}))).not.toHaveProperty('fields');
    expect(classifyRead('crm://a', {}, '', server({ tools })).fields).toEqual({ '/a': ['pii'], '/b': ['x'] });
  });

  it('marks what has no label as untrusted, and trusts on request', () => {
    expect(classify(tool('x'), '', server({})).labels).toEqual(['untrusted']);
    expect(classify(tool('x'), '', undefined).labels).toEqual(['untrusted']);
    expect(classify(tool('x'), '', server({ labels: [] })).labels).toEqual([]);
    expect(classifyRead('x', {}, 'h', server({ labels: ['pii'] }))).toEqual({
      powers: ['read'],
      roles: {},
      labels: ['pii'],
      definition: 'h',
    });
  });
});
