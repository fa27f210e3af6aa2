import { IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerValue, modernHeaders, RequestHeaders } from '../../../src/upstream/http/headers.ts';

const decode = (value: string): string => {
  const coded = /^=\?base64\?(.*)\?=$/.exec(value);
  return coded === null ? value : Buffer.from(coded[1] as string, 'base64').toString();
};

describe('headerValue', () => {
  test('law: any text comes back as it was, and is safe in a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const value = headerValue(text);
        expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(value).toBe(value.trim());
        expect(decode(value)).toBe(text);
      }),
    );
  });

  test('what looks encoded is encoded, so that it is not taken for it', () => {
    expect(headerValue('=?base64?eA==?=')).not.toBe('=?base64?eA==?=');
  });
});

describe('modernHeaders', () => {
  const mirrored = new Map([['t', [{ path: ['where', 'region'], header: 'Region' }]]]);
  const message = { text: '', id: 1, method: 'tools/call', name: 't', args: undefined };

  test('names the method and its object, and mirrors arguments', () => {
    const headers: OutgoingHttpHeaders = {};
    modernHeaders(headers, { ...message, args: { where: { region: 'eu' } } }, mirrored);
    expect(headers).toEqual({ 'mcp-method': 'tools/call', 'mcp-name': 't', 'mcp-param-region': 'eu' });
  });

  test.each([[{ where: null }], [{ where: { region: null } }], [{}], [{ where: 'x' }]])(
    'an argument that is not there has no header: %j',
    (args) => {
      const headers: OutgoingHttpHeaders = {};
      modernHeaders(headers, { ...message, args }, mirrored);
      expect(headers).toEqual({ 'mcp-method': 'tools/call', 'mcp-name': 't' });
    },
  );

  test('a number has all the digits that the body has', () => {
    const args = '{"where":{"region":9007199254740993}}';
    const text = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":${args}}}`;
    const headers: OutgoingHttpHeaders = {};
    modernHeaders(headers, { ...message, text, args: JSON.parse(args) }, mirrored);
    expect(headers['mcp-param-region']).toBe('9007199254740993');
  });

  test('an answer to the server names nothing', () => {
    const headers: OutgoingHttpHeaders = {};
    modernHeaders(headers, { ...message, method: '', name: '' }, mirrored);
    expect(headers).toEqual({});
  });
});

describe('RequestHeaders', () => {
  const message = { text: '{"é":1}', id: 1, method: 'tools/call', name: 't', args: undefined };
  const made = () => new RequestHeaders({ headers: { 'x-team': 'a' }, mirrored: new Map(), authorization: undefined });
  const begun = (id: string): IncomingMessage =>
    Object.assign(new IncomingMessage(new Socket()), { headers: { 'mcp-session-id': id } });

  test('of a legacy session name it and its protocol, from the answer to `initialize` on', () => {
    const headers = made();
    expect(headers.of({ ...message, method: 'initialize' })).toEqual({
      'x-team': 'a',
      'content-type': 'application/json',
      'content-length': 8,
      accept: 'application/json, text/event-stream',
    });
    headers.begin(begun('s-1'));
    headers.greeted('2025-11-25');
    const session = { 'x-team': 'a', 'mcp-session-id': 's-1', 'mcp-protocol-version': '2025-11-25' };
    expect(headers.of(message)).toMatchObject(session);
    expect(headers.ofStream('e-7')).toEqual({ ...session, accept: 'text/event-stream', 'last-event-id': 'e-7' });
    expect(headers.ofEnd()).toEqual(session);
  });

  test('a session id that no header can hold begins none', () => {
    const headers = made();
    headers.begin(begun('a b'));
    expect([headers.hasSession, headers.ofEnd()]).toEqual([false, { 'x-team': 'a' }]);
  });

  test('of a modern request name what it is, the question for the protocol included', () => {
    const headers = made();
    const question = headers.of({ ...message, method: 'server/discover', name: '' });
    expect(question).toMatchObject({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'server/discover' });
    headers.greeted('2026-07-28');
    expect(headers.of(message)).toMatchObject({ 'mcp-method': 'tools/call', 'mcp-name': 't' });
  });
});
