// Loaded into the Sallyport under test (`node --expose-gc --import …`): on SIGUSR2 it collects garbage and writes what is
// still held to the file in SOAK_PROBE. Nothing else about the process changes.
import { renameSync, writeFileSync } from 'node:fs';
import { getHeapCodeStatistics } from 'node:v8';

const file = process.env.SOAK_PROBE;
const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

process.on('SIGUSR2', async () => {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.();
    await turn();
  }
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const compiled = getHeapCodeStatistics();
  const code = compiled.code_and_metadata_size + compiled.bytecode_and_metadata_size;
  writeFileSync(`${file}.new`, JSON.stringify({ ...process.memoryUsage(), code, resources }));
  renameSync(`${file}.new`, file);
});
