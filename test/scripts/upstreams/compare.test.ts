import { describe, expect, it } from 'vitest';
import {
  definitionDifferences,
  instructionDifferences,
  LONGEST_INSTRUCTIONS,
} from '../../../scripts/upstreams/compare.mjs';

const TOOL = '{"name":"read","description":"Reads.","inputSchema":{"type":"object","x":9007199254740993}}';
const SHOWN = TOOL.replace('"read"', '"files__read"');
const differences = (through: string, list = 'tools', direct = TOOL) =>
  definitionDifferences(list, 'files', [direct], [through]);

describe('the definitions of a server', () => {
  it('may differ in the name of the union, and in nothing else', () => {
    expect(differences(SHOWN)).toEqual([]);
    expect(differences(SHOWN.replace('files__', 'mail__'))).toEqual([expect.stringMatching(/"name" differs/)]);
    expect(differences(SHOWN.replace('files__read', 'files__write'))).toEqual([expect.stringMatching(/"name"/)]);
    expect(differences(SHOWN.replace('files__read', 'files__re_h0123456789'))).toEqual([]);
    const long = (name: string) => TOOL.replace('"read"', `"${name}"`);
    expect(
      definitionDifferences('tools', 'a-server-of-a-long-name', [TOOL], [long('a-server-of-a-long-name__read')]),
    ).toEqual([]);
    expect(differences(SHOWN.replace('Reads', 'Writes'))).toEqual([expect.stringMatching(/"description" differs/)]);
    expect(differences(SHOWN.replace('0993', '0992'))).toEqual([expect.stringMatching(/"inputSchema" differs/)]);
    expect(differences(SHOWN.replace('{"type', '{ "type'))).toEqual([expect.stringMatching(/"inputSchema" differs/)]);
    expect(differences(SHOWN.replace('"description":"Reads.",', ''))).toEqual([
      'tools "read": has name,description,inputSchema directly, name,inputSchema through',
    ]);
    expect(definitionDifferences('tools', 'files', [TOOL, TOOL], [SHOWN])).toEqual(['tools: 2 directly, 1 through']);
    expect(definitionDifferences('tools', 'files', [], [SHOWN])).toEqual(['tools: 0 directly, 1 through']);
  });

  it('may lack the type of their schema, and get it', () => {
    const untyped = TOOL.replace('"type":"object",', '');
    expect(differences(SHOWN, 'tools', untyped)).toEqual([]);
    expect(
      differences('{"name":"files__a","inputSchema":{"type":"object"}}', 'tools', '{"name":"a","inputSchema":{}}'),
    ).toEqual([]);
    expect(differences(SHOWN.replace('object', 'array'), 'tools', untyped)).toHaveLength(1);
    expect(differences(SHOWN, 'tools', TOOL.replace('object', 'array'))).toHaveLength(1);
  });

  it('of resources may differ in the address, by its server', () => {
    const direct = '{"uri":"file:///a","name":"a"}';
    const shown = (uri: string) => `{"uri":"${uri}","name":"a"}`;
    expect(differences(shown('sallyport+files+file:///a'), 'resources', direct)).toEqual([]);
    expect(differences(shown('sallyport+mail+file:///a'), 'resources', direct)).toHaveLength(1);
    expect(differences(shown('file:///a').replace('"a"', '"b"'), 'resources', direct)).toHaveLength(1);
    expect(differences(shown('https://x.example/'), 'resources', shown('https://x.example/'))).toEqual([]);
    expect(differences(shown('https://y.example/'), 'resources', shown('https://x.example/'))).toHaveLength(1);
  });
});

describe('instructions', () => {
  it('are quoted under the name of their server, and cut where they are long', () => {
    const through = '> PREFACE\n\n## files\n> Read me.\n> > Twice.';
    expect(instructionDifferences('Read me.\n> Twice.\n', through, 'files')).toEqual([]);
    expect(instructionDifferences('Read you.', through, 'files')).toHaveLength(1);
    expect(instructionDifferences('Read me.', 'PREFACE', 'files')).toHaveLength(1);
    expect(instructionDifferences(undefined, through, 'files')).toHaveLength(1);
    expect(instructionDifferences(undefined, 'PREFACE', 'files')).toEqual([]);
    const long = 'x'.repeat(LONGEST_INSTRUCTIONS + 1);
    expect(instructionDifferences(long, `## files\n> ${long.slice(1)} …`, 'files')).toEqual([]);
    expect(instructionDifferences(long, `## files\n> ${long}`, 'files')).toHaveLength(1);
  });
});
