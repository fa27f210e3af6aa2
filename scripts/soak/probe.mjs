// Loaded into the Sallyport under test (`node --expose-gc --import …`): on SIGWINCH, which ends no process, it collects garbage and writes what is
// still held to the file in SOAK_PROBE. Nothing else about the process changes.
import { renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getHeapCodeStatistics } from 'node:v8';

const file = process.env.SOAK_PROBE;
/** Where a library lies that can call malloc; without one, what malloc keeps empty counts as held. */
const library = process.env.SOAK_LIBRARY;
const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Has malloc give back the pages that it keeps empty. Whether it could be asked. */
function trim() {
  if (library === undefined) return false;
  try {
    createRequire(library)('koffi').load('libc.so.6').func('int malloc_trim(size_t)')(0);
    return true;
  } catch {
    return false;
  }
}

process.on('SIGWINCH', async () => {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.();
    await turn();
  }
  const { rss: resident } = process.memoryUsage();
  const isTrimmed = trim();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const compiled = getHeapCodeStatistics();
  const code = compiled.code_and_metadata_size + compiled.bytecode_and_metadata_size;
  writeFileSync(`${file}.new`, JSON.stringify({ ...process.memoryUsage(), resident, isTrimmed, code, resources }));
  renameSync(`${file}.new`, file);
});
