import { didYouMean } from '../model/words/nearest.ts';

/** A command is about a server that there is not: it was used wrongly, and ends as for any other such use. */
export class UnknownServer extends Error {
  override readonly name = 'UnknownServer';

  constructor(server: string, known: readonly string[], config: string) {
    const there = known.length === 0 ? `${config} names none` : `there are: ${known.join(', ')}`;
    super(`there is no server ${server}${didYouMean(server, known)}; ${there}`);
  }
}
