import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { createStatements } from '../../src/downstream/statement.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { readFrame } from '../../src/model/protocol/frame.ts';

const KEYS = {
  task: { header: 'X-Task', meta: 'ours.example/task' },
  purpose: { header: 'X-Purpose', meta: 'ours.example/purpose' },
};
const reader = (session: JsonObject = KEYS) => {
  const statements = createStatements(configSchema.parse({ session }).session);
  if (statements === undefined) throw new Error('nothing is read');
  return statements;
};
const frame = (params: JsonObject) => {
  const read = readFrame(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
  if (!read.ok) throw new Error(read.message);
  return read.frame;
};

describe('what a client says of its session', () => {
  it('is not looked for where nothing is named', () => {
    expect(createStatements(configSchema.parse({}).session)).toBeUndefined();
    expect(createStatements(configSchema.parse({ session: { task: { hook: true } } }).session)).toBeUndefined();
  });

  it('is read from the header and the key that are named, in that order', () => {
    const said = reader().read({ 'ours.example/task': 'b', 'ours.example/purpose': 'c' }, { 'x-task': 'a' });
    expect(said).toEqual([
      { source: 'header', task: 'a' },
      { source: 'meta', task: 'b', purpose: 'c' },
    ]);
    expect(reader().read({ other: 'x', 'ours.example/task': 7 }, { 'x-other': 'x', 'x-task': '  ' })).toEqual([]);
    expect(reader().read({}, undefined)).toEqual([]);
  });

  it.each([
    ['=?base64?w7Ztw7Zt?=', 'ömöm'],
    [Buffer.from('ömöm').toString('latin1'), 'ömöm'],
    ['plain', 'plain'],
  ])('is read in letters of any kind: %s', (sent, read) => {
    expect(reader().read({}, { 'x-task': sent })).toEqual([{ source: 'header', task: read }]);
  });

  it('is cut where it is longer than anybody writes', () => {
    expect(reader().read({ 'ours.example/task': 'x'.repeat(100_000) }, undefined)[0]?.task).toHaveLength(65_536);
  });

  it('never comes from an argument', () => {
    expect(
      reader().read(
        frame({ arguments: { 'ours.example/task': 'x', _meta: { 'ours.example/task': 'x' } } }).params,
        undefined,
      ),
    ).toEqual([]);
  });

  it('stays between the client and us: what goes on is the request without it, to the letter', () => {
    const text =
      '{"name":"a", "_meta": {"keep": 1.0,"ours.example/task":"secret","progressToken":0}, "arguments":{"n":1e2}}';
    const read = readFrame(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${text}}`);
    if (!read.ok) throw new Error(read.message);
    const passed = reader().without(read.frame);
    expect(passed.paramsText).toBe('{"name":"a", "_meta": {"keep": 1.0,"progressToken":0}, "arguments":{"n":1e2}}');
    expect(passed.params).toEqual(JSON.parse(passed.paramsText));
    expect(passed.text).toBe(read.frame.text);
    const untouched = frame({ name: 'a', _meta: { progressToken: 1 } });
    expect(reader().without(untouched)).toBe(untouched);
  });
});
