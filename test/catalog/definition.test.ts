import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_DEFINITION, readDefinitions } from '../../src/catalog/definition.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { ListKind } from '../../src/model/gate.ts';
import { MOST_DEFINITIONS } from '../../src/model/tool.ts';
import { resource, tool } from './listing.ts';

const reasons = (kind: ListKind, ...texts: string[]): string[] =>
  readDefinitions(kind, 's', texts, undefined).dropped.map(({ reason }) => reason);

describe('definitions', () => {
  it('are kept as they were sent, with their hash', () => {
    const text =
      '{ "description":"x", "n\\u0061me" : "a" , "big":12345678901234567890,"inputSchema":{"type":"object"}}';
    const [kept] = readDefinitions('tools', 's', [text], undefined).kept;
    expect(kept).toMatchObject({ kind: 'tools', upstream: 's', name: 'a', text });
    expect(text.slice(kept?.span.start, kept?.span.end)).toBe('"a"');
    const same = '{"name":"a","big":12345678901234567890,"inputSchema":{"type":"object"},"description":"x"}';
    const other = same.replace('890,', '891,');
    const hashes = [text, same, other].map(
      (each) => readDefinitions('tools', 's', [each], undefined).kept[0]?.facts.definition,
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it.each<[ListKind, string, RegExp]>([
    ['tools', '{', /not JSON/],
    ['tools', '[]', /not an object/],
    ['tools', '{"inputSchema":{"type":"object"}}', /no "name"/],
    ['tools', tool(''), /no "name"/],
    ['tools', '{"name":"a"}', /no "inputSchema"/],
    ['tools', tool('a', { inputSchema: { type: 'array' } }), /"type": "object"/],
    ['tools', tool('a', { inputSchema: { type: null } }), /"type": "object"/],
    ['tools', tool('a', { outputSchema: [] }), /"outputSchema"/],
    ['tools', tool('a', { description: 7 }), /"description"/],
    ['tools', tool('a', { annotations: 'x' }), /"annotations"/],
    ['tools', '{"name":"a","name":"b","inputSchema":{"type":"object"}}', /twice/],
    ['tools', tool('a', { description: 'x'.repeat(LONGEST_DEFINITION) }), /longer than/],
    ['prompts', '{"name":"a","arguments":{}}', /"arguments"/],
    ['resources', '{"name":"a"}', /no "uri"/],
    ['resources', '{"uri":"a:b"}', /no "name"/],
    ['resourceTemplates', '{"name":"a"}', /no "uriTemplate"/],
  ])('of %s are dropped with a reason: %s', (kind, text, reason) => {
    expect(readDefinitions(kind, 's', [text], undefined).kept).toEqual([]);
    expect(reasons(kind, text)).toEqual([expect.stringMatching(reason)]);
  });

  it.each([
    ['{"name":"a","inputSchema":{}}', '{"name":"a","inputSchema":{"type":"object"}}'],
    ['{ "inputSchema" : { } , "name":"a"}', '{ "inputSchema" : {"type":"object" } , "name":"a"}'],
    [
      '{"name":"a","inputSchema":{"$schema":"x","properties":{"big":{"const":12345678901234567890}}},"z":1}',
      '{"name":"a","inputSchema":{"type":"object","$schema":"x","properties":{"big":{"const":12345678901234567890}}},"z":1}',
    ],
  ])('get the type that their schema must have and lacks, and nothing else: %s', (sent, shown) => {
    const { kept, dropped, mended } = readDefinitions('tools', 's', [sent, tool('b')], undefined);
    expect(kept.map(({ text }) => text)).toEqual([shown, tool('b')]);
    expect(shown.slice(kept[0]?.span.start, kept[0]?.span.end)).toBe('"a"');
    expect([dropped, mended]).toMatchObject([[], [{ name: 'a', reason: expect.stringMatching(/"type"/) }]]);
    const hashes = [sent, shown].map(
      (text) => readDefinitions('tools', 's', [text], undefined).kept[0]?.facts.definition,
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('leave the rest of the list where one is bad', () => {
    const { kept, dropped } = readDefinitions('tools', 's', [tool('a'), 'nonsense', tool('a'), tool('b')], undefined);
    expect(kept.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(dropped).toMatchObject([{ name: '' }, { name: 'a', reason: expect.stringMatching(/twice/) }]);
  });

  it('are cut where a server lists too many', () => {
    const texts = Array.from({ length: MOST_DEFINITIONS + 2 }, (_, i) => resource(`a:${i}`));
    const { kept, dropped } = readDefinitions('resources', 's', texts, undefined);
    expect([kept.length, dropped.length]).toEqual([MOST_DEFINITIONS, 1]);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.json())),
        fc.constantFrom<ListKind>('tools', 'resources', 'prompts'),
        (texts, kind) => {
          const { kept, dropped } = readDefinitions(kind, 's', texts, undefined);
          expect(kept.length + dropped.length).toBe(texts.length);
        },
      ),
    );
  });

  it('with a broken mirrored header are dropped for HTTP servers only', () => {
    const text = tool('a', {
      inputSchema: { type: 'object', properties: { n: { type: 'number', 'x-mcp-header': 'N' } } },
    });
    const { http, stdio } = configSchema.parse({
      servers: { http: { url: 'http://localhost/' }, stdio: { command: 'x' } },
    }).servers;
    expect(readDefinitions('tools', 'http', [text], http).kept).toHaveLength(0);
    expect(readDefinitions('tools', 'stdio', [text], stdio).kept).toHaveLength(1);
  });

  it('of prompts have roles for their arguments, of resources for the address', () => {
    const prompt = JSON.stringify({
      name: 'p',
      arguments: [{ name: 'email' }, { name: 'a/b', description: 'Path to x' }, 7],
    });
    const [kept] = readDefinitions('prompts', 's', [prompt], undefined).kept;
    expect(kept?.facts).toMatchObject({ powers: ['read'], roles: { '/email': 'destination', '/a~1b': 'path' } });
    expect(readDefinitions('resources', 's', [resource('a:b')], undefined).kept[0]?.facts.roles).toEqual({
      '/uri': 'path',
    });
  });
});

describe('what a tool says about tasks, which are not relayed,', () => {
  const read = (execution: unknown) => {
    const text = `{"name":"a","execution":${JSON.stringify(execution)},"inputSchema":{"type":"object"}}`;
    return { text, ...readDefinitions('tools', 's', [text], undefined) };
  };

  it.each([[undefined], [{}], [{ taskSupport: 'forbidden', other: 1 }], ['odd']])(
    'stays where it promises none: %j',
    (execution) => {
      const { text, kept, mended } = read(execution ?? null);
      expect([kept[0]?.text, mended]).toEqual([text, []]);
    },
  );

  it.each([['optional'], ['sometimes'], [7]])('is taken out where it promises one: %j', (taskSupport) => {
    const { text, kept, mended } = read({ taskSupport, other: 1 });
    expect(kept[0]?.text).toBe('{"name":"a","execution":{"other":1},"inputSchema":{"type":"object"}}');
    expect(kept[0]?.sent).toBe(text);
    expect(mended).toMatchObject([{ name: 'a', reason: expect.stringContaining('tasks are not relayed') }]);
  });

  it('leaves a tool out that can be called in no other way', () => {
    const { kept, dropped } = read({ taskSupport: 'required' });
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([{ name: 'a', reason: expect.stringContaining('as a task alone') }]);
  });

  it('is told of beside what else was mended', () => {
    const text = '{"name":"a","execution":{"taskSupport":"optional"},"inputSchema":{}}';
    const { kept, mended } = readDefinitions('tools', 's', [text], undefined);
    expect(kept[0]?.text).toBe('{"name":"a","execution":{},"inputSchema":{"type":"object"}}');
    expect(mended).toHaveLength(2);
  });
});
