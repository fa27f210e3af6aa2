import { EFFECTS } from '../../model/decision.ts';
import { wildcard } from '../../model/wildcard.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import type { LogLine } from '../printing/log-line.ts';
import { UsageError } from '../usage-error.ts';

/** The options by which commands choose among recorded calls. */
export interface CallWish {
  readonly agent?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly effect?: readonly string[];
}

/** Whether no option chooses among them. */
export const asksForAll = ({ agent, server, tool, effect }: CallWish): boolean =>
  agent === undefined && server === undefined && tool === undefined && effect === undefined;

/** Whether a recorded call is one of those that are asked for. Throws `UsageError` where an option means nothing. */
export function callFilter({ agent, server, tool, effect }: CallWish): (line: Partial<LogLine>) => boolean {
  const effects = effect === undefined ? undefined : checkedWords('--effect', effect, EFFECTS);
  const isTool = tool === undefined ? undefined : wildcard(tool);
  return (line) => {
    if (agent !== undefined && line.agent !== agent && line.who?.includes(agent) !== true) return false;
    if (server !== undefined && line.server !== server) return false;
    if (isTool !== undefined && (line.tool === undefined || !isTool(line.tool))) return false;
    return effects === undefined || (line.effect !== undefined && effects.includes(line.effect));
  };
}

/** The words that an option was given. Throws `UsageError`, with what is near, where one is none of those it takes. */
export function checkedWords<T extends string>(option: string, given: readonly string[], words: readonly T[]): T[] {
  return given.map((word) => {
    const found = words.find((one) => one === word);
    if (found !== undefined) return found;
    throw new UsageError(`${option} ${word} is not known${didYouMean(word, words)}; it is one of ${words.join(', ')}`);
  });
}
