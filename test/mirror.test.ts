import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, hasCode, readSource } from './source.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SRC = path.join(ROOT, 'src');
/** What is tested through the whole product, and what is true of all of it, has no one source. */
const NOT_MIRRORED = /^(e2e|laws)\/|^(rooms|mirror)\.test\.ts$/;

const sources = filesIn(SRC, '.ts');
const scripts = filesIn(path.join(ROOT, 'scripts'), '.mjs').map((file) => `scripts/${file.replace(/mjs$/, 'ts')}`);
const tests = filesIn(path.join(ROOT, 'test'), '.test.ts').filter((file) => !NOT_MIRRORED.test(file));

describe('tests', () => {
  it('exist for every source that has code', () => {
    const tested = new Set(tests.map((file) => file.replace(/\.test\.ts$/, '.ts')));
    const running = sources.filter((file) => hasCode(readSource(SRC, file)));
    expect(running.length).toBeGreaterThan(50);
    expect(running.filter((file) => !tested.has(file))).toEqual([]);
  });

  it('have a source', () => {
    const known = new Set([...sources, ...scripts]);
    expect(tests.filter((file) => !known.has(file.replace(/\.test\.ts$/, '.ts')))).toEqual([]);
  });
});
