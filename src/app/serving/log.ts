import { visible } from '../../model/text/unshown.ts';
import { completeCommands, type Whereabouts } from '../own-commands.ts';
import { whereabouts } from '../places/config-place.ts';

/** What this process says to people, on stderr: its standard output may be a client's. */
export class Log {
  /** What printed commands are about; known once the configuration is read. */
  where: Whereabouts = whereabouts(undefined, undefined);
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stderr.write(text)) {
    this.#write = write;
  }

  readonly say = (line: string): void => this.#write(`sallyport: ${completeCommands(visible(line), this.where)}\n`);
}
