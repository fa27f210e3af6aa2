import { pathToFileURL } from 'node:url';

/** An inspector that the user wrote: its code as it was read, so that what a person looked at is what runs. */
export interface CustomSource {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** Names the code; what a person trusts. */
  readonly hash: string;
}

/** The name under which a stack knows the code. */
export const urlOf = ({ file }: Pick<CustomSource, 'file'>): string => pathToFileURL(file).href;

/** The code itself as an address: a file could be another one by the time it is imported. It can import nothing beside it. */
export function moduleOf(source: CustomSource): string {
  const code = `${source.text}\n//# sourceURL=${urlOf(source)}`;
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}
