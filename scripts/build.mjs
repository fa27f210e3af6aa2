// Compiles src/ into dist/ and copies what is no code beside it; packs of rules as JSON, which a start reads in a tenth of the
// time that YAML takes.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

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

const main = at('dist', 'cli', 'main.js');
if (existsSync(main)) chmodSync(main, 0o755);
