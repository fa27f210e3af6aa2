// Opens files until no more can be, and then does what starts a process. Prints what came of it, and that we live.
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [dist] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(`${dist}/${file}.js`).href);
const { StdioWire } = await load('upstream/stdio');
const { loadFault } = await load('inspect/custom/load-fault');
const heard = [];
try {
  for (;;) openSync('/dev/null');
} catch (error) {
  heard.push(error.code);
}
const program = { command: process.execPath, args: [], env: {} };
const listener = { message() {}, tooLarge() {}, ended: (failure) => heard.push(failure.message) };
try {
  new StdioWire({ upstream: 's', program, most: 1_000, log() {}, listener });
} catch (error) {
  heard.push(error.message);
}
const source = { name: 'mine', file: '/mine.mjs', text: 'export default {' };
const fault = await loadFault(source, { name: 'SyntaxError', message: 'Unexpected end of input', stack: '' });
heard.push(fault.message);
// Node reports a process that was not started a turn later.
await sleep(0);
process.stdout.write(JSON.stringify(heard));
