import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Lockfiles that were read from end to end and found whole, by their hash: they need not be again. */
export interface Marks {
  has(hash: string): boolean;
  add(hash: string): void;
}

const MOST = 20;

/** Kept in the state directory, where nobody else can write. That it cannot be kept costs time, and nothing else. */
export function openMarks(stateRoot: string): Marks {
  const file = path.join(stateRoot, 'lockfiles.txt');
  const read = (): string[] => {
    try {
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  };
  return {
    has: (hash) => read().includes(hash),
    add: (hash) => {
      const kept = [hash, ...read().filter((each) => each !== hash)].slice(0, MOST);
      try {
        writeFileSync(file, `${kept.join('\n')}\n`, { mode: 0o600 });
      } catch {
        // The next start reads it whole again.
      }
    },
  };
}
