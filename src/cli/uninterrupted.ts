const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a short action that must not be left half done: an interrupt meanwhile takes effect when the action is finished.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const wait = (): void => undefined;
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, wait);
  }
}
