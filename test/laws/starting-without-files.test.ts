import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

it('where no more files can be opened, a process that is to be started is told of as one that was not', async () => {
  const args = [process.execPath, at('starting-without-files.mjs'), at('../../dist')];
  const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -n 80 && exec "$@"', 'sh', ...args]);
  expect(JSON.parse(stdout)).toEqual([
    'EMFILE',
    expect.stringMatching(/^could not start .*: too many files are open; raise the limit/),
    'SyntaxError: Unexpected end of input',
  ]);
});
