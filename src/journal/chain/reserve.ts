import { join } from 'node:path';
import type { Files } from '../disk/files.ts';

const RESERVE_BYTES = 65_536;

/** Space that is freed when the disk is full, so that the record can still say so. */
export class Reserve {
  readonly #files: Files;
  readonly #path: string;
  #isThere = false;

  constructor(files: Files, dir: string, writer: string) {
    this.#files = files;
    this.#path = join(dir, reserveFile(writer));
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Where there is no space for it we go on without it. Never rejects. */
  async make(): Promise<void> {
    this.#isThere = true;
    try {
      const file = await this.#files.create(this.#path, { durable: false });
      const failure = await new Promise((resolve) => file.write(Buffer.alloc(RESERVE_BYTES, 32), 0, resolve));
      await file.close();
      if (failure === undefined) return;
      await this.#files.remove(this.#path);
    } catch {
      // Tried again after the next group that is written.
    }
    this.#isThere = false;
  }

  async remove(): Promise<void> {
    this.#isThere = false;
    await this.#files.remove(this.#path).catch(() => undefined);
  }
}

export const reserveFile = (writer: string): string => `${writer}.reserve`;
