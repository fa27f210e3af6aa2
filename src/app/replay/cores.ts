import { availableParallelism } from 'node:os';

/**
 * Bytes of recordings for each thread, where there are two cores for each: while its code is new, V8 compiles and collects
 * beside it for two thirds of its time. One that starts costs a second of processor time, as long as judging two million.
 */
const SHARE = 4_000_000;
/** Bytes for each where there is one core only: with less, threads that compile take the core from those that judge. */
const LONG_SHARE = 32_000_000;
/** Each holds some hundred megabytes, and one reads for all. */
const MOST = 16;

/** On how many threads it pays to judge so many bytes of recordings. `cores`: how many there may be at most. */
export function threadsFor(bytes: number, cores = availableParallelism()): number {
  const young = Math.min(cores / 2, bytes / SHARE);
  const grown = Math.min(cores, bytes / LONG_SHARE);
  return Math.max(1, Math.min(MOST, Math.floor(Math.max(young, grown))));
}
