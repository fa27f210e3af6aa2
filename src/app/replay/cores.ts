import { availableParallelism } from 'node:os';

/**
 * Bytes of recordings for each thread. One that starts takes a second of processor time until its code is compiled, as long
 * as judging two million of them: with less, most of its time would go into that.
 */
const SHARE = 4_000_000;
/** Each holds some hundred megabytes, and one reads for all. */
const MOST = 16;

/** On how many threads it pays to judge so many bytes of recordings. `cores`: how many there may be at most. */
export const threadsFor = (bytes: number, cores = availableParallelism()): number =>
  Math.max(1, Math.min(cores, MOST, Math.floor(bytes / SHARE)));
