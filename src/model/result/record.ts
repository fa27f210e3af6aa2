import type { JsonPointer } from '../json.ts';

/**
 * The entry of a list in which something in a result stands: one message of an inbox, one row of a table. Of what is no list, all of
 * it, and of a list of plain texts as well: these are as often the lines of one. Ends in a slash, so that what begins with it is in it.
 */
export const recordAt = (at: JsonPointer): string => `${RECORD.exec(at)?.[0] ?? ''}/`;
const RECORD = /^(?:.*#|\/structuredContent)(?:.*\/\d+)?(?=\/)/;

/** Whether one of two records is in the other. */
export const areOfOne = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
