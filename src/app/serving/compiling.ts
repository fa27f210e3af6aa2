import { setFlagsFromString } from 'node:v8';

/**
 * How soon V8 optimises our code. Clients start processes by the dozen, most of which are young when their calls come:
 * compiling is a third of what a call costs then. Set where it was measured, in the V8 of Node 20; later ones have a
 * compiler in between, and other flags. Only these flags: they are read where code runs. Those that are read where code is
 * compiled, on other threads, must not change while V8 runs; it ends the process where they do.
 */
const IS_MEASURED = process.versions.v8.startsWith('11.');

/** What runs at start runs once, and is not worth optimising. */
export function startCompiling(): void {
  if (IS_MEASURED) setFlagsFromString('--interrupt-budget=1000000');
}

/**
 * What runs from now on runs for every call: it is compiled after far less work than by default. What is compiled so early
 * has seen fewer of its callees, takes less of them in, and costs less to compile as well.
 */
export function compileForCalls(): void {
  if (!IS_MEASURED) return;
  setFlagsFromString('--interrupt-budget=16000');
  setFlagsFromString('--ticks-before-optimization=1');
}
