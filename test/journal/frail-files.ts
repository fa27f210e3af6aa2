import { writeFileSync } from 'node:fs';
import { diskFiles, type Files, type OpenFile } from '../../src/journal/disk/files.ts';

export type Operation = 'create' | 'write' | 'sync' | 'truncate' | 'remove';

const errorOf = (code: string): NodeJS.ErrnoException => Object.assign(new Error(`${code}: made to fail`), { code });

/** The real disk, but an operation fails whenever `fails` names an error code for it. A failing write leaves half its bytes. */
export function failingFiles(fails: (operation: Operation, path: string) => string | undefined): Files {
  const guard = async (operation: Operation, path: string): Promise<void> => {
    const code = fails(operation, path);
    if (code !== undefined) throw errorOf(code);
  };
  return {
    async create(path, options) {
      await guard('create', path);
      const file = await diskFiles.create(path, options);
      return {
        write(bytes, position, done) {
          const code = fails('write', path);
          // One that says no after it has written all there was: to `sync` belongs what a durable write does at its end.
          const late = options.durable ? fails('sync', path) : undefined;
          if (code === undefined && late === undefined) file.write(bytes, position, done);
          else if (code === undefined) file.write(bytes, position, () => done(errorOf(late ?? '')));
          else file.write(bytes.subarray(0, bytes.length >> 1), position, () => done(errorOf(code)));
        },
        isLinked: () => file.isLinked(),
        async truncate(size) {
          await guard('truncate', path);
          await file.truncate(size);
        },
        close: () => file.close(),
      };
    },
    async remove(path) {
      await guard('remove', path);
      await diskFiles.remove(path);
    },
  };
}

interface Unsynced {
  readonly bytes: Buffer;
  readonly position: number;
}

/** A machine that can lose its power: what was not synced is then there, or torn, or not, as `chance` (0 to 1) has it. */
export class PowerCut {
  readonly #files = new Map<string, { image: Buffer; unsynced: Unsynced[]; file: OpenFile }>();
  #isCut = false;

  readonly files: Files = {
    create: async (path, options) => {
      const file = await diskFiles.create(path, options);
      const state = { image: Buffer.alloc(0), unsynced: [] as Unsynced[], file };
      this.#files.set(path, state);
      return this.#wrap(file, state, options.durable);
    },
    remove: async (path) => {
      this.#files.delete(path);
      await diskFiles.remove(path);
    },
  };

  /** Nothing that is under way is ever answered; the files hold what a disk would. */
  cut(chance: () => number): void {
    this.#isCut = true;
    for (const [path, { image, unsynced, file }] of this.#files) {
      void file.close();
      let left = image;
      for (const { bytes, position } of unsynced) {
        const fate = chance();
        if (fate < 0.4) continue;
        left = patch(left, fate < 0.7 ? bytes.subarray(0, Math.floor(bytes.length * chance())) : bytes, position);
      }
      writeFileSync(path, left);
    }
  }

  #wrap(file: OpenFile, state: { image: Buffer; unsynced: Unsynced[] }, isDurable: boolean): OpenFile {
    const settle = (): void => {
      for (const { bytes, position } of state.unsynced.splice(0)) state.image = patch(state.image, bytes, position);
    };
    return {
      write: (bytes, position, done) => {
        if (this.#isCut) return;
        state.unsynced.push({ bytes, position });
        file.write(bytes, position, (error) => {
          if (this.#isCut) return;
          if (error === undefined && isDurable) settle();
          done(error);
        });
      },
      isLinked: () => file.isLinked(),
      truncate: async (size) => {
        await file.truncate(size);
        settle();
        state.image = state.image.subarray(0, size);
      },
      close: () => file.close(),
    };
  }
}

function patch(image: Buffer, bytes: Buffer, position: number): Buffer {
  const patched = Buffer.alloc(Math.max(image.length, position + bytes.length));
  image.copy(patched);
  bytes.copy(patched, position);
  return patched;
}
