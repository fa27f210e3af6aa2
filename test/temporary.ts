import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * One temporary folder for all that a run of the tests makes, also by the processes that it starts; removed at the end.
 * Its name is short: paths of sockets may have a hundred letters.
 */
export default function openTemporary(): () => void {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sp-')));
  // Some tests act as a user who may read less: that one has to come through.
  chmodSync(folder, 0o755);
  // `os.tmpdir()` reads the first on Unix, the others on Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
