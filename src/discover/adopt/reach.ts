import type { ClientSurvey } from '../client-survey.ts';
import type { Taken } from './choice.ts';

/** What a client gets that it did not have: all clients of one configuration get all of its servers. */
export interface Reach {
  readonly title: string;
  readonly file: string;
  /** Names behind Sallyport. */
  readonly gains: readonly string[];
}

export interface ReachParts {
  readonly survey: ClientSurvey;
  /** Files of clients that change. */
  readonly changed: readonly string[];
  readonly taken: readonly Taken[];
  /** The servers of the configuration, before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether an entry starts Sallyport with this configuration. */
  readonly serves: (args: readonly string[]) => boolean;
}

/** Every client that gets more than it had, in the order in which they were found. */
export function reachOf({ survey, changed, taken, before, after, serves }: ReachParts): Reach[] {
  return survey.files.flatMap(({ file, client }) => {
    const isBehind = survey.servers.some(({ slot, isUs, entry }) => slot.file === file && isUs && serves(entry.args));
    if (!isBehind && !changed.includes(file)) return [];
    const own = taken.filter(({ found }) => found.slot.file === file).map(({ name }) => name);
    const had = new Set([...own, ...(isBehind ? before : [])]);
    const gains = after.filter((name) => !had.has(name));
    return gains.length === 0 ? [] : [{ title: client.title, file, gains }];
  });
}
