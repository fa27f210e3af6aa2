import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argsOf, callDigest, canComeAgain, sessionKey } from '../../src/model/call.ts';

const call = {
  principal: { id: 'p', human: 'elicitation' },
  session: { key: 's', source: 'process' },
  method: 'tools/call',
  target: { upstream: 'bank', name: 'send' },
} as const;

describe('callDigest', () => {
  it('is one for the same arguments in any order and another for anything else', () => {
    const digest = callDigest(call, '{"a":1,"b":2}');
    expect(callDigest(call, '{ "b":2, "a":1 }')).toBe(digest);
    expect(callDigest(call, '{"a":1,"b":2.0}')).not.toBe(digest);
    expect(callDigest({ ...call, principal: { ...call.principal, id: 'q' } }, '{"a":1,"b":2}')).not.toBe(digest);
    expect(callDigest({ ...call, session: { ...call.session, key: 't' } }, '{"a":1,"b":2}')).not.toBe(digest);
    expect(callDigest({ ...call, method: 'prompts/get' }, '{"a":1,"b":2}')).not.toBe(digest);
  });

  it('keeps its fields apart: no two targets run together', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        const one = callDigest({ ...call, target: { upstream: a, name: b } }, '{}');
        expect(one).not.toBe(callDigest({ ...call, target: { upstream: c, name: d } }, '{}'));
      }),
    );
  });
});

describe('argsOf', () => {
  it('is `arguments` for tools and prompts and everything but _meta elsewhere', () => {
    const params = { name: 'x', arguments: { a: 1 }, _meta: { progressToken: 0 } };
    expect(argsOf('tools/call', params)).toEqual({ a: 1 });
    expect(argsOf('tools/call', { name: 'x' })).toEqual({});
    expect(argsOf('tools/call', { name: 'x', arguments: [1] })).toEqual({});
    expect(argsOf('resources/read', { uri: 'u', _meta: {} })).toEqual({ uri: 'u' });
  });
});

it('names a session by who calls, how it was found and its value: none is another', () => {
  const key = sessionKey({ id: 'p' }, 'environment', 'v');
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  const others = [
    sessionKey({ id: 'q' }, 'environment', 'v'),
    sessionKey({ id: 'p' }, 'client-key', 'v'),
    sessionKey({ id: 'p' }, 'environment', 'w'),
    sessionKey({ id: 'p', clientId: 'c' }, 'environment', 'v'),
  ];
  expect(new Set([key, ...others]).size).toBe(5);
});

it('lets sessions come again that are known by more than their process', () => {
  const sources = ['process', 'mcp-session-id', 'client-key', 'environment', 'principal', 'shared'] as const;
  expect(sources.filter((source) => canComeAgain({ source }))).toEqual(sources.slice(2));
});
