const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does what takes a moment and is worse half done: whoever stops the command meanwhile has it end when it is done. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const wait = (): void => undefined;
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, wait);
  }
}
