import { InvalidArgumentError } from 'commander';

/** Options shared by many commands, so that they are worded alike. */
export const CONFIG = [
  '--config <file>',
  'the configuration (default: servers.config.yaml in this folder, else the one that was adopted last, else the one in ~/sallyport)',
] as const;
export const LOCKFILE = [
  '--lockfile <file>',
  'the lockfile (default: sallyport.lock.yaml beside the configuration)',
] as const;
export const STATE = [
  '--state <dir>',
  'the state directory (default: SALLYPORT_STATE, or the one of this user)',
] as const;

export const SINCE = ['--since <time>', 'what came after this: 30m, 2h or 7d ago, or a date'] as const;
export const UNTIL = [
  '--until <time>',
  'what came before this, written like --since; a date is its first moment',
] as const;
/** By which calls of the record are chosen. */
export const OF_SESSION = ['--session <key>', 'of a session, by the beginning of its key'] as const;
export const OF_AGENT = ['--agent <name>', 'of an agent, by its name or what the client calls itself'] as const;
export const TO_SERVER = ['--server <name>', 'to a server'] as const;
export const TO_TOOL = ['--tool <pattern>', 'to tools: `server.tool`, * for anything'] as const;
/** Of an argument that names a call of the record. */
export const CALL = 'as `sallyport log` shows it; its beginning is enough';
/** Of an argument that names a server. */
export const SERVER = 'as it is called in the configuration';

/** Of an option that may be repeated: what was given before, and this. */
export const more = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** The same, where one may also hold several with commas between. */
export const moreOf = (text: string, before: readonly string[] = []): string[] => [...before, ...text.split(',')];

export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Write a number from 0 to 65535.');
  return port;
}
