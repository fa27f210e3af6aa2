import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ForeignTrace,
  readLines,
  readToolsets,
  sizeOfTraces,
  traceOf,
  undescribed,
} from '../../../src/app/replay/foreign-trace.ts';

const OWN = path.join(import.meta.dirname, '../../../fixtures/traces');

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-traces-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  return dir;
}

async function read(dir: string): Promise<ForeignTrace[]> {
  const toolsets = readToolsets(dir);
  const traces: ForeignTrace[] = [];
  for await (const line of readLines(dir)) traces.push(traceOf(line, toolsets));
  return traces;
}

const trace = (more: object = {}): string => JSON.stringify({ id: 't', toolset: 'office', calls: [], ...more });
const TOOLS = { 'toolset_a.json': '{"office":[{"name":"send","x_labels":["no"],"inputSchema":{"type":"object"}}, 7]}' };

describe('traces', () => {
  it('are read file by file in the order of their names, with the tools of their set', async () => {
    const traces = await read(OWN);
    expect(traces[0]).toMatchObject({ id: 'ticket-orders-a-leak', toolset: 'office', declared: ['open_ticket'] });
    expect(traces[0]?.said).toEqual([{ before: 0, text: 'Answer ticket 318.' }]);
    expect(traces[0]?.tools.get('post_mail')).toHaveProperty('inputSchema.properties.to');
    expect(traces.at(-1)?.id).toBe('ticket-orders-a-leak-reversed');
  });

  it('know of a tool what a server would have sent, and nothing that was noted about it', async () => {
    const traces = await read(folder({ ...TOOLS, 'a.jsonl': trace() }));
    expect([...(traces[0]?.tools ?? [])]).toEqual([['send', { name: 'send', inputSchema: { type: 'object' } }]]);
  });

  it('hold what is missing as nothing, whatever stands between the lines', async () => {
    const calls = [{ tool: 'a' }, { tool: 'b', args: { x: 1 }, result: [2], error: 'no' }, { tool: 'c', error: null }];
    const turns = [{ before_call: 2, text: 'And now?' }];
    const text = `\n${trace({ calls, user_turns: turns, note: 'one\u2028two' })}\r\n\n${trace({ id: 'last' })}`;
    const traces = await read(folder({ ...TOOLS, 'a.jsonl': text }));
    expect(traces.map(({ id }) => id)).toEqual(['t', 'last']);
    expect(traces[0]?.calls).toEqual([
      { tool: 'a', args: {}, result: null, error: false },
      { tool: 'b', args: { x: 1 }, result: [2], error: true },
      { tool: 'c', args: {}, result: null, error: false },
    ]);
    expect(traces[0]?.said).toEqual([{ before: 2, text: 'And now?' }]);
    expect(traces[0]?.declared).toBeUndefined();
  });

  it('may be larger than what is read at once', async () => {
    const calls = [{ tool: 'send', args: {}, result: 'é'.repeat(1_500_000) }];
    const traces = await read(folder({ ...TOOLS, 'a.jsonl': `${trace({ calls })}\n${trace()}\n` }));
    expect(traces.map(({ calls: [call] }) => String(call?.result).length)).toEqual([1_500_000, 9]);
  });

  it('may name a set of tools that nobody described', async () => {
    const dir = folder({ ...TOOLS, 'a.jsonl': `${trace({ toolset: 'garden' })}\n` });
    const [found] = await read(dir);
    expect(found?.tools.size).toBe(0);
    expect(undescribed('a.jsonl:1', 'garden', readToolsets(dir))).toBe(
      'a.jsonl:1: no toolset_*.json has "garden" (known: office); its tools may do anything',
    );
  });

  it('know where they stand, and how much there is to read', async () => {
    const dir = folder({ ...TOOLS, 'b.jsonl': `\n${trace()}\n`, 'a.jsonl': `${trace()}\n` });
    const lines: unknown[] = [];
    for await (const line of readLines(dir)) lines.push(line);
    const text = trace();
    expect(lines).toEqual([
      { where: 'a.jsonl:1', text },
      { where: 'b.jsonl:2', text },
    ]);
    expect(sizeOfTraces(dir)).toBe(2 * text.length + 3);
    symlinkSync('/nowhere/at/all', path.join(dir, 'c.jsonl'));
    expect(sizeOfTraces(dir)).toBe(2 * text.length + 3);
  });

  it.each([
    ['no traces', {}, /holds no traces: files that end in \.jsonl/],
    ['a broken line', { 'a.jsonl': `${trace()}\n{"id":` }, /^a\.jsonl:2: this is not JSON/],
    ['a line that is no object', { 'a.jsonl': '[]' }, /^a\.jsonl:1: an object is expected/],
    ['no id', { 'a.jsonl': '{"calls":[]}' }, /^a\.jsonl:1: a trace has an "id"/],
    ['no calls', { 'a.jsonl': '{"id":"t"}' }, /^a\.jsonl:1: trace t has no "calls"/],
    ['a call without a tool', { 'a.jsonl': trace({ calls: [{}] }) }, /call 0 of trace t names no "tool"/],
    ['arguments that are none', { 'a.jsonl': trace({ calls: [{ tool: 'a', args: 'x' }] }) }, /"args" is not an object/],
    ['a broken toolset', { 'toolset_a.json': '{', 'a.jsonl': trace() }, /^toolset_a\.json: this is not JSON/],
    ['a toolset without tools', { 'toolset_a.json': '{"a":{}}', 'a.jsonl': trace() }, /"a" is not a list of tools/],
  ] as const)('are refused with words: %s', async (_, files, words) => {
    await expect(read(folder(files))).rejects.toThrow(words);
  });

  it.skipIf(process.platform === 'win32').each([
    ['a pipe among them', 'late.jsonl'],
    ['a pipe among their sets of tools', 'toolset_late.json'],
  ])('are not read where there is %s, which waits for whoever writes to it', async (_, name) => {
    const dir = folder({ 'a.jsonl': trace() });
    execFileSync('mkfifo', [path.join(dir, name)]);
    const told = `${path.join(dir, name)} is not a regular file; take it out of the folder`;
    await expect(read(dir)).rejects.toThrow(told);
  });

  it('need a folder', async () => {
    await expect(read('/nowhere/at/all')).rejects.toThrow(/there is no such folder/);
    const dir = folder({ file: '' });
    await expect(read(path.join(dir, 'file'))).rejects.toThrow(/cannot be read as a folder/);
    mkdirSync(path.join(dir, 'a.jsonl'));
    await expect(read(dir)).rejects.toThrow(/a\.jsonl is not a regular file/);
  });
});
