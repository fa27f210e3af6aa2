import type { Principal } from '../model/call.ts';
import { countOf } from '../model/count.ts';
import type { Decision, Effect, MatchedRule } from '../model/decision.ts';
import type { Judged, Record, ResultEntry } from '../model/record.ts';
import type { StatementSource } from '../model/statement.ts';
import { askerText, toolText } from './hold-text.ts';
import { spanText } from './time.ts';

/** A record in one line, for people and for programs alike: these keys are what `sallyport log --json` prints. */
export interface LogLine {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: Record['entry']['kind'];
  readonly effect?: Effect;
  readonly call?: string;
  readonly session?: string;
  readonly agent?: string;
  /** Who asked, as a person knows them. */
  readonly who?: string;
  /** Who they are to us: stable, and proven where it can be. */
  readonly principal?: string;
  /** The OAuth client, and who acts for whom, as the issuer of the token says. */
  readonly clientId?: string;
  readonly actors?: readonly string[];
  /** What the client says of the part of it that called. */
  readonly subagent?: string;
  readonly server?: string;
  /** `server.tool`, or the method and its object. */
  readonly tool?: string;
  readonly rules?: readonly string[];
  /** Kinds of findings. */
  readonly findings?: readonly string[];
  readonly from?: readonly LogSource[];
  /** What a result is marked with. */
  readonly marks?: readonly string[];
  /** The hash of the policy that decided, and the hold that a person answered. */
  readonly policy?: string;
  readonly approval?: string;
  readonly message: string;
  readonly writer: string;
  readonly seq: number;
}

/** An earlier result that a value of the arguments came from. */
export interface LogSource {
  readonly call: string;
  readonly tool: string;
  /** Which argument. */
  readonly to: string;
  readonly role?: string;
  readonly shape: 'field' | 'prose';
  readonly marks: readonly string[];
}

export function logLine(record: Record): LogLine {
  const { writer, seq, entry } = record;
  // An `at` no calendar knows must not end the reading of a log.
  const at = Number.isFinite(record.at) && Math.abs(record.at) < 8.64e15 ? new Date(record.at).toISOString() : '';
  const place = { writer, seq };
  const head = { at, kind: entry.kind };
  switch (entry.kind) {
    case 'call':
    case 'hold': {
      const { principal, target, decision } = entry;
      return {
        ...head,
        effect: decision.effect,
        call: entry.call,
        session: entry.session.key,
        ...(principal.agent === undefined ? {} : { agent: principal.agent }),
        who: askerText(principal),
        ...provenOf(principal),
        server: target.upstream,
        tool: toolText(entry),
        rules: rulesOf(decision.matched),
        ...seenOf(entry),
        message: whyText(decision.matched, entry.kind === 'hold' ? `waits as ${entry.hold.id}` : answeredBy(decision)),
        ...place,
      };
    }
    case 'result': {
      const { target, decision, outcome, failed, size } = entry;
      const how = `${outcome === 'complete' && failed ? 'failed' : outcome}, ${countOf(size, 'character')}`;
      return {
        ...head,
        effect: decision.effect,
        call: entry.call,
        session: entry.session,
        server: target.upstream,
        // An answer to a question of the server's own names no tool.
        tool: target.name === '' ? target.upstream : `${target.upstream}.${target.name}`,
        rules: rulesOf(decision.matched),
        ...seenOf(entry),
        message: whyText(decision.matched, how),
        ...place,
      };
    }
    case 'approval':
    case 'late': {
      const { hold, answer, by, door, took } = entry.verdict;
      const done = answer === 'approve' ? 'approved' : 'denied';
      // A form that was answered within milliseconds was answered by no person.
      const after = took === undefined ? '' : ` in ${tookText(took)}`;
      const late = entry.kind === 'late' ? '; too late, it did not count' : '';
      return { ...head, message: `${hold} was ${done} by ${by} (${door})${after}${late}`, ...place };
    }
    case 'lost':
      return {
        ...head,
        call: entry.call,
        session: entry.session,
        message: 'admitted, and its result never came: whether it acted is not known',
        ...place,
      };
    case 'task': {
      const { source, payload, took } = entry;
      const after = took === undefined ? '' : `, after ${tookText(took)}`;
      const message = `the user's own words, by ${SOURCES[source]}, ${payload.size} characters${after}`;
      return { ...head, session: entry.session, message, ...place };
    }
    case 'purpose': {
      const named = [...entry.purposes, ...(entry.tools ?? [])].join(', ');
      return {
        ...head,
        session: entry.session,
        message: `narrowed to ${named}, by ${SOURCES[entry.source]}`,
        ...place,
      };
    }
    case 'freeze': {
      const done = entry.on ? 'stopped' : 'let go on';
      return {
        ...head,
        message: `${entry.subject} ${entry.name} was ${done} by ${entry.by}${entry.reason === '' ? '' : `: ${entry.reason}`}`,
        ...place,
      };
    }
    case 'trust':
      return { ...head, message: `${entry.what} ${entry.name} was trusted by ${entry.by}`, ...place };
    case 'token': {
      const whose = entry.agent === undefined ? '' : ` for agent ${entry.agent}`;
      return {
        ...head,
        message: `token ${entry.name}${whose} was ${entry.on ? 'added' : 'revoked'} by ${entry.by}`,
        ...place,
      };
    }
    case 'start': {
      const how = entry.unattended ? ', everything trusted (--trust)' : '';
      return { ...head, message: `process ${entry.pid}, version ${entry.version}${how}`, ...place };
    }
    case 'reload': {
      const what = entry.loosened.length === 0 ? 'nothing loosened' : `loosened: ${entry.loosened.join(', ')}`;
      const changes = (entry.changes ?? []).map((change) => `; ${change}`).join('');
      return {
        ...head,
        message: `the configuration${entry.file === undefined ? '' : ` ${entry.file}`} changed; ${what}${changes}`,
        ...place,
      };
    }
    case 'retention':
      return { ...head, message: `${entry.removed} was removed: ${entry.reason}`, ...place };
    case 'erase': {
      const message = `${countOf(entry.digests.length, 'payload')} of the call erased by ${entry.by}`;
      return { ...head, call: entry.call, message, ...place };
    }
    case 'checkpoint':
      return { ...head, message: `${countOf(Object.keys(entry.heads).length, 'chain')} signed`, ...place };
    case 'note':
      return { ...head, message: `${entry.about}: ${entry.message}`, ...place };
    case 'tool':
      return {
        ...head,
        message: `${entry.powers.join(', ') || 'no power known'}; marks: ${entry.labels.join(', ') || 'none'}`,
        ...place,
      };
    default:
      return { ...head, message: 'a later version of Sallyport wrote this; that one can show it', ...place };
  }
}

const tookText = (ms: number): string => (ms < 1_000 ? `${ms} ms` : spanText(ms));

const SOURCES: { readonly [S in StatementSource]: string } = {
  header: 'a header',
  meta: '`_meta`',
  hook: '`sallyport task`',
  form: 'a form',
};

const provenOf = ({ id, clientId, actors, subagent }: Principal): Partial<LogLine> => ({
  principal: id,
  ...(clientId === undefined ? {} : { clientId }),
  ...(actors === undefined ? {} : { actors }),
  ...(subagent === undefined ? {} : { subagent }),
});

/** What a program needs to follow an incident without asking for each call; lists that would be empty are left out. */
function seenOf({ evidence, decision }: Judged | ResultEntry): Partial<LogLine> {
  const { findings, flows, labels } = evidence;
  const from = new Map<string, LogSource>();
  for (const { to, from: source, shape, labels: marks } of flows) {
    // A tool's name is read off a list: that it stood in a result as well says nothing.
    if (to.at === '/name' || source.call === '') continue;
    const tool = `${source.upstream}.${source.tool}`;
    const one = {
      call: source.call,
      tool,
      to: to.at,
      ...(to.role === undefined ? {} : { role: to.role }),
      shape,
      marks,
    };
    from.set(JSON.stringify(one), one);
  }
  return {
    ...(findings.length === 0 ? {} : { findings: [...new Set(findings.map(({ kind }) => kind))] }),
    ...(from.size === 0 ? {} : { from: [...from.values()] }),
    ...(labels.length === 0 ? {} : { marks: labels }),
    policy: decision.policy,
    ...(decision.approval === undefined ? {} : { approval: decision.approval }),
  };
}

const rulesOf = (matched: readonly MatchedRule[]): string[] =>
  matched.filter((rule) => rule.mode === 'enforce').map((rule) => rule.rule);

function whyText(matched: readonly MatchedRule[], otherwise: string): string {
  const first = matched.find((rule) => rule.mode === 'enforce' && rule.effect !== 'allow');
  return [first?.reason, otherwise].filter((text) => text !== undefined && text !== '').join(' · ');
}

/** What a person said, where one was asked. */
const answeredBy = ({ effect, approval }: Pick<Decision, 'effect' | 'approval'>): string =>
  approval === undefined ? '' : `${effect === 'deny' ? 'denied' : 'approved'} as ${approval}`;
