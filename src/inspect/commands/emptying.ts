import { type Deed, destructive, logs } from '../shell/deeds.ts';
import { isScratch } from '../shell/words.ts';
import { areLeftovers, liesInProject } from './leftovers.ts';

const empties = destructive('Empties files.', 'medium');
/** Words that may stand for more than one file. */
const MANY = /[*?[{$`]/;
export const OF_SYSTEM_LOGS = /^\/(?:private\/)?var\/log\//;

/**
 * What emptying files is: `truncate -s 0 x`, `: > x`, `cp /dev/null x`. One file of a project that is named may be written anew
 * in any other way too, which nobody is asked about; several that are only found, or what lies elsewhere, are another thing.
 */
export function emptying(files: readonly string[]): Deed | undefined {
  if (files.length > 0 && isScratch(files)) return undefined;
  if (files.some((file) => OF_SYSTEM_LOGS.test(file))) return logs;
  if (files.length > 0 && areLeftovers(files)) return { ...empties, severity: 'low' };
  const areNamed = files.length > 0 && files.every((file) => !MANY.test(file) && liesInProject(file));
  return areNamed ? { ...empties, severity: 'low' } : empties;
}
