import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKS, readPacks } from '../../src/policy/pack.ts';

const packs = readPacks();
const root = path.join(import.meta.dirname, '..', '..');
const BUILT = path.join(root, 'dist', 'policy', 'packs');
const BUNDLE = path.join(root, 'dist', 'bundle');

it.each(PACKS)('pack %s is built as its source says it', (name) => {
  expect(JSON.parse(readFileSync(path.join(BUILT, `${name}.json`), 'utf8'))).toEqual(packs[name]);
  // A source beside it would be edited in vain.
  expect(readdirSync(BUILT)).not.toContain(`${name}.yaml`);
});

describe('the bundle', () => {
  const files = readdirSync(BUNDLE).filter((file) => file.endsWith('.js'));
  const imported = files.flatMap((file) => importsOf(readFileSync(path.join(BUNDLE, file), 'utf8')));
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

  // A package that one of ours needs may lie where only that one finds it.
  it('needs no package that is not a dependency of ours', () => {
    const others = imported.filter((name) => !name.startsWith('.') && !isBuiltin(name));
    expect(others).toContain('jose');
    for (const name of others) expect(Object.keys(manifest.dependencies)).toContain(name);
  });

  // It waits for the command that it runs: a part of that which waited for it would wait for ever.
  it('has no part that waits for its beginning', () => {
    expect(imported).toContain('./serve.js');
    expect(imported).not.toContain('./main.js');
  });

  // Bundlers leave out what nothing is taken from.
  it('loads modules of Node whose time matters, even where it uses nothing of them', () => {
    const serving = files.map((file) => readFileSync(path.join(BUNDLE, file), 'utf8'));
    const early = serving.filter((text) => text.includes('import "node:http";'));
    expect(early.some((text) => text.includes('startCompiling()'))).toBe(true);
  });

  it('holds the licences of what it holds, in the versions that npm installs', () => {
    const inside = [...readFileSync(path.join(BUNDLE, 'LICENSES.txt'), 'utf8').matchAll(/^(\S+) (\d\S*), \S+$/gm)];
    expect(inside.map(([, name]) => name)).toContain('zod');
    for (const [, name = '', version] of inside) {
      expect(manifest.dependencies[name]).toBe(version);
      expect(imported).not.toContain(name);
    }
  });

  it('is what is started, and ships with all that it reads', () => {
    const ships = (file: string) => manifest.files.some((one: string) => file === one || file.startsWith(`${one}/`));
    const needed = [...files, 'entry.mjs', 'LICENSES.txt'].map((file) => `dist/bundle/${file}`);
    const read = [...PACKS.map((name) => `dist/policy/packs/${name}.json`), 'servers.config.schema.json'];
    expect(['dist/cli/main.js', ...needed, ...read].filter((file) => !ships(file))).toEqual([]);
    // The modules by themselves are for tests and measurements.
    expect(ships('dist/app/serving/serve.js')).toBe(false);
  });

  // An older Node finds names missing in its modules, and no part of ours would be loaded that could say why.
  it.each([
    ['16.20.2', 1],
    ['20.18.3', 1],
    ['20.19.0', 0],
    // Whose crypto has no `hash`.
    ['21.6.2', 1],
    ['22.0.0', 0],
    ['24.1.0', 0],
  ])('is started by Node %s, or says which one it needs', (version, code) => {
    const as = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
    const args = ['--import', as, path.join(root, 'dist', 'cli', 'main.js'), '--version'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const why = `sallyport: Node ${version} (${process.execPath}) is too old: install Node 22 or later, or 20.19 or a later 20, or start Sallyport with that one\n`;
    expect({ status, stdout, stderr }).toEqual(
      code === 0
        ? { status: 0, stdout: `${manifest.version}\n`, stderr: '' }
        : { status: code, stdout: '', stderr: why },
    );
  });
});

function importsOf(text: string): string[] {
  const found = text.matchAll(/^(?:import|export) (?:[^"']* from )?"([^"']+)";$|\bimport\("([^"']+)"\)/gm);
  return [...found].map(([, once, later]) => once ?? later ?? '');
}
