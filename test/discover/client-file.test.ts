import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeAt, readClientFile, slotsOf, valueAtPath } from '../../src/discover/client-file.ts';
import { clientOf, put, scratch } from './home.ts';

const read = (file: string, id = 'cursor') => readClientFile({ client: clientOf(id), file });
const found = async (file: string, id = 'cursor') => {
  const answer = await read(file, id);
  if (answer.kind !== 'read') throw new Error(answer.kind === 'trouble' ? answer.complaint.what : 'missing');
  return answer.found;
};

describe('a client’s file', () => {
  it('is read to the byte, with its mode', async () => {
    const file = put(path.join(scratch(), 'mcp.json'), '\uFEFF{ "mcpServers": {} }\r\n');
    chmodSync(file, 0o640);
    expect(await found(file)).toMatchObject({
      target: file,
      mode: 0o640,
      bytes: Buffer.from('\uFEFF{ "mcpServers": {} }\r\n'),
    });
  });

  it('may be missing, with its folder or without', async () => {
    const folder = scratch();
    expect(await read(path.join(folder, 'x.json'))).toEqual({ kind: 'missing' });
    put(path.join(folder, 'file'), '');
    expect(await read(path.join(folder, 'file', 'x.json'))).toEqual({ kind: 'missing' });
  });

  it('may be empty: it has no servers', async () => {
    for (const text of ['', ' \n', '\uFEFF']) {
      const file = await found(put(path.join(scratch(), 'mcp.json'), text));
      expect(slotsOf(file)).toEqual([]);
    }
  });

  it('may be a link: what it leads to counts', async () => {
    const folder = scratch();
    const target = put(path.join(folder, 'dotfiles', 'mcp.json'), '{}');
    const file = path.join(folder, 'mcp.json');
    symlinkSync('dotfiles/mcp.json', file);
    expect(await found(file)).toMatchObject({ file, target });
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['a link that leads nowhere', (file) => symlinkSync('nowhere', file), /leads nowhere/],
    ['a link to itself', (file) => symlinkSync(path.basename(file), file), /to itself/],
    ['a folder', (file) => mkdirSync(file), /not a regular file/],
    ['no text', (file) => void put(file, Buffer.from([0xff, 0xfe, 0x41, 0x00])), /not UTF-8/],
    [
      'too large',
      (file) => {
        put(file, '{}');
        truncateSync(file, 40_000_000);
      },
      /too many/,
    ],
  ])('says of %s what is wrong and where', async (_, make, what) => {
    const file = path.join(scratch(), 'mcp.json');
    make(file);
    const answer = await read(file);
    expect(answer.kind).toBe('trouble');
    if (answer.kind !== 'trouble') return;
    expect(answer.complaint.what).toMatch(what);
    expect(answer.complaint.what).toContain(file);
    expect(answer.complaint.instead).toEqual(expect.any(String));
  });

  it('says of one that the system does not open what it said', async () => {
    const file = path.join(scratch(), `${'x'.repeat(300)}.json`);
    expect(await read(file)).toMatchObject({
      kind: 'trouble',
      complaint: { what: expect.stringMatching(/ENAMETOOLONG/), instead: expect.stringMatching(/readable/) },
    });
  });

  it('says of a broken one where, and hides what is secret there', async () => {
    const file = put(
      path.join(scratch(), 'mcp.json'),
      '{\n  "mcpServers": {\n    "a": { "env": { "API_KEY": "q7Rk2VbT9xLm" } !\n',
    );
    expect(await read(file)).toMatchObject({
      kind: 'trouble',
      complaint: { place: { file, line: 3, excerpt: expect.not.stringContaining('q7Rk2') } },
    });
  });

  it('may not name a server twice, but elsewhere that is not our business', async () => {
    const twice = '{ "a": 1 }';
    const file = put(path.join(scratch(), 'mcp.json'), `{ "mcpServers": { "a": {}, "a": {} }, "other": ${twice} }`);
    expect(await read(file)).toMatchObject({
      kind: 'trouble',
      complaint: { what: expect.stringMatching(/"a" stands twice/) },
    });
    expect((await found(put(file, '{ "mcpServers": {}, "other": { "a": 1, "a": 2 } }'))).parsed.doubles).toHaveLength(
      1,
    );
    expect(await read(put(file, '{ "mcpServers": {}, "mcpServers": {} }'))).toMatchObject({ kind: 'trouble' });
  });

  it('has a slot for the user and one for each project in it', async () => {
    const text =
      '{ "mcpServers": {}, "projects": { "/a": { "mcpServers": {} }, "/b": {}, "/c": { "mcpServers": {} } } }';
    const file = await found(put(path.join(scratch(), '.claude.json'), text), 'claude-code');
    expect(slotsOf(file).map(({ key, project }) => [key, project])).toEqual([
      [['mcpServers'], undefined],
      [['projects', '/a', 'mcpServers'], '/a'],
      [['projects', '/c', 'mcpServers'], '/c'],
    ]);
  });
});

describe('places', () => {
  it('count lines and columns from 1', () => {
    expect(placeAt('f', 'a\nbcd\n', 3)).toEqual({ file: 'f', line: 2, column: 2, excerpt: 'bcd' });
  });

  it('are only of own properties', () => {
    expect(valueAtPath({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(valueAtPath({}, ['constructor'])).toBeUndefined();
    expect(valueAtPath(1, ['x'])).toBeUndefined();
  });
});
