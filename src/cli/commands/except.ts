import { proposalOf } from '../../app/excepting.ts';
import { NO_REASON } from '../../model/decision.ts';
import { toolText } from '../printing/hold-text.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { whileReading } from '../printing/progress.ts';
import { findOneCall, toolOf } from '../record/found-call.ts';
import type { Screen } from '../screen.ts';
import { changeState, loginName } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface ExceptOptions {
  readonly days: string;
  readonly why?: string;
  readonly domain?: boolean;
  readonly state?: string;
}

const MOST_DAYS = 366;

/**
 * Prints the narrowest exception that lets a call like this one through: this rule, this tool, these values, until a
 * date; with `domain` for whatever address at the domains that it went to.
 */
export async function except(id: string, options: ExceptOptions, screen: Screen): Promise<number> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new UsageError(`--days ${options.days} is not a number of days from 1 to ${MOST_DAYS}`);
  }
  const dir = changeState(options.state).journal;
  const { id: call, judged } = await whileReading(() => findOneCall(dir, id));
  if (judged === undefined) throw new Error(`${call} was judged by no rule: only its result is recorded`);
  const { entry, stored } = judged;
  const proposal = proposalOf(entry, await stored.payload(), await toolOf(dir, judged), options.domain);
  const { rules, floor, when, isWide, domains } = proposal;
  if (options.domain === true && domains.length === 0)
    throw new UsageError(`${call} has not every destination at a domain, as mail addresses are: leave --domain out`);
  for (const rule of floor) screen.err(`sallyport: ${rule} is part of the floor; nothing excepts it`);
  if (rules.length === 0) {
    if (floor.length === 0) screen.err(`sallyport: no rule held or refused ${call}; there is nothing to except`);
    return 1;
  }
  const until = new Date(screen.now() + days * 86_400_000).toISOString().slice(0, 10);
  const quote = (text: string): string => JSON.stringify(plain(text));
  screen.out(
    `# ${plainLine(toolText(entry))}, call ${call}. Add this to servers.config.yaml (where it has policy or exceptions already, below that), and say why it is right.`,
  );
  if (isWide) screen.out('# Nothing in the arguments narrows it: this allows the tool whatever it is told to do.');
  if (options.domain !== true && domains.length > 0)
    screen.out(`# With --domain it holds for every address at ${plainLine(domains.join(', '))}.`);
  screen.out('policy:\n  exceptions:');
  for (const rule of rules) {
    screen.out(
      `    - rule: ${rule}\n      when: ${quote(when)}\n      until: ${until}\n      by: ${quote(loginName())}`,
    );
    screen.out(`      why: ${quote(options.why ?? NO_REASON)}`);
  }
  return 0;
}
