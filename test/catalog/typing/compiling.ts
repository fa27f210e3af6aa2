import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);

/** What the compiler says of these files under `strict`; '' where nothing is wrong. */
export async function complaintsOf(files: Readonly<Record<string, string>>): Promise<string> {
  // Below the root, so that what is imported by name is found.
  const folder = mkdtempSync(path.join(root, 'node_modules', '.types-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const options = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: 'es2022',
    module: 'nodenext',
    allowImportingTsExtensions: true,
    allowJs: true,
    checkJs: true,
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules', '@types')],
  };
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: Object.keys(files) }),
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  try {
    await run(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
