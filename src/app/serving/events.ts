import type { GateEvent } from '../../model/gate.ts';

/** Tells every client what changed in the servers behind. */
export interface Events {
  emit(event: GateEvent): void;
  listen(listener: (event: GateEvent) => void): () => void;
}

export function createEvents(): Events {
  const listeners = new Set<(event: GateEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
