import { constants } from 'node:os';
import { isatty } from 'node:tty';

export interface StopSignals {
  readonly called: Promise<void>;
  /** Sets what a SIGHUP does to a server. A process with a client ends on it, as on the other signals. */
  onReload(reload: () => void): void;
}

/** What a terminal, a service manager, a limit on time or a tool that restarts programs sends to end one. */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR2', 'SIGXCPU'] as const;

/** The first signal asks for an orderly end, the second ends the process at once. */
export function stopSignals(isServer: boolean, log: (line: string) => void): StopSignals {
  let isMissed = false;
  let reload = (): void => {
    isMissed = true;
  };
  const terminals = [0, 1, 2].filter((stream) => isatty(stream));
  // A terminal that was closed is none any more; with `nohup` there was none.
  const isOrphaned = (): boolean => terminals.length > 0 && !terminals.some((stream) => isatty(stream));
  const called = new Promise<void>((resolve) => {
    for (const signal of STOPPING) {
      let count = 0;
      process.on(signal, () => {
        if (count++ === 0) return resolve();
        log(`${signal} again: ended at once`);
        process.exit(128 + constants.signals[signal]);
      });
    }
    // A shell and the system may both tell of a closed terminal: a second one is no impatience.
    process.on('SIGHUP', () => (isServer && !isOrphaned() ? reload() : resolve()));
  });
  return {
    called,
    onReload: (given) => {
      reload = given;
      // One that came before the configuration was followed is no less meant.
      if (isMissed) reload();
    },
  };
}
