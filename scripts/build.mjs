// Compiles src/ into dist/ and copies what is no code beside it.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
rmSync(at('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', root], { stdio: 'inherit' });
for (const file of readdirSync(at('src'), { recursive: true })) {
  if (!file.endsWith('.ts') && /\.[a-z]+$/.test(file)) cpSync(at('src', file), at('dist', file));
}
const main = at('dist', 'cli', 'main.js');
if (existsSync(main)) chmodSync(main, 0o755);
