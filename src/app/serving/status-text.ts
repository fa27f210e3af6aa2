import type { Hold } from '../../model/approval.ts';
import { shownName } from '../../model/text/shown-name.ts';
import type { Standing } from '../../model/upstreams.ts';

/** What keeps a session's calls from passing. */
export interface Status {
  /** Why nothing passes until a person does something. */
  readonly barred: readonly string[];
  /** Why the session, its agent or a server is frozen. */
  readonly frozen: readonly string[];
  readonly held: readonly Hold[];
  readonly standings: readonly Standing[];
}

/** The same in words for a model. */
export function statusText({ barred, frozen, held, standings }: Status): string {
  const lines = [
    ...barred,
    ...[...new Set(frozen)].map((why) => `frozen: ${why}. Calls are refused meanwhile; tell the user`),
    ...held.map(
      ({ id, target, reasons }) => `held: ${id} ${target.upstream}.${shownName(target.name)}: ${reasons[0] ?? ''}`,
    ),
    ...standings.filter(({ state, message }) => state !== 'ready' || message !== undefined).map(standingText),
  ];
  if (lines.length === 0) return 'Nothing is held, and every server is there.';
  return lines.map((line) => `- ${line}`).join('\n');
}

const standingText = ({ upstream, state, message }: Standing): string =>
  `server ${upstream}: ${state}${message === undefined ? '' : `: ${message}`}`;
