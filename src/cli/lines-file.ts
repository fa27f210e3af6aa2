import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../model/caught.ts';

/** A file that lines are written to, many at a time. */
export interface LinesFile {
  write(line: string): void;
  /** Writes what is left. */
  close(): void;
}

const CHUNK = 65_536;

/** Makes a file anew. Throws, here and later, with words for a person where it cannot be written. */
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
