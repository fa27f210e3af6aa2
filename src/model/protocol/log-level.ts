/** The protocol's log levels, the most verbose first. */
export const LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
const LEVELS: readonly unknown[] = LOG_LEVELS;

export const isLogLevel = (level: unknown): level is string => LEVELS.includes(level);

/** Whether a log message of this level is wanted by a client that asked for `wanted`. An unknown level is shown. */
export const isWanted = (level: unknown, wanted: string): boolean =>
  !LEVELS.includes(level) || LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);

/** Whether a server that was told `told` has to be told `wanted`, so that its client hears all it asked for. */
export const isMoreTalkative = (wanted: string, told: string | undefined): boolean =>
  LEVELS.includes(wanted) && (told === undefined || LEVELS.indexOf(wanted) < LEVELS.indexOf(told));
