import { setFlagsFromString } from 'node:v8';

/**
 * How soon V8 optimises our code. Clients start processes by the dozen, and most are young when their calls come:
 * compiling is a third of what a call costs then. Only set in the V8 of Node 20, where it was measured; later ones have
 * another compiler in between, and other flags. Flags that compiling threads read must not change while V8 runs: it
 * aborts. These two are read where code runs.
 */
const IS_MEASURED = process.versions.v8.startsWith('11.');

/**
 * Code that runs at the start runs once and is not worth optimising. Regular expressions are compiled to machine code when
 * they first run, as newer V8 does: definitions and first calls run most of ours more than once, and each would be compiled
 * a second time. Only for those made from now on, so this comes before our modules; `--no-regexp-tier-up` would be about
 * those that have run as well, and ends in a segmentation fault.
 */
export function startCompiling(): void {
  if (!IS_MEASURED) return;
  setFlagsFromString('--interrupt-budget=1000000');
  setFlagsFromString('--regexp-tier-up-ticks=0');
}

/**
 * Code that runs from now on runs for every call, so it is optimised after far less work than by default. Optimised that
 * early, V8 has seen fewer callees to inline, which makes compiling cheaper as well.
 */
export function compileForCalls(): void {
  if (!IS_MEASURED) return;
  setFlagsFromString('--interrupt-budget=16000');
  setFlagsFromString('--ticks-before-optimization=1');
}
