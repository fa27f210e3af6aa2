import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHeaders } from '../../../src/downstream/http/header.ts';
import { readFrame } from '../../../src/model/protocol/frame.ts';
import { modernMeta, Stand } from '../stand.ts';
import { messageOf, openHttp } from '../wires.ts';

const gate = new Stand();
const check = (headers: Record<string, string>, params: object, method = 'tools/call') => {
  const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta() } }));
  if (!read.ok) throw new Error(read.message);
  return checkHeaders({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...headers }, read.frame, gate)
    ?.code;
};

test('a name that no header can hold travels encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const encoded = `=?base64?${Buffer.from(name, 'utf8').toString('base64')}?=`;
      expect(check({ 'mcp-name': encoded }, { name })).toBeUndefined();
      expect(check({ 'mcp-name': encoded }, { name: `${name}!` })).toBe(-32020);
    }),
  );
});

test('headers that the body needs must be there, and agree', () => {
  expect(check({}, { name: 's__echo' })).toBe(-32020);
  expect(check({ 'mcp-name': '=?base64?***?=' }, { name: 's__echo' })).toBe(-32020);
  expect(check({ 'mcp-name': 's__echo' }, { name: 's__echo' })).toBeUndefined();
  expect(check({}, { uri: 'test://one' }, 'resources/read')).toBe(-32020);
  expect(check({ 'mcp-name': 'test://one' }, { uri: 'test://one' }, 'resources/read')).toBeUndefined();
  expect(check({}, {}, 'tools/list')).toBeUndefined();
});

test('arguments that a tool wants in a header must stand there too', () => {
  const name = { 'mcp-name': 's__region' };
  expect(check(name, { name: 's__region', arguments: { region: 'eu' } })).toBe(-32020);
  expect(check({ ...name, 'mcp-param-region': 'us' }, { name: 's__region', arguments: { region: 'eu' } })).toBe(-32020);
  expect(
    check({ ...name, 'mcp-param-region': 'eu' }, { name: 's__region', arguments: { region: 'eu' } }),
  ).toBeUndefined();
  expect(
    check({ ...name, 'mcp-param-region': '7.0' }, { name: 's__region', arguments: { region: 7 } }),
  ).toBeUndefined();
  expect(check(name, { name: 's__region', arguments: { region: null } })).toBeUndefined();
});

test('every modern request says its version and method in headers, as they stand in the body', () => {
  const read = readFrame(
    JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: modernMeta() } }),
  );
  if (!read.ok) throw new Error(read.message);
  const whole = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
  expect(checkHeaders(whole, read.frame, gate)).toBeUndefined();
  for (const name of Object.keys(whole)) {
    const { [name]: _left, ...rest } = whole as Record<string, string>;
    const missing = checkHeaders(rest, read.frame, gate);
    expect(missing).toMatchObject({ code: -32020, message: expect.stringMatching(/is missing/) });
    expect(missing?.message.toLowerCase()).toContain(name);
    expect(checkHeaders({ ...whole, [name]: 'other' }, read.frame, gate)?.code).toBe(-32020);
  }
});

test.each([
  [7, '7', undefined],
  [7, '7.0', undefined],
  [7, '8', -32020],
  [7, '', -32020],
  [true, 'true', undefined],
  [true, 'TRUE', -32020],
  [false, undefined, -32020],
  ['', '', undefined],
  ['', undefined, -32020],
  [null, undefined, undefined],
])('the argument %j beside the header %j', (region, header, code) => {
  const headers = header === undefined ? {} : { 'mcp-param-region': header };
  expect(check({ 'mcp-name': 's__region', ...headers }, { name: 's__region', arguments: { region } })).toBe(code);
});

test('numbers that would be rounded to one are two', () => {
  const meta = JSON.stringify(modernMeta());
  const text = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"s__region","arguments":{"region":9007199254740993},"_meta":${meta}}}`;
  const read = readFrame(text);
  if (!read.ok) throw new Error(read.message);
  const said = (number: string) =>
    checkHeaders(
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 's__region',
        'mcp-param-region': number,
      },
      read.frame,
      gate,
    )?.code;
  expect(said('9007199254740993')).toBeUndefined();
  expect(said('9007199254740992')).toBe(-32020);
});

test('a value is encoded only between both marks, and then it must be sound', () => {
  const encoded = (inner: string) => `=?base64?${inner}?=`;
  const named = (header: string, name: string) => check({ 'mcp-name': header }, { name });
  expect(named(encoded('SGVsbG8='), 'Hello')).toBeUndefined();
  for (const unsound of ['SGVsbG8', 'SGVsbG8==', 'SGVs!!!bG8=', 'S', 'SG=s', '====']) {
    expect(named(encoded(unsound), 'Hello'), unsound).toBe(-32020);
  }
  // One mark alone is part of the name.
  for (const plain of ['=?base64?SGVsbG8=', 'SGVsbG8=?=', '=?BASE64?SGVsbG8=?=']) {
    expect(named(plain, plain), plain).toBeUndefined();
    expect(named(plain, 'Hello'), plain).toBe(-32020);
  }
});

test('headers that repeat arguments are looked at even where a tool is called before it is known', async () => {
  for (const [region, status] of [
    ['us', 400],
    ['eu', 200],
  ] as const) {
    const stand = new Stand();
    const { find, list } = stand;
    let isListed = false;
    stand.find = (method, params) => (isListed ? find.call(stand, method, params) : undefined);
    stand.list = async (kind) => {
      isListed = true;
      return list.call(stand, kind);
    };
    const http = await openHttp(stand);
    const call = { name: 's__region', arguments: { region: 'eu' } };
    const response = await http.modern('tools/call', call, {}, { 'mcp-param-region': region });
    expect(response.status).toBe(status);
    expect(stand.calls).toHaveLength(status === 200 ? 1 : 0);
    if (status === 400) expect((await messageOf(response)).error.code).toBe(-32020);
  }
});
