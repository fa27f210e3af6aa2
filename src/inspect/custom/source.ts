import { pathToFileURL } from 'node:url';

/** An inspector that the user wrote, with its code as it was read: what runs is what a person reviewed. */
export interface CustomSource {
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Identifies the code; this is what a person trusts. */
  readonly hash: string;
}

/** The address under which stack traces show the code. */
export const urlOf = ({ file }: Pick<CustomSource, 'file'>): string => pathToFileURL(file).href;

/** The code as a `data:` address: the file could have changed by the time of the import. It can import no other files. */
export function moduleOf(source: CustomSource): string {
  const code = `${source.text}\n//# sourceURL=${urlOf(source)}`;
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}
