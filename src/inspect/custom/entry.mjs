// Runs in the worker of a custom inspector: loads the one module that it was started for, and passes calls to it. This
// is JavaScript because a worker is started from a file, in dist/ and in src/ alike.
import { parentPort, workerData } from 'node:worker_threads';

const post = (message) => parentPort.postMessage(message);
const sayError = (error) => {
  if (!(error instanceof Error)) return { name: '', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: String(error.stack ?? '') };
};

/** Most UTF-16 units printed while one question is answered, or while none is. */
const MOST_PRINTED = 20_000;
let printed = 0;

// Not through the thread's own streams: a process that reads those cannot end before they do.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    if (printed < MOST_PRINTED) post({ kind: 'print', text: text.slice(0, MOST_PRINTED - printed) });
    printed += text.length;
    return true;
  };
}

async function load() {
  const { default: given } = await import(workerData.url);
  if (typeof given !== 'object' || given === null) return [undefined, undefined];
  const members = Object.keys(given);
  const methods = ['onCall', 'onResult'].filter((name) => typeof given[name] === 'function');
  return [given, { version: given.version, members, methods }];
}

async function answer(inspector, { id, method, call, result, view }) {
  printed = 0;
  post({ kind: 'begun', id });
  try {
    const seen = await (method === 'onCall' ? inspector.onCall(call, view) : inspector.onResult(call, result, view));
    post({ kind: 'answer', id, seen });
  } catch (error) {
    post({ kind: 'answer', id, error: sayError(error) });
  }
}

try {
  const [inspector, shape] = await load();
  parentPort.on('message', (question) => void answer(inspector, question));
  post({ kind: 'ready', shape });
} catch (error) {
  post({ kind: 'broken', error: sayError(error) });
}
