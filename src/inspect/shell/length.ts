/** Longest script that is read, in UTF-16 units. Parsing takes 0.2 ms for a command and half a second for 100 KB. */
export const LONGEST = 32_768;

/** The same once it is spelled out: it may grow by what its variables hold. */
export const LONGEST_SPELLED = 2 * LONGEST;

/** Characters that join or nest commands. Thousands of them exhaust the grammar's memory; no honest script has so many. */
const JOINT = /[|&;(){}`]|\$\(/g;
const MOST_JOINTS = 1_000;
/** Spelled out, the same stand beside one another many times, and are nested no deeper. */
const MOST_SPELLED_JOINTS = 8_000;

/** Whether a script is more than is read of one; a person should look at it then. */
export const isTooLong = (script: string, isSpelled = false): boolean =>
  script.length > (isSpelled ? LONGEST_SPELLED : LONGEST) ||
  (script.match(JOINT)?.length ?? 0) > (isSpelled ? MOST_SPELLED_JOINTS : MOST_JOINTS);
