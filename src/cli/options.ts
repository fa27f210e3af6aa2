/** Options shared by many commands, so that they are worded alike. */
export const CONFIG = [
  '--config <file>',
  'the configuration (default: servers.config.yaml in this folder, else the one that was adopted last)',
] as const;
export const LOCKFILE = [
  '--lockfile <file>',
  'the lockfile (default: sallyport.lock.yaml beside the configuration)',
] as const;
export const STATE = [
  '--state <dir>',
  'the state directory (default: SALLYPORT_STATE, or the one of this user)',
] as const;
