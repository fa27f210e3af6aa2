export interface StopSignals {
  readonly called: Promise<void>;
  /** Sets what a SIGHUP does to a server. A process with a client ends on it, as on the other signals. */
  onReload(reload: () => void): void;
}

/** The first signal asks for an orderly end, the second ends the process at once. */
export function stopSignals(isServer: boolean, log: (line: string) => void): StopSignals {
  let reload = (): void => {};
  const called = new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals, code: number): void => {
      let count = 0;
      process.on(signal, () => {
        if (count++ === 0) return resolve();
        log(`${signal} again: ended at once`);
        process.exit(128 + code);
      });
    };
    stop('SIGINT', 2);
    stop('SIGTERM', 15);
    if (isServer) process.on('SIGHUP', () => reload());
    else stop('SIGHUP', 1);
  });
  return {
    called,
    onReload: (given) => {
      reload = given;
    },
  };
}
