import { expect, test } from 'vitest';
import {
  isModern,
  progressToken,
  readClient,
  readModern,
  showsForms,
  spokenBy,
} from '../../src/downstream/envelope.ts';
import { idText, readFrame } from '../../src/model/protocol/frame.ts';
import { modernMeta } from './stand.ts';

const frame = (text: string) => {
  const read = readFrame(text);
  if (!read.ok) throw new Error(read.message);
  return read.frame;
};

test('reads what a modern request says of itself', () => {
  const read = readModern({ _meta: modernMeta({ roots: {} }, { 'io.modelcontextprotocol/logLevel': 'error' }) });
  expect(read).toEqual({
    ok: true,
    envelope: {
      era: 'modern',
      capabilities: { roots: {} },
      client: { name: 'tester', version: '1' },
      logLevel: 'error',
    },
  });
});

test.each([
  [{ 'io.modelcontextprotocol/clientCapabilities': {} }, -32602],
  [{ 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }, -32602],
  [{ 'io.modelcontextprotocol/protocolVersion': 20260728, 'io.modelcontextprotocol/clientCapabilities': {} }, -32602],
  [
    { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': [] },
    -32602,
  ],
  [
    { 'io.modelcontextprotocol/protocolVersion': '2030-01-01', 'io.modelcontextprotocol/clientCapabilities': {} },
    -32022,
  ],
])('a half-modern request is refused, never taken for a legacy one: %j', (_meta, code) => {
  expect(isModern({ _meta })).toBe(true);
  expect(readModern({ _meta })).toMatchObject({ ok: false, rejection: { code } });
});

test('what claims nothing is legacy', () => {
  for (const params of [{}, { _meta: {} }, { _meta: { progressToken: 1 } }, { _meta: 'x' }])
    expect(isModern(params)).toBe(false);
});

test('ids and tokens keep their spelling', () => {
  for (const id of ['0', '""', '1', '"1"', '1.0', '12345678901234567890']) {
    const read = frame(`{"jsonrpc":"2.0","id": ${id} ,"method":"m","params":{"_meta":{"progressToken":${id}}}}`);
    expect(idText(read)).toBe(id);
    expect(progressToken(read)).toBe(id);
  }
  expect(progressToken(frame('{"jsonrpc":"2.0","id":1,"method":"m"}'))).toBeUndefined();
  expect(
    progressToken(frame('{"jsonrpc":"2.0","id":1,"method":"m","params":{"_meta":{"progressToken":null}}}')),
  ).toBeUndefined();
});

test('forms are shown by clients that say so', () => {
  expect(
    [{ elicitation: {} }, { elicitation: { form: {} } }, { elicitation: { form: {}, url: {} } }].map(showsForms),
  ).toEqual([true, true, true]);
  expect([{}, { elicitation: { url: {} } }, { elicitation: true }].map(showsForms)).toEqual([false, false, false]);
});

test('a client that says nothing usable has no name', () => {
  expect(readClient({ name: 1 })).toBeUndefined();
  expect(readClient({ name: 'x'.repeat(500) })?.name).toHaveLength(200);
});

test.each([
  ['legacy', {}, { version: '2025-06-18' }, { version: '2025-06-18', asks: [] }],
  ['legacy', { elicitation: {} }, undefined, { version: undefined, asks: ['form'] }],
  ['modern', { elicitation: { form: {}, url: {} } }, undefined, { version: '2026-07-28', asks: ['form', 'url'] }],
  ['modern', { elicitation: { url: {} } }, { version: '2025-06-18' }, { version: '2026-07-28', asks: ['url'] }],
] as const)('how a client speaks, %s with %j', (era, capabilities, greeting, spoken) => {
  expect(spokenBy({ era, capabilities, client: undefined, logLevel: undefined }, greeting)).toEqual(spoken);
});
