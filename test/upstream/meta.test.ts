import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHopKey } from '../../src/model/protocol/meta-keys.ts';
import { declarations, editMeta, modernMembers, type Offer } from '../../src/upstream/meta.ts';

const object = fc.dictionary(
  fc.string().filter((key) => key !== '_meta' && key !== '__proto__'),
  fc.jsonValue(),
);

describe('editMeta', () => {
  test('law: everything but _meta keeps every byte', () => {
    fc.assert(
      fc.property(object, fc.option(object), (params, meta) => {
        const body = JSON.stringify(params).slice(1, -1);
        const metaText = meta === null ? '' : `"_meta":${JSON.stringify(meta)}`;
        const text = `{${[body, metaText].filter((part) => part !== '').join(',')}}`;
        const edited = editMeta(text, '"progressToken":7');
        expect(edited).toContain(body);
        const { _meta, ...rest } = JSON.parse(edited);
        expect(rest).toEqual(JSON.parse(JSON.stringify(params)));
        expect(_meta.progressToken).toBe(7);
      }),
    );
  });

  test('law: unknown keys of _meta survive to the letter, keys of the hop never do', () => {
    fc.assert(
      fc.property(object, (meta) => {
        const own = {
          'io.modelcontextprotocol/clientInfo': {},
          progressToken: 'theirs',
          'io.sallyport/x': 1,
          threadId: 't',
        };
        const edited = JSON.parse(editMeta(JSON.stringify({ _meta: { ...meta, ...own } }), ''));
        const kept = Object.fromEntries(Object.entries(meta).filter(([key]) => !isHopKey(key)));
        if (Object.keys(kept).length === 0) expect(edited).toEqual({});
        else expect(edited._meta).toEqual(JSON.parse(JSON.stringify(kept)));
      }),
    );
  });

  test('numbers beyond 2^53 keep their digits, in arguments and in _meta', () => {
    const text = '{"arguments":{"id":9007199254740993,"x":1.0},"_meta":{"trace":9007199254740993,"sessionId":1}}';
    expect(editMeta(text, '"progressToken":1')).toBe(
      '{"arguments":{"id":9007199254740993,"x":1.0},"_meta":{"progressToken":1,"trace":9007199254740993}}',
    );
  });

  test('a name of _meta written with escapes is found as well', () => {
    expect(editMeta('{"\\u005fmeta":{"progressToken":5},"a":1}', '')).toBe('{"a":1}');
    expect(editMeta('{"\\u005fmeta":{"progressToken":5,"own":1}}', '')).toBe('{"\\u005fmeta":{"own":1}}');
  });

  test('an empty one that the client sent is sent on, one that is emptied here is not', () => {
    expect(editMeta('{"_meta":{},"a":1}', '')).toBe('{"_meta":{},"a":1}');
    expect(editMeta('{"a":1, "_meta":{ "sessionId":1 }}', '')).toBe('{"a":1}');
  });

  test('_meta that is no object is replaced; empty params and spaces are fine', () => {
    expect(editMeta('{"_meta":5}', '"a":1')).toBe('{"_meta":{"a":1}}');
    expect(editMeta('{ }', '"a":1')).toBe('{"_meta":{"a":1} }');
    expect(editMeta('  {"b":2}', '')).toBe('  {"b":2}');
  });

  test('_meta deeper down is an argument and stays', () => {
    const text = '{"arguments":{"_meta":{"progressToken":1}}}';
    expect(editMeta(text, '')).toBe(text);
  });

  test.each([
    'claudecode/toolUseId',
    'x-codex-turn-metadata',
    'vscode.requestId',
    'sessionId',
    'io.modelcontextprotocol/logLevel',
  ])('%s stays on the client side', (key) => expect(isHopKey(key)).toBe(true));

  test.each(['traceparent', 'tracestate', 'com.example/x', 'io.modelcontextprotocolx'])('%s travels on', (key) =>
    expect(isHopKey(key)).toBe(false),
  );
});

test('a server is told of what finds its way back and is offered', () => {
  const declared = { elicitation: { form: {} }, sampling: {}, tasks: {}, experimental: { a: {} }, extensions: {} };
  let offers = 0;
  const all: Offer = (_upstream, capabilities) => {
    offers++;
    return capabilities;
  };
  let offer: Offer = all;
  const declare = declarations('up', () => offer);
  expect(declare(declared)).toBe('{"elicitation":{"form":{}},"sampling":{}}');
  expect(declare(declared)).toBe('{"elicitation":{"form":{}},"sampling":{}}');
  expect(offers).toBe(1);
  offer = (_upstream, { elicitation }) => (elicitation === undefined ? {} : { elicitation });
  expect(declare(declared)).toBe('{"elicitation":{"form":{}}}');
});

test('modernMembers carry a log level only where there is one', () => {
  expect(JSON.parse(`{${modernMembers('{"name":"a"}', '{}', undefined)}}`)).toEqual({
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'a' },
    'io.modelcontextprotocol/clientCapabilities': {},
  });
  expect(modernMembers('{}', '{}', 'debug')).toContain('"io.modelcontextprotocol/logLevel":"debug"');
});

test('a client that declares the same anew is not thought about anew', () => {
  let offers = 0;
  const declare = declarations('up', () => offer);
  const offer: Offer = (_upstream, capabilities) => {
    offers++;
    return capabilities;
  };
  for (let i = 0; i < 3; i++) expect(declare({ sampling: {}, other: i })).toBe('{"sampling":{}}');
  expect(declare({ sampling: { tools: {} } })).toBe('{"sampling":{"tools":{}}}');
  expect(offers).toBe(2);
});
