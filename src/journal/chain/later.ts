import { LaterRecord } from '../journal-error.ts';

/** Told of a chain that a later version of Sallyport wrote; from there on nothing of it can be read here. */
export type TellLater = (writer: string) => void;

/**
 * What `read` gives of a chain; undefined, and told, where a later version wrote that. Rejects where nobody is to be told:
 * whoever has to know all of the record must not go on with less.
 */
export async function unlessLater<T>(
  writer: string,
  read: () => Promise<T>,
  tell: TellLater | undefined,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (tell === undefined || !(error instanceof LaterRecord)) throw error;
    tell(writer);
    return undefined;
  }
}
