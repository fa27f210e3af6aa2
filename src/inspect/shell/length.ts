/** Longest script that is read, in UTF-16 units. Parsing takes 0.2 ms for a command and half a second for 100 KB. */
export const LONGEST = 32_768;

/** Characters that join or nest commands. Thousands of them exhaust the grammar's memory; no honest script has so many. */
const JOINT = /[|&;(){}`]|\$\(/g;
const MOST_JOINTS = 1_000;

/** Whether a script is more than is read of one; a person should look at it then. */
export const isTooLong = (script: string): boolean =>
  script.length > LONGEST || (script.match(JOINT)?.length ?? 0) > MOST_JOINTS;
