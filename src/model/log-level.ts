/** The protocol's log levels, from the most talkative on. */
const LEVELS: readonly unknown[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Whether a log message of this level is wanted by a client that asked for `wanted`. An unknown level is shown. */
export const isWanted = (level: unknown, wanted: string): boolean =>
  !LEVELS.includes(level) || LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);

/** Whether a server that was told `told` has to be told `wanted` for its client to hear all it asked for. */
export const isMoreTalkative = (wanted: string, told: string | undefined): boolean =>
  LEVELS.includes(wanted) && (told === undefined || LEVELS.indexOf(wanted) < LEVELS.indexOf(told));
