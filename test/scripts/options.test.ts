import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');

it.each(['accuracy', 'bench', 'clients', 'conformance', 'soak', 'upstreams'])(
  'npm run %s says in a line what it does not know, and where to read what it does',
  (script) => {
    for (const [word, said] of [
      ['--nonsense', `${script}: Unknown option '--nonsense'; --help says what there is\n`],
      ['stray', `${script}: Unexpected argument 'stray'; --help says what there is\n`],
    ] as const) {
      const args = [path.join('scripts', `${script}.mjs`), word];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
      expect([status, stdout, stderr.replace(/\. This command.*?;/, ';')]).toEqual([2, '', said]);
    }
  },
);
