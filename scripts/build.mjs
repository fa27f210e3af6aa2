// Compiles src/ into dist/ and copies what is no code beside it; packs of rules as JSON, which a start reads in a tenth of the
// time that YAML takes. What is started are bundles of those modules (docs/adr/0025): to find and load one costs half a millisecond,
// however small it is, and a start needs 700.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { parse } from 'yaml';

/** Packages that every start loads, in 200 files: ours are bundled with them. All others stay where npm puts them. */
const BUNDLED = ['@marcbachmann/cel-js', 'commander', 'ipaddr.js', 'picocolors', 'yaml', 'zod'];

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const PACKS = path.join('policy', 'packs');
const at = (...parts) => path.join(root, ...parts);
rmSync(at('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', root], { stdio: 'inherit' });
for (const file of readdirSync(at('src'), { recursive: true })) {
  if (file.endsWith('.ts') || !/\.[a-z]+$/.test(file)) continue;
  if (path.dirname(file) !== PACKS) cpSync(at('src', file), at('dist', file));
  else writePack(file);
}

function writePack(file) {
  const to = at('dist', file.replace(/\.yaml$/, '.json'));
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify(parse(readFileSync(at('src', file), 'utf8'))));
}

await bundle();

/** Each file of a bundle holds modules that always come together, so a command loads no more than its own. */
async function bundle() {
  const dir = at('dist', 'bundle');
  const isOf = (id, name) => id === name || id.startsWith(`${name}/`);
  await build({
    input: { main: at('dist', 'cli', 'main.js'), 'replay-thread': at('dist', 'cli', 'commands', 'replay-thread.js') },
    cwd: root,
    platform: 'node',
    external: (id) => !/^(?:\.|[a-z]:|\/)/i.test(id) && !BUNDLED.some((name) => isOf(id, name)),
    // `serve` loads modules of Node's for the sake of when, and uses nothing of them there.
    treeshake: { moduleSideEffects: [{ external: true, sideEffects: true }] },
    // One command needs at once what another loads later.
    checks: { ineffectiveDynamicImport: false },
    onLog: (level, { message }) => {
      if (level === 'warn') throw new Error(message);
    },
    output: { dir, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  });
  // A worker is started from a file, which is looked for beside the code that starts it.
  cpSync(at('src', 'inspect', 'custom', 'entry.mjs'), path.join(dir, 'entry.mjs'));
  writeFileSync(path.join(dir, 'LICENSES.txt'), BUNDLED.map(licenceOf).join('\n'));
  const main = at('dist', 'cli', 'main.js');
  writeFileSync(main, beginning());
  chmodSync(main, 0o755);
}

/** Of what an older Node lacks it would say only which name is missing where: the first file says what it needs. */
function beginning() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  // Node 21, which nobody maintains, got late what 20 has.
  const [, old, minor, next] = /^>=(\d+)\.(\d+) <\d+ \|\| >=(\d+)$/.exec(engines.node);
  return `#!/usr/bin/env node
const { node } = process.versions;
const [major, minor] = node.split('.').map(Number);
if (major >= ${next} || (major === ${old} && minor >= ${minor})) await import('../bundle/main.js');
else {
  const advice = 'install Node ${next} or later, or ${old}.${minor} or a later ${old}, or start Sallyport with that one';
  process.stderr.write(\`sallyport: Node \${node} (\${process.execPath}) is too old: \${advice}\\n\`);
  process.exitCode = 1;
}
`;
}

function licenceOf(name) {
  const folder = at('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}, ${license}\n\n${readFileSync(path.join(folder, 'LICENSE'), 'utf8')}`;
}
