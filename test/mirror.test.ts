import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, hasCode, readSource } from './source.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SRC = path.join(ROOT, 'src');
/** What is tested through the whole product, and what is true of all of it, has no one source. */
const NOT_MIRRORED = /^(e2e|laws|mutants)\/|^(rooms|mirror|links)\.test\.ts$/;

/** Folders whose parts are tested through the source of the folder's name. May only shrink. */
const TESTED_THROUGH_ONE = ['app/inventory', 'catalog/lockfile', 'inspect/custom'];

/**
 * Parts that carry their own examples share one test, named as their folder: `inspect/detectors/detectors.test.ts`. A
 * source of that name (`catalog/catalog.ts`) makes it that source's own.
 */
const isShared = (test: string): boolean => {
  const folder = path.posix.dirname(test);
  if (path.posix.basename(folder) !== path.posix.basename(test, '.test.ts')) return false;
  return TESTED_THROUGH_ONE.includes(folder) || !sources.includes(test.replace(/\.test\.ts$/, '.ts'));
};

const sources = filesIn(SRC, '.ts');
const scripts = filesIn(path.join(ROOT, 'scripts'), '.mjs').map((file) => `scripts/${file.replace(/mjs$/, 'ts')}`);
const tests = filesIn(path.join(ROOT, 'test'), '.test.ts').filter((file) => !NOT_MIRRORED.test(file));

describe('tests', () => {
  it('exist for every source that has code', () => {
    const tested = new Set(tests.map((file) => file.replace(/\.test\.ts$/, '.ts')));
    const shared = new Set(tests.filter(isShared).map((file) => path.posix.dirname(file)));
    const running = sources.filter((file) => hasCode(readSource(SRC, file)));
    expect(running.length).toBeGreaterThan(50);
    expect(running.filter((file) => !tested.has(file) && !shared.has(path.posix.dirname(file)))).toEqual([]);
  });

  it('are not shared any more where each source has its own', () => {
    const tested = new Set(tests.map((file) => file.replace(/\.test\.ts$/, '.ts')));
    const mirrored = TESTED_THROUGH_ONE.filter((folder) =>
      sources.filter((file) => path.posix.dirname(file) === folder).every((file) => tested.has(file)),
    );
    expect(mirrored).toEqual([]);
  });

  it('have a source', () => {
    const known = new Set([...sources, ...scripts]);
    const folders = new Set(sources.map((file) => path.posix.dirname(file)));
    const orphans = tests.filter((file) =>
      isShared(file) ? !folders.has(path.posix.dirname(file)) : !known.has(file.replace(/\.test\.ts$/, '.ts')),
    );
    expect(orphans).toEqual([]);
  });
});
