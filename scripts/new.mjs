// `npm run new -- inspector|detector|rule NAME`: a new part with its test and its place in the registry, which pass as they are.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (file) => path.join(root, ...file.split('/'));
const [kind, name, ...rest] = process.argv.slice(2);

const stop = (message) => {
  console.error(message);
  process.exit(1);
};
const camel = (text) => text.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** Files to write, and edits of files that exist: `[file, before, after]`, where `before` must stand there. */
const parts = {
  inspector: () => ({
    files: {
      [`src/inspect/${name}.ts`]: `import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';

/** Says what it sees in arguments. Knows facts and decides nothing: a rule on \`${name}.seen\` does. */
export const ${camel(name)}: Inspector = {
  name: '${name}',
  version: 1,
  onCall(_call, texts) {
    let findings: Finding[] | undefined;
    for (const { at, text, key } of texts) {
      if (key || text !== '${name} example') continue;
      findings ??= [];
      findings.push({ kind: '${name}.seen', severity: 'low', at, message: 'Is the example of ${name}.' });
    }
    return findings === undefined ? NOTHING_SEEN : { findings };
  },
};
`,
      [`test/inspect/${name}.test.ts`]: `import { expect, test } from 'vitest';
import { ${camel(name)} } from '../../src/inspect/${name}.ts';
import { callOf, lookAtCall } from './given.ts';

test('says what it sees, and where', async () => {
  const { findings } = await lookAtCall(${camel(name)}, callOf({ text: '${name} example' }));
  expect(findings).toMatchObject([{ kind: '${name}.seen', at: '/arguments/text' }]);
});

test('says nothing of what it does not know', async () => {
  expect(await lookAtCall(${camel(name)}, callOf({ text: 'anything else' }))).toEqual({});
});
`,
    },
    edits: [
      [
        'src/inspect/index.ts',
        'import type { Inspector }',
        `import { ${camel(name)} } from './${name}.ts';\nimport type { Inspector }`,
      ],
      ['src/inspect/index.ts', /(Inspector\[\] => \[[^\]]*?),?\s*\];/, `$1, ${camel(name)}];`],
      ['src/policy/kinds.ts', /\n\];/, `\n  '${name}.seen',\n];`],
    ],
    next: `Write what it sees in src/inspect/${name}.ts, then a rule: npm run new -- rule NAME.`,
  }),
  detector: () => ({
    files: {
      [`src/inspect/detectors/${name}.ts`]: `import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const FORM = /\\b${name}-[a-z0-9]{12,64}\\b/g;

function find(text: string): readonly Spotted[] {
  // A search for fixed text first: a regular expression on every string costs more than all clean calls together.
  if (!text.includes('${name}-')) return NOTHING_SPOTTED;
  const found: Spotted[] = [];
  for (const hit of text.matchAll(FORM)) {
    const end = hit.index + hit[0].length;
    found.push({ kind: 'secret.${name}', severity: 'high', start: hit.index, end, message: 'Holds a key of this form.' });
    if (found.length >= MOST_SPOTTED) break;
  }
  return found;
}

/** Keys of one form. New detectors only tell; one that was measured on foreign data may call itself stable. */
export const ${camel(name)}: Detector = {
  name: '${name}',
  kinds: ['secret.${name}'],
  maturity: 'sandbox',
  sees: [{ text: ['key: ${name}', '4f9k2m8x1c7q'].join('-'), kind: 'secret.${name}' }],
  ignores: ['${name}', '${name}-short'],
  find,
};
`,
    },
    edits: [
      [
        'src/inspect/secrets.ts',
        'import { jwt }',
        `import { ${camel(name)} } from './detectors/${name}.ts';\nimport { jwt }`,
      ],
      [
        'src/inspect/secrets.ts',
        /(secretDetectors\b[^=\n]*= \[[^\]]*?),?\s*assignments\]/,
        `$1, ${camel(name)}, assignments]`,
      ],
      [
        'test/inspect/detectors/detectors.test.ts',
        'import { jwt }',
        `import { ${camel(name)} } from '../../../src/inspect/detectors/${name}.ts';\nimport { jwt }`,
      ],
      [
        'test/inspect/detectors/detectors.test.ts',
        /(all: readonly Detector\[\] = \[[^\]]*?),?\s*\];/,
        `$1, ${camel(name)}];`,
      ],
    ],
    next: `Give src/inspect/detectors/${name}.ts its form, and every example you can find of what it must see and must ignore.`,
  }),
  rule: () => ({
    files: {},
    edits: [
      [
        'src/policy/packs/recommended.yaml',
        /\s*$/,
        `
  - id: ${name}
    tools: ['*.${name}']
    effect: ask
    mode: audit
    reason: 'Say in one sentence why a person should look at this. {{origin}}'
    instead: Say what the agent may do instead.
    examples:
      matches: [{ tool: files.${name} }]
      ignores: [{}]
`,
      ],
    ],
    next: `Give ${name} in src/policy/packs/recommended.yaml its condition and examples. It is recorded and does not count until "mode: audit" is gone.`,
  }),
};

if (!Object.hasOwn(parts, kind ?? '') || name === undefined || rest.length > 0) {
  stop('usage: npm run new -- inspector|detector|rule NAME');
}
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  stop(`"${name}" is no name for it: use words in lower case, joined by "-"`);

const { files, edits, next } = parts[kind]();
for (const file of Object.keys(files)) if (existsSync(at(file))) stop(`${file} exists; choose another name`);
const pack = 'src/policy/packs/recommended.yaml';
if (kind === 'rule' && new RegExp(`- id: ${name}$`, 'm').test(readFileSync(at(pack), 'utf8'))) {
  stop(`${pack} has a rule "${name}"; choose another name`);
}
// Everything is worked out before anything is written: a file that changed its form leaves the tree as it was.
const edited = new Map();
for (const [file, before, after] of edits) {
  const text = edited.get(file) ?? readFileSync(at(file), 'utf8');
  const put = text.replace(before, after);
  if (put === text) stop(`${file} has changed its form: ${before} does not stand in it. Mend scripts/new.mjs.`);
  edited.set(file, put);
}
const all = [...Object.entries(files), ...edited];
for (const [file, text] of all) writeFileSync(at(file), text);
const code = all.map(([file]) => file).filter((file) => file.endsWith('.ts'));
if (code.length > 0) {
  const biome = at('node_modules/@biomejs/biome/bin/biome');
  // Only form: imports in order, lines broken. A copy outside of git must work too.
  execFileSync(process.execPath, [biome, 'check', '--write', '--vcs-enabled=false', ...code], {
    cwd: root,
    stdio: 'pipe',
  });
}
for (const [file] of all) console.log(`${Object.hasOwn(files, file) ? 'new    ' : 'changed'} ${file}`);
console.log(next);
