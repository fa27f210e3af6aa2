import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { offeredByFiles } from '../../src/app/definition-files.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-definitions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: unknown): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const quiet = (): void => undefined;
const A = { name: 'a' };
const B = { name: 'b' };
const namesOf = (...files: string[]): unknown =>
  offeredByFiles(files, quiet).offered.map(({ server, instructions, definitions }) => [
    server,
    instructions,
    definitions.map(({ kind, value, line }) => [kind, value.name ?? value.uri ?? value.uriTemplate, line]),
  ]);

it('reads an answer, bare or as the protocol wraps it, with all kinds of definitions and the instructions', () => {
  const whole = {
    tools: [A],
    prompts: [B],
    resources: [{ uri: 'x:1' }],
    resourceTemplates: [{ uriTemplate: 'x:{y}' }],
    instructions: 'Be kind.',
  };
  const kinds = [
    ['tools', 'a', undefined],
    ['prompts', 'b', undefined],
    ['resources', 'x:1', undefined],
    ['resourceTemplates', 'x:{y}', undefined],
  ];
  expect(namesOf(write('whole.json', whole))).toEqual([['whole', 'Be kind.', kinds]]);
  expect(namesOf(write('rpc.json', { jsonrpc: '2.0', id: 1, result: whole }))).toEqual([['rpc', 'Be kind.', kinds]]);
  expect(namesOf(write('named.json', { serverInfo: { name: 'crm' }, tools: [A] }))).toEqual([
    ['crm', undefined, [['tools', 'a', undefined]]],
  ]);
});

it('reads a list, and one to a line, of several servers', () => {
  expect(namesOf(write('list.json', [A, { name: 'p', arguments: [] }, { uri: 'x:1', name: 'r' }]))).toEqual([
    [
      'list',
      undefined,
      [
        ['tools', 'a', undefined],
        ['prompts', 'p', undefined],
        ['resources', 'r', undefined],
      ],
    ],
  ]);
  const lines = [A, { server: 'crm', tool: B }, { server: 'crm', tools: [A] }]
    .map((one) => JSON.stringify(one))
    .join('\n');
  expect(namesOf(write('lines.jsonl', `${lines}\n\n`))).toEqual([
    ['lines', undefined, [['tools', 'a', 1]]],
    [
      'crm',
      undefined,
      [
        ['tools', 'b', 2],
        ['tools', 'a', 3],
      ],
    ],
  ]);
});

it('reads folders, in order, and tells how far it is', () => {
  write('many/z.json', [A]);
  write('many/in/b.ndjson', '{"name":"b"}\n{"name":"a"}');
  write('many/notes.txt', 'no');
  const told: string[] = [];
  const { offered } = offeredByFiles([path.join(folder, 'many')], (done, all) => told.push(`${done}/${all}`));
  expect(offered.map(({ server }) => server)).toEqual(['b', 'z']);
  expect(told).toEqual(['1/2', '2/2']);
});

it('says of each what is wrong with it, and reads the others', () => {
  mkdirSync(path.join(folder, 'empty'));
  const { offered, unscanned } = offeredByFiles(
    [
      path.join(folder, 'none'),
      write('broken.json', '{"tools":'),
      write('nothing.json', '\n'),
      write('bad.jsonl', '{"name":"a"}\nnot'),
      write('other.json', { mcpServers: {} }),
      path.join(folder, 'empty'),
      write('good.json', [A]),
    ],
    quiet,
  );
  expect(offered.map(({ server }) => server)).toEqual(['good']);
  expect(unscanned.map(({ what, why }) => `${path.basename(what)}: ${why.slice(0, 40)}`)).toEqual([
    'none: there is no such file or folder',
    'empty: it holds no .json, .jsonl or .ndjson',
    expect.stringMatching(/^broken.json: it is not JSON/),
    expect.stringMatching(/^nothing.json: it is empty: a list of tools/),
    expect.stringMatching(/^bad.jsonl: line 2 is not JSON/),
    'other.json: it holds no definitions: a list of tools',
  ]);
});

it('reads no device, neither one that is named nor one in a folder', () => {
  const devices = path.join(folder, 'devices');
  mkdirSync(devices);
  symlinkSync('/dev/zero', path.join(devices, 'endless.json'));
  const why = 'it is not a regular file: write the definitions into one, and name that';
  expect(offeredByFiles(['/dev/zero', devices], quiet)).toEqual({
    offered: [],
    unscanned: [
      { what: '/dev/zero', why },
      { what: path.join(devices, 'endless.json'), why },
    ],
  });
});
