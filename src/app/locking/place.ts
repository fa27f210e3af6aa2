import path from 'node:path';

/** The name of the lockfile, next to the configuration. */
const LOCKFILE = 'sallyport.lock.yaml';

/** Where the lockfile of a configuration is. */
export const lockfileOf = (folder: string): string => path.join(folder, LOCKFILE);
