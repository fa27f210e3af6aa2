import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInspectorSources } from '../../src/app/inspector-sources.ts';
import { parseConfig } from '../../src/config/load.ts';
import { inspectorHash } from '../../src/journal/state/trust.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));
writeFileSync(path.join(folder, 'mine.mjs'), 'code');
const read = (inspectors: string) =>
  readInspectorSources(parseConfig(path.join(folder, 'c.yaml'), `policy:\n  inspectors: ${inspectors}\n`));

describe('the code of the inspectors that a configuration names', () => {
  it('is read beside it, whole', async () => {
    const file = path.join(folder, 'mine.mjs');
    expect(await read('{ mine: { file: ./mine.mjs }, sql: { mode: audit } }')).toEqual([
      { name: 'mine', file, text: 'code', hash: inspectorHash('code') },
    ]);
    expect(await read('{}')).toEqual([]);
  });

  it.each([
    [
      '{ sqll: { mode: audit } }',
      /c\.yaml:2:17: policy\.inspectors\.sqll: there is no inspector "sqll" \(did you mean "sql"\?\)/,
    ],
    ['{ sql: { file: mine.mjs } }', /ships with Sallyport[\s\S]*another name/],
    ['{ mine: { file: nowhere.mjs } }', /c\.yaml:2:[\s\S]*nowhere\.mjs: there is no such file/],
    ['{ mine: { file: . } }', /is not a file/],
  ])('is refused where it cannot be: %s', async (inspectors, why) => {
    await expect(read(inspectors)).rejects.toThrow(why);
  });

  it('is refused with every complaint at once', async () => {
    await expect(read('{ a: { file: a.mjs }, b: {} }')).rejects.toThrow(/a\.mjs[\s\S]*no inspector "b"/);
  });
});
