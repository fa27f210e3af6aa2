import type { Principal, SessionSource } from '../../model/call.ts';
import type { Effect, MatchedRule } from '../../model/decision.ts';
import type { ListYes } from '../../model/evidence/value-list.ts';
import type { RecordedCall, ResultEntry } from '../../model/record/judged.ts';
import type { Greeting, NoteEntry } from '../../model/record/note.ts';
import type { Entry, Record } from '../../model/record.ts';
import { entryText } from './entry-text.ts';
import { askerText, toolText } from './hold-text.ts';
import { stampText } from './time.ts';

/** A record as one line, for people and programs: `sallyport log --json` prints these keys. */
export interface LogLine {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: Record['entry']['kind'];
  readonly effect?: Effect;
  readonly call?: string;
  readonly session?: string;
  readonly agent?: string;
  /** Who asked, by the name a person knows. */
  readonly who?: string;
  /** Who the caller is to us: stable, and authenticated where possible. */
  readonly principal?: string;
  /** The OAuth client, and who acts for whom, according to the issuer of the token. */
  readonly clientId?: string;
  readonly actors?: readonly string[];
  /** Which part of the client called, according to the client. */
  readonly subagent?: string;
  readonly server?: string;
  /** `server.tool`, or the method and its object. */
  readonly tool?: string;
  readonly rules?: readonly string[];
  /** Rules that did not match because of an exception. */
  readonly excepted?: readonly string[];
  /** Kinds of findings. */
  readonly findings?: readonly string[];
  readonly from?: readonly LogSource[];
  /** Labels of a result. */
  readonly marks?: readonly string[];
  /** The hash of the policy that decided, and the hold that a person answered. */
  readonly policy?: string;
  readonly approval?: string;
  /** What that was for besides. */
  readonly list?: ListYes;
  /** Where the value is that was looked for, as JSON pointers. */
  readonly places?: readonly string[];
  /** What a note is about. */
  readonly about?: string;
  /** The revision of the protocol, of a server's list and of a client's greeting. */
  readonly protocol?: string;
  /** Of a greeting: what the session is known by, how the client calls itself, and how its user can be asked. */
  readonly source?: SessionSource;
  readonly client?: string;
  readonly asks?: readonly string[];
  readonly message: string;
  readonly writer: string;
  readonly seq: number;
}

/** An earlier result that a value in the arguments came from. */
export interface LogSource {
  readonly call: string;
  readonly tool: string;
  /** Which argument it is in. */
  readonly to: string;
  readonly role?: string;
  readonly shape: 'field' | 'prose';
  /** What its server said it in, where that was no result. */
  readonly said?: string;
  readonly marks: readonly string[];
}

/** `by`: the call that a classification was written for. */
export function logLine({ at, writer, seq, entry }: Record, by?: Record): LogLine {
  return {
    at: stampText(at),
    kind: entry.kind,
    ...fieldsOf(entry),
    ...(by === undefined ? {} : nameOf(by.entry)),
    message: entryText(entry),
    writer,
    seq,
  };
}

type Fields = Omit<Partial<LogLine>, 'message'>;

/** What a program can filter by, besides the kind. */
function fieldsOf(entry: Entry): Fields {
  switch (entry.kind) {
    case 'call':
    case 'hold':
      return fieldsOfCall(entry);
    case 'result':
      return fieldsOfResult(entry);
    case 'lost':
      return { call: entry.call, session: entry.session };
    case 'task':
    case 'purpose':
      return { session: entry.session };
    case 'erase':
      return { call: entry.call };
    case 'saying':
      return {
        call: entry.call,
        ...(entry.session === undefined ? {} : { session: entry.session }),
        server: entry.upstream,
        ...(entry.redacted === undefined ? {} : { rules: entry.redacted }),
      };
    case 'note':
      return fieldsOfNote(entry);
    default:
      return {};
  }
}

const fieldsOfNote = ({ about, server, protocol, greeting }: NoteEntry): Fields => ({
  about,
  ...(server === undefined ? {} : { server }),
  ...(protocol === undefined ? {} : { protocol }),
  ...(greeting === undefined ? {} : fieldsOfGreeting(greeting)),
});

const fieldsOfGreeting = ({ session: { key, source }, ...rest }: Greeting): Fields => ({
  session: key,
  source,
  ...rest,
});

const nameOf = (entry: Entry): Fields =>
  entry.kind === 'call' || entry.kind === 'hold' ? { server: entry.target.upstream, tool: toolText(entry) } : {};

function fieldsOfCall(entry: RecordedCall): Fields {
  const { principal, target, decision } = entry;
  return {
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
  };
}

function fieldsOfResult(entry: ResultEntry): Fields {
  const { target, decision } = entry;
  return {
    effect: decision.effect,
    call: entry.call,
    session: entry.session,
    server: target.upstream,
    // An answer to a question that the server asked names no tool.
    tool: target.name === '' ? target.upstream : `${target.upstream}.${target.name}`,
    rules: rulesOf(decision.matched),
    ...seenOf(entry),
  };
}

const provenOf = ({ id, clientId, actors, subagent }: Principal): Partial<LogLine> => ({
  principal: id,
  ...(clientId === undefined ? {} : { clientId }),
  ...(actors === undefined ? {} : { actors }),
  ...(subagent === undefined ? {} : { subagent }),
});

/** What a program needs to follow an incident without asking for each call; empty lists are left out. */
function seenOf({ evidence, decision }: RecordedCall | ResultEntry): Partial<LogLine> {
  const { findings, flows, labels } = evidence;
  const from = new Map<string, LogSource>();
  for (const { to, from: source, shape, labels: marks } of flows) {
    // A tool's name comes from the list of tools: that it also appeared in a result means nothing.
    if (to.at === '/name' || source.call === '') continue;
    const tool = `${source.upstream}.${source.tool}`;
    const one = {
      call: source.call,
      tool,
      to: to.at,
      ...(to.role === undefined ? {} : { role: to.role }),
      shape,
      marks,
      ...(source.said === undefined ? {} : { said: source.said }),
    };
    from.set(JSON.stringify(one), one);
  }
  return {
    ...(findings.length === 0 ? {} : { findings: [...new Set(findings.map(({ kind }) => kind))] }),
    ...(from.size === 0 ? {} : { from: [...from.values()] }),
    ...(labels.length === 0 ? {} : { marks: labels }),
    ...(decision.excepted.length === 0 ? {} : { excepted: decision.excepted.map(({ rule }) => rule) }),
    policy: decision.policy,
    ...(decision.approval === undefined ? {} : { approval: decision.approval }),
    ...(decision.list === undefined ? {} : { list: decision.list }),
  };
}

const rulesOf = (matched: readonly MatchedRule[]): string[] =>
  matched.filter((rule) => rule.mode === 'enforce').map((rule) => rule.rule);
