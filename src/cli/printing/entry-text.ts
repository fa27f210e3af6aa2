import { NOTIFY } from '../../app/trust-desk.ts';
import type { Verdict } from '../../model/approval.ts';
import { countOf } from '../../model/count.ts';
import type { Decision, MatchedRule } from '../../model/decision.ts';
import type { ListYes } from '../../model/evidence/value-list.ts';
import type { Entry } from '../../model/record.ts';
import type { StatementSource } from '../../model/statement.ts';
import { spanText } from './time.ts';

/** What a record says, in one sentence for a person. */
export function entryText(entry: Entry): string {
  switch (entry.kind) {
    case 'call':
      return whyText(entry.decision.matched, answeredBy(entry.decision));
    case 'hold':
      return whyText(entry.decision.matched, `waits as ${entry.hold.id}`);
    case 'result': {
      const outcome = entry.outcome === 'complete' && entry.failed ? 'failed' : entry.outcome;
      return whyText(entry.decision.matched, `${outcome}, ${countOf(entry.size, 'character')}`);
    }
    case 'approval':
      return verdictText(entry.verdict);
    case 'late':
      return `${verdictText(entry.verdict)}; too late, it did not count`;
    case 'lost':
      return 'admitted, and its result never came: whether it acted is not known';
    case 'open':
      return `a new file begins; without a result so far: ${countOf(entry.calls.length, 'call')}`;
    case 'task': {
      const after = entry.took === undefined ? '' : `, after ${tookText(entry.took)}`;
      return `the user's own words, by ${SOURCES[entry.source]}, ${entry.payload.size} characters${after}`;
    }
    case 'purpose':
      if (entry.source === 'outage')
        return `narrowed to ${entry.purposes[0] ?? 'nothing'}: what was said of it could not be recorded in time`;
      return `narrowed to ${[...entry.purposes, ...(entry.tools ?? [])].join(', ')}, by ${SOURCES[entry.source]}`;
    case 'saying': {
      const where = entry.session === undefined ? 'in what it offers' : 'on the way';
      const redacted = entry.redacted === undefined ? '' : `; redacted by ${entry.redacted.join(' and ')}`;
      return `what ${entry.upstream} said ${where}, as far as a call could take something from it: ${entry.payload.size} characters${redacted}`;
    }
    case 'freeze': {
      const why = entry.reason === '' ? '' : `: ${entry.reason}`;
      return `${entry.subject} ${entry.name} was ${entry.on ? 'frozen' : 'unfrozen'} by ${entry.by}${why}`;
    }
    case 'trust':
      return `${trustedText(entry)} was trusted by ${entry.by}`;
    case 'token': {
      const whose = entry.agent === undefined ? '' : ` for agent ${entry.agent}`;
      return `token ${entry.name}${whose} was ${entry.on ? 'added' : 'revoked'} by ${entry.by}`;
    }
    case 'start':
      return `process ${entry.pid}, version ${entry.version}${entry.file === undefined ? '' : `, for ${entry.file}`}${entry.unattended ? ', everything trusted (--trust)' : ''}`;
    case 'reload': {
      const what = entry.loosened.length === 0 ? 'nothing loosened' : `loosened: ${entry.loosened.join('; ')}`;
      const changes = (entry.changes ?? []).map((change) => `; ${change}`).join('');
      return `the configuration ${entry.file} changed; ${what}${changes}`;
    }
    case 'retention':
      return `${entry.removed} was removed: ${entry.reason}`;
    case 'erase':
      return `${countOf(entry.digests.length, 'payload')} of the call erased by ${entry.by}`;
    case 'checkpoint':
      return `${countOf(Object.keys(entry.heads).length, 'chain')} signed`;
    case 'note':
      return `${entry.about}: ${entry.server === undefined ? '' : `${entry.server}: `}${entry.message}`;
    case 'tool':
      return `${entry.powers.join(', ') || 'no power known'}; marks: ${entry.labels.join(', ') || 'none'}`;
    default:
      return 'a later version of Sallyport wrote this; that one can show it';
  }
}

/** Includes the time it took: a form answered within milliseconds was not answered by a person. */
function verdictText({ hold, answer, list, by, door, took }: Verdict): string {
  const after = took === undefined ? '' : ` in ${tookText(took)}`;
  return `${hold} was ${answer === 'approve' ? 'approved' : 'denied'}${list === true ? ' with its list' : ''} by ${by} (${door})${after}`;
}

const tookText = (ms: number): string => (ms < 1_000 ? `${ms} ms` : spanText(ms));

const SOURCES: { readonly [S in StatementSource]: string } = {
  header: 'a header',
  meta: '`_meta`',
  hook: '`sallyport task`',
  form: 'a form',
};

function whyText(matched: readonly MatchedRule[], otherwise: string): string {
  const first = matched.find((rule) => rule.mode === 'enforce' && rule.effect !== 'allow');
  return [first?.reason, otherwise].filter((text) => text !== undefined && text !== '').join(' · ');
}

/** What a yes was for besides, in words. */
export const withList = (list: ListYes | undefined): string =>
  list === undefined ? '' : `, with ${countOf(list.values.length, 'value')} that ${list.from} returned`;

/** What a person said: when asked about this call, and in exceptions that let it through. */
const answeredBy = ({ effect, approval, list, excepted }: Decision): string =>
  [
    ...(approval === undefined ? [] : [`${effect === 'deny' ? 'denied' : 'approved'} as ${approval}${withList(list)}`]),
    ...excepted.map(({ rule, why }) => `excepted from ${rule}: ${why}`),
  ].join(' · ');

/** A command is that of a server, but for the one that tells of held calls. */
const trustedText = ({ what, name }: Extract<Entry, { kind: 'trust' }>): string =>
  `${what === 'command' && name !== NOTIFY ? 'server' : what} ${name}`;
