import { realpathSync } from 'node:fs';

/**
 * Whether a path that was noted once may be that of this file: spelled otherwise, through a link, or from before the file was
 * moved. What was noted of a file that is not there any more may be of any.
 */
export function mayBeFile(noted: string, file: string): boolean {
  if (noted === file) return true;
  const real = realOf(noted);
  return real === undefined || real === realOf(file);
}

/** Undefined where nothing is there, or nobody may see it. */
function realOf(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}
