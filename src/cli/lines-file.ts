import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../model/caught.ts';

/** A file that many lines are written to, in batches. */
export interface LinesFile {
  write(line: string): void;
  /** Writes what is still buffered. */
  close(): void;
}

const CHUNK = 65_536;

/** Creates or replaces a file. Throws, here and later, with a message for people if it cannot be written. */
export function openLines(file: string): LinesFile {
  const done = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw new Error(`${file} cannot be written (${messageOf(error)})`);
    }
  };
  const handle = done(() => openSync(file, 'w'));
  let held = '';
  const flush = (): void => {
    const bytes = Buffer.from(held);
    held = '';
    for (let at = 0; at < bytes.length; ) at += done(() => writeSync(handle, bytes, at));
  };
  return {
    write(line) {
      held += `${line}\n`;
      if (held.length >= CHUNK) flush();
    },
    close() {
      flush();
      closeSync(handle);
    },
  };
}
