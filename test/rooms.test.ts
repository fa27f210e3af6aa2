import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, hasCode, type Import, importsOf, readSource } from './source.ts';

/** How one room may use another: all of it, types alone, or what reads and never writes. */
type Use = 'all' | 'types' | 'read';

interface Room {
  readonly why: string;
  readonly uses: Readonly<Record<string, Use>>;
}

/** The architecture. A room that is not here may not exist; an import that is not here may not be made. */
const ROOMS: Readonly<Record<string, Room>> = {
  model: { why: 'Nouns and pure functions on them: everything stands on it, so it stands on nothing.', uses: {} },
  config: { why: 'What a user wrote, read and checked; it knows no part that it configures.', uses: { model: 'all' } },
  catalog: {
    why: 'What upstreams offer is data; only the shape of the configuration matters to it.',
    uses: { model: 'all', config: 'types' },
  },
  inspect: {
    why: 'Inspectors know facts and decide nothing, so they cannot see the policy.',
    uses: { model: 'all', catalog: 'types' },
  },
  policy: { why: 'A decision is a function of evidence: no clock, no disk, no other room.', uses: { model: 'all' } },
  journal: { why: 'The one minter of Admitted and Settled asks nobody what to record.', uses: { model: 'all' } },
  projections: { why: 'Pure folds over records, so that a replay folds as the live one did.', uses: { model: 'all' } },
  pipeline: {
    why: 'The spine is handed its parts: with fakes or with the real ones, it is the same.',
    uses: { model: 'all' },
  },
  upstream: {
    why: 'It can only relay what it is handed, so it must not reach what decides.',
    uses: { model: 'all', config: 'types' },
  },
  downstream: { why: 'It can only answer what it is handed.', uses: { model: 'all', config: 'types' } },
  discover: {
    why: 'It looks around before anything runs, and is handed a probe.',
    uses: { model: 'all', config: 'all' },
  },
  app: {
    why: 'Wiring: the one place that knows everybody.',
    uses: Object.fromEntries(
      [
        'model',
        'config',
        'catalog',
        'inspect',
        'policy',
        'journal',
        'projections',
        'pipeline',
        'upstream',
        'downstream',
        'discover',
      ].map((room) => [room, 'all' as const]),
    ),
  },
  cli: {
    why: 'Arguments and printing; what it does, app does.',
    uses: { app: 'all', config: 'all', journal: 'read', projections: 'all', model: 'all' },
  },
};

/** What makes records or keys: never read-only. */
const WRITES_THE_JOURNAL = /^journal\/(journal|recorder|mint|chain\/(chain|group|segment|line))\.ts$/;
const SPEAKS_MCP = new Set(['upstream', 'downstream']);
const DUMPING_GROUNDS = /^(utils?|common|types|services?|helpers?|shared|misc|lib)$/;
const MOST_LINES = 300;

const SRC = path.join(import.meta.dirname, '..', 'src');
const files = filesIn(SRC, '.ts');
const roomOf = (file: string): string => file.split('/')[0] as string;

/** The file that a relative import means, relative to src. */
const resolved = (file: string, from: string): string => path.posix.join(path.posix.dirname(file), from);

/** Why an import may not be made, or undefined. */
function fault(file: string, { from, isType }: Import): string | undefined {
  if (from.startsWith('@modelcontextprotocol/') && !SPEAKS_MCP.has(roomOf(file))) {
    return `${file} imports ${from}: only ${[...SPEAKS_MCP].join('/ and ')}/ speak MCP`;
  }
  if (!from.startsWith('.')) return undefined;
  const to = resolved(file, from);
  const [here, there] = [roomOf(file), roomOf(to)];
  if (here === there) return undefined;
  const use = ROOMS[here]?.uses[there];
  if (use === undefined) return `${file} imports ${to}: ${here}/ may not use ${there}/. ${ROOMS[here]?.why}`;
  if (use === 'types' && !isType) return `${file} imports ${to} for more than its types. ${ROOMS[here]?.why}`;
  if (use === 'read' && !isType && WRITES_THE_JOURNAL.test(to))
    return `${file} imports ${to}, which writes. ${ROOMS[here]?.why}`;
  return undefined;
}

/** The first circle among imports, as a path, or undefined. Of types too: files that need each other's are one file in two. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = walk(next, [...trail, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

const imports = new Map(files.map((file) => [file, importsOf(readSource(SRC, file))]));

describe('rooms', () => {
  it('are all in the table, and there is something in them', () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...new Set(files.map(roomOf))].filter((room) => ROOMS[room] === undefined)).toEqual([]);
    expect([...imports.values()].flat().length).toBeGreaterThan(files.length);
  });

  it('import only the rooms that they may', () => {
    expect([...imports].flatMap(([file, list]) => list.flatMap((each) => fault(file, each) ?? []))).toEqual([]);
  });

  it('import files that exist, by their whole name', () => {
    const known = new Set(files);
    const missing = [...imports].flatMap(([file, list]) =>
      list
        .filter(({ from }) => from.startsWith('.') && !known.has(resolved(file, from)))
        .map(({ from }) => `${file}: ${from}`),
    );
    expect(missing).toEqual([]);
  });

  it('have no circles', () => {
    const graph = new Map(
      [...imports].map(([file, list]) => [
        file,
        list.filter(({ from }) => from.startsWith('.')).map(({ from }) => resolved(file, from)),
      ]),
    );
    expect(circle(graph)).toBeUndefined();
  });

  it('are named for what they hold', () => {
    const folders = new Set(files.flatMap((file) => path.posix.dirname(file).split('/')));
    expect([...folders].filter((folder) => DUMPING_GROUNDS.test(folder))).toEqual([]);
    expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path.posix.basename(file)))).toEqual([]);
  });

  it(`have no file of more than ${MOST_LINES} lines`, () => {
    const long = files.map((file) => [file, readSource(SRC, file).trimEnd().split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > MOST_LINES)).toEqual([]);
  });
});

describe('the check of rooms', () => {
  it.each<[string, Import]>([
    ['policy/decide.ts', { from: '../journal/journal.ts', isType: true }],
    ['model/call.ts', { from: '../config/schema.ts', isType: true }],
    ['catalog/catalog.ts', { from: '../config/schema.ts', isType: false }],
    ['cli/main.ts', { from: '../journal/mint.ts', isType: false }],
    ['cli/main.ts', { from: '../journal/chain/chain.ts', isType: false }],
    ['journal/journal.ts', { from: '@modelcontextprotocol/server', isType: true }],
    ['inspect/detectors/sql.ts', { from: '../../policy/rule.ts', isType: true }],
    ['policy/rule.ts', { from: '../app/serve.ts', isType: false }],
  ])('sees that %s may not import %j', (file, each) => {
    expect(fault(file, each)).toEqual(expect.any(String));
  });

  it.each<[string, Import]>([
    ['catalog/catalog.ts', { from: '../config/schema.ts', isType: true }],
    ['cli/main.ts', { from: '../journal/verify/verify.ts', isType: false }],
    ['upstream/http.ts', { from: '@modelcontextprotocol/client', isType: false }],
    ['inspect/detectors/sql.ts', { from: '../../model/json.ts', isType: false }],
    ['policy/rule.ts', { from: 'node:fs', isType: false }],
  ])('sees that %s may import %j', (file, each) => {
    expect(fault(file, each)).toBeUndefined();
  });

  it('reads imports in every form', () => {
    const source = `import type { A } from './a.ts';
import { type B, type C } from './b.ts';
import { type D, e } from './c.ts';
import f, { g } from './d.ts';
import * as h from './e.ts';
import './f.ts';
export { i } from './g.ts';
export type { J } from './h.ts';
export * from './i.ts';
import {
  type K,
  l,
} from './j.ts';
const m = await import('./k.ts');`;
    expect(importsOf(source).map(({ from, isType }) => [from, isType])).toEqual([
      ['./a.ts', true],
      ['./b.ts', true],
      ['./c.ts', false],
      ['./d.ts', false],
      ['./e.ts', false],
      ['./f.ts', false],
      ['./g.ts', false],
      ['./h.ts', true],
      ['./i.ts', false],
      ['./j.ts', false],
      ['./k.ts', false],
    ]);
  });

  it('finds circles', () => {
    expect(
      circle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(
      circle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toBeUndefined();
  });

  it.each([
    [
      "import type { A } from './a.ts';\nexport interface B { readonly a: A }\n/** const x */\nexport type C = B;",
      false,
    ],
    ['export const a = 1;', true],
    ['async function a() {}', true],
    ["export { a } from './a.ts';", true],
    ['main();', true],
    ['declare const a: unique symbol;\nexport interface B {}', false],
  ])('knows what runs: %s', (source, runs) => {
    expect(hasCode(source)).toBe(runs);
  });
});
