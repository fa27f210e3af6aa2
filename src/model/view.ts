import type { Target } from './call.ts';
import type { EntityKind } from './entity.ts';
import type { Doubt } from './evidence/doubt.ts';
import type { Rewrite } from './evidence/rewrite.ts';
import type { ListRow } from './evidence/value-list.ts';
import type { JsonPointer } from './json.ts';
import type { SaidIn } from './saying.ts';
import type { Steps } from './steps.ts';
import type { Label, Power } from './tool.ts';
import type { Deed } from './words/name-words.ts';

/** One settled call of the session, for rules over sequences. */
export interface Step {
  readonly call: string;
  readonly upstream: string;
  readonly tool: string;
  readonly powers: readonly Power[];
  readonly failed: boolean;
  /** The labels of the session when the call was made. */
  readonly labels: readonly Label[];
}

/** Where a value was in an earlier result of this session. */
export interface Sighted {
  readonly call: string;
  readonly upstream: string;
  readonly tool: string;
  readonly at: JsonPointer;
  readonly shape: 'field' | 'prose';
  /** Whether it was in prose as the address of a link, or as what its server calls a part of a page or a process. */
  readonly isLinked?: true;
  /** Whether a tool showed it after this session had given it to one: it may only echo what another text said. */
  readonly isEcho?: true;
  /** Whether the value is known to be only in texts, and whether this one asks there for something to be done. */
  readonly isOnly?: true;
  readonly isAsked?: true;
  /** Why it counts as prose though it was a value of a record. */
  readonly doubt?: Doubt;
  /** What its server said it in, where that was no result. Then `tool` names what it is about. */
  readonly said?: SaidIn;
  readonly labels: readonly Label[];
  /** The session's count of settled calls when it was seen. */
  readonly step: number;
}

/** A passage that was read before. */
export interface Quote {
  readonly text: string;
  readonly source: Sighted;
}

/** What of earlier results went where, so far. */
export interface Sent {
  /** UTF-16 units of different values that went to a place. */
  size(to: string): number;
  count(to: string): number;
  has(to: string, mark: number): boolean;
}

/** How closely a text must ask for a call to count. */
export interface Terms {
  /** Deciding values that were fields to choose from: only a sentence that has one asks for this call. */
  readonly among?: readonly string[];
  /** The call cannot be undone: the sentence that asks and the one that names its object may be different ones. */
  readonly isDestructive?: boolean;
  /** The call does something: whoever names the reader and gives one of its values asks for it, whatever it calls the act. */
  readonly isActing?: boolean;
  /** What its arguments are called, where a text that says so can mean nothing else: `required_reviews`. */
  readonly members?: readonly string[];
  /** How much of something, and what that is called: `amount`, `250`. */
  readonly figures?: readonly Figure[];
  /** What decides beside what is picked out: how much, and that all may see it. */
  readonly beside?: readonly string[];
  /** What the call picks out: no text asks for it by saying again what the session itself wrote for the tool that printed it. */
  readonly picked?: readonly string[];
  /** Results, by their calls, that do not count. */
  readonly apart?: ReadonlySet<string>;
  /** Results, by their calls, that showed what the call chose among, with its records there: a text in one may mean all that it shows. */
  readonly shown?: ReadonlyMap<string, ReadonlySet<string>>;
  /** What it writes over: a text there says what stands there, unless it turns to somebody. */
  readonly rewrite?: Rewrite;
}

/** A number of several digits among the arguments of a call, with its own name. */
export type Figure = readonly [name: string, text: string];

/** What counts as asking for something at a value's place. */
export interface Beside {
  /** Only what asks in that very sentence. */
  readonly isHere?: boolean;
  /** It is written down and goes nowhere: what asks to be called or visited by it asks for something else. */
  readonly isNoted?: boolean;
  /** What the call writes over: a text there does not count, unless it turns to somebody. */
  readonly rewrite?: Rewrite;
  /** Only what stands there, also beyond what a line is called: the call does not leave the value in the words around it. */
  readonly isMoved?: boolean;
}

/** The session's provenance memory. Look-ups take a key made by `model/entity.ts`; the most recent sightings come first. */
export interface Memory {
  find(key: string): readonly Sighted[];
  /** How many of these there are, for whoever need not know which. */
  count(key: string): number;
  /** Whether one result had two values, by their keys. */
  share(key: string, other: string): boolean;
  /**
   * Where a value was written into a text, in whatever spelling; the latest first. With `until` only in what was read
   * when the session had settled so many calls.
   */
  search(value: string, until?: number): readonly Sighted[];
  /** How many calls the session had settled when it first named a value that no result had; undefined where it did not. */
  used(key: string): number | undefined;
  /** How many calls it had settled when a value may first have been given to a tool; undefined where it was not. */
  given(key: string): number | undefined;
  /**
   * The key that a secret is filed under. The record has tokens in place of secrets, and only the key that makes them can tell
   * which; undefined where no secret was read.
   */
  readonly secretKey: ((secret: string) => string) | undefined;
  /** Where a text asks for what a call would do, by the words of its tool and its values. Where the user asks for it, only that. */
  asksFor(deed: Deed, values: readonly string[], terms?: Terms): readonly Sighted[];
  /** Where a text has a value and asks, there or just beside it, for something to be done. */
  asksWith(value: string, how?: Beside): Sighted | undefined;
  /** The texts that hold a value, of results that ask for nothing, if no other is known or likely to ask for an act. */
  stating(value: string, deed: Deed): readonly Sighted[];
  /** Whether a person let a value pass in this argument of this tool before, though only a text had given it. */
  isConfirmed(target: Target, at: JsonPointer, key: string): boolean;
  /**
   * The call whose result gave the list on which a person was shown a value, and let all of it pass in this argument of this tool,
   * whichever item of it. Absent while there was no such list.
   */
  readonly listedFrom?: ((target: Target, at: JsonPointer, key: string) => string | undefined) | undefined;
  /** What stands beside a value in the result that it was in, itself among it; nothing where that is not kept. */
  listWith(key: string, from: Pick<Sighted, 'call' | 'at'>): readonly ListRow[];
  /** Short values that a call of this session was made with. */
  madeWith(call: string): readonly string[];
  /** All values that say what a call of this session was about; none where some of it is not known. */
  picksOf(call: string): readonly string[] | undefined;
  /** Where the user's own words have a value, in just these letters, unless another text asks for something beside it. */
  userSaid(value: string): Sighted | undefined;
  /** Keys of what the user's own words name, by kind; hosts of mail addresses are none. */
  readonly fromUser: ReadonlyMap<EntityKind, ReadonlySet<string>>;
  /** Passages of a text that were in earlier results, four words or longer, and where. */
  quotes(text: string): readonly Quote[];
  /** UTF-16 units of what servers said in this session beside their results. */
  readonly heard: number;
  /** How many long results are recorded and not learned yet: nothing of them can be found before. */
  readonly unlearned: number;
  /** How many sightings were dropped for space. Forgetting must not look like innocence. */
  readonly forgotten: number;
  /** How many texts that nobody vouches for can no longer be searched, or not all of them. */
  readonly unsearchable: number;
}

/** What servers said to all sessions of a process: the definitions of what they offer, and how to use it. */
export interface Sayings {
  /** Where a value stands in what others than its receiver said; nowhere if the receiver itself says it. */
  find(value: string, receiver: string): readonly Sighted[];
  readonly isEmpty: boolean;
  readonly unsearchable: number;
  /** Reads what was taken and is not read yet, in parts. Whoever asks before that is done reads the rest himself. */
  readOn(): Steps<void>;
}

/** The memory of a session that has read nothing. */
export const NO_MEMORY: Memory = Object.freeze({
  find: () => NO_SIGHTINGS,
  count: () => 0,
  share: () => false,
  search: () => NO_SIGHTINGS,
  used: () => undefined,
  given: () => undefined,
  secretKey: undefined,
  asksFor: () => NO_SIGHTINGS,
  asksWith: () => undefined,
  stating: () => NO_SIGHTINGS,
  userSaid: () => undefined,
  isConfirmed: () => false,
  listWith: () => NO_ROWS,
  madeWith: () => NO_VALUES,
  picksOf: () => undefined,
  fromUser: new Map(),
  quotes: () => NO_QUOTES,
  heard: 0,
  unlearned: 0,
  forgotten: 0,
  unsearchable: 0,
});
const NO_SIGHTINGS: readonly Sighted[] = Object.freeze([]);
const NO_ROWS: readonly ListRow[] = Object.freeze([]);
const NO_VALUES: readonly string[] = Object.freeze([]);
const NO_QUOTES: readonly Quote[] = Object.freeze([]);

/** What is known around a call. Serialisable facts and one look-up. Belongs to one session. */
export interface View {
  readonly labels: readonly Label[];
  /** The last settled calls, oldest first, at most 50. */
  readonly recent: readonly Step[];
  /** Settled calls of this session so far. */
  readonly calls: number;
  readonly memory: Memory;
  /** Absent where no server has said anything. */
  readonly sayings?: Sayings;
  /** Of this session, and of all sessions of its principal in this process; undefined where nothing was sent. */
  readonly sent?: Sent;
  readonly sentByPrincipal?: Sent;
  /** The acting tools that the session was declared to need, as `server.tool`; undefined where nothing was declared. */
  readonly declared?: ReadonlySet<string>;
  /** The purposes that the session was narrowed to: it may use what all of them allow. */
  readonly purposes?: readonly string[];
  /** Whether exactly one other session has learned a value, by its key of `model/entity.ts`; undefined where that is not counted. */
  readonly isForeign?: (key: string) => boolean;
  /** What was said later and would have widened what the session is for; it did not count. */
  readonly overruled?: string | undefined;
  /** Another process owns this session's past, or part of it could not be read back. */
  readonly incomplete: boolean;
  /** Whether the session may have changed what a project's own scripts run; undefined where nobody knows. */
  readonly hasNewScripts?: boolean;
  /** Why it was frozen (`sallyport freeze`); undefined where it is not. */
  readonly frozen?: string;
  /** Another number whenever something was recorded that evidence may rest on; absent where nothing comes in between. */
  readonly changes?: number;
}

/** The view with less known of the past, with what servers said elsewhere, or frozen by a person. */
export function viewWith(
  view: View,
  {
    incomplete,
    frozen,
    sentByPrincipal = view.sentByPrincipal,
    sayings = view.sayings,
  }: Pick<View, 'incomplete' | 'frozen' | 'sentByPrincipal' | 'sayings'>,
): View {
  const { labels, recent, calls, memory, declared, purposes, overruled, isForeign, sent, changes, hasNewScripts } =
    view;
  return {
    labels,
    recent,
    calls,
    memory,
    incomplete,
    ...(declared === undefined ? {} : { declared }),
    ...(purposes === undefined ? {} : { purposes }),
    ...(overruled === undefined ? {} : { overruled }),
    ...(isForeign === undefined ? {} : { isForeign }),
    ...(sent === undefined ? {} : { sent }),
    ...(changes === undefined ? {} : { changes }),
    ...(hasNewScripts === undefined ? {} : { hasNewScripts }),
    ...(sentByPrincipal === undefined ? {} : { sentByPrincipal }),
    ...(sayings === undefined ? {} : { sayings }),
    ...(frozen === undefined ? {} : { frozen }),
  };
}
