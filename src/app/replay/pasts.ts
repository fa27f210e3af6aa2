import type { CallEntry, JudgedEntry } from '../../model/record/judged.ts';
import type { SayingEntry } from '../../model/record/said.ts';
import { type Entry, type Record, sessionOf } from '../../model/record.ts';
import { type View, viewWith } from '../../model/view.ts';
import { Bounded } from '../../projections/bounded.ts';
import { isSending, Ledger } from '../../projections/ledger.ts';
import { FOLDED, Sessions } from '../../projections/sessions.ts';
import { SharedSayings } from '../../projections/shared-sayings.ts';

/** The finding that says that the session's past was not wholly known when the call was judged. */
const GAP = 'memory.incomplete';
/** The rule of the floor that matches what a person froze. Its reason says why behind these signs, in every version. */
const FROZEN = 'frozen';
const WHY = ': ';

/** A record of years has many writers, and the sessions of each are judged by what it heard. */
const MOST_WRITERS = 1_000;

/**
 * What each process knew of each session, folded again from the record. A process that did not own a session knew only
 * what it had done itself, and said so in its evidence; one that did knew what all had done before.
 */
export class Pasts {
  readonly #whole: Sessions;
  readonly #owners = new Map<string, string>();
  /** What processes knew that knew only a part, by writer and session. */
  readonly #parts: Sessions;
  readonly #partial = new Set<string>();
  /** Whose a session is, by its key: a result does not say. */
  readonly #principalOf = new Map<string, string>();
  /** What each principal sent through each process, by writer and principal. */
  readonly #principals = new Map<string, Ledger>();
  /** What servers said to all sessions of a process, by its writer. */
  readonly #sayings = new Bounded<SharedSayings>(MOST_WRITERS);
  /** What happened outside of the owner, which it learns of when one takes the session over. */
  readonly #unknown = new Map<string, Learned[]>();
  /** What was said of a session to a process whose next call will tell whether it owns the session. */
  readonly #said = new Map<string, Said[]>();

  /** `most`: how many sessions are remembered, where their texts are learned too. */
  constructor(most = Number.POSITIVE_INFINITY, token?: (secret: string) => string) {
    const options = token === undefined ? {} : { token };
    this.#whole = new Sessions(most, options);
    this.#parts = new Sessions(most, options);
  }

  /** What was known around a judgement when it was made. */
  around({ writer }: Record, entry: JudgedEntry): View {
    const key = sessionOf(entry) ?? '';
    const part = `${writer} ${key}`;
    // Only calls tell of gaps: a result's evidence repeats nothing that its call's has said.
    if (entry.kind !== 'result') {
      if (hasGap(entry)) this.#lose(writer, key, part);
      else if (this.#owners.get(key) !== writer || this.#partial.has(part)) this.#own(writer, key, part);
    }
    const isPartial = this.#partial.has(part);
    if (entry.kind !== 'result') this.#principalOf.set(key, entry.principal.id);
    const view = isPartial ? this.#known(this.#parts, part, key) : this.#known(this.#whole, key, key);
    const frozen = frozenBy(entry);
    const sentByPrincipal =
      entry.kind === 'result' ? undefined : this.#principals.get(`${writer} ${entry.principal.id}`);
    const sayings = this.#sayings.get(writer);
    if (!isPartial && frozen === undefined && sentByPrincipal === undefined && sayings === undefined) return view;
    return viewWith(view, {
      incomplete: isPartial,
      ...(frozen === undefined ? {} : { frozen }),
      ...(sentByPrincipal === undefined ? {} : { sentByPrincipal }),
      ...(sayings === undefined ? {} : { sayings }),
    });
  }

  /** As in serving, a session is its principal's: of whoever has most sessions, one is forgotten first. */
  #known(sessions: Sessions, name: string, key: string): View {
    const id = this.#principalOf.get(key);
    return id === undefined ? sessions.of(name) : sessions.around({ session: { key: name }, principal: { id } });
  }

  /** `text` is only needed to gather evidence anew: rules read the recorded evidence, not the memory it was found in. */
  fold({ writer, entry, at }: Record, text?: string): void {
    if (!isTelling(entry)) return;
    if (entry.kind === 'saying' && entry.session === undefined) {
      if (text !== undefined) this.#hear(writer, entry, text);
      return;
    }
    // Of a call only what it sends and names, and what a server said in it, counts for later ones.
    if (entry.kind === 'call' && isSending(entry)) this.#spend(`${writer} ${entry.principal.id}`, entry);
    const key = sessionOf(entry) ?? '';
    const part = `${writer} ${key}`;
    const learned = { entry, at, text };
    if (this.#partial.has(part)) this.#learnPart(key, part, learned);
    else if (isWords(entry) && this.#owners.get(key) !== writer) pushTo(this.#said, key, { writer, learned });
    else this.#whole.recall(entry, at, text);
  }

  #learnPart(key: string, part: string, learned: Learned): void {
    const { entry, at, text } = learned;
    const ofPart =
      entry.kind === 'call' ? { ...entry, session: { ...entry.session, key: part } } : { ...entry, session: part };
    this.#parts.recall(ofPart, at, text);
    pushTo(this.#unknown, key, learned);
  }

  #hear(writer: string, entry: SayingEntry, text: string): void {
    const sayings = this.#sayings.get(writer) ?? new SharedSayings();
    this.#sayings.set(writer, sayings);
    sayings.take(entry, text);
  }

  #spend(key: string, entry: CallEntry): void {
    const ledger = this.#principals.get(key) ?? new Ledger();
    this.#principals.set(key, ledger);
    ledger.take(entry);
  }

  #lose(writer: string, key: string, part: string): void {
    if (this.#partial.has(part)) return;
    this.#partial.add(part);
    this.#parts.forget(part);
    // An owner with a gap has dropped the session for space: what it saw may have been anything.
    if (this.#owners.get(key) === writer)
      this.#parts.recall({ kind: 'lost', call: '', session: part, labels: ['untrusted'] }, 0);
    const said = this.#said.get(key) ?? [];
    for (const one of said) if (one.writer === writer) this.#learnPart(key, part, one.learned);
    this.#said.set(
      key,
      said.filter((one) => one.writer !== writer),
    );
  }

  #own(writer: string, key: string, part: string): void {
    this.#owners.set(key, writer);
    this.#partial.delete(part);
    const said = (this.#said.get(key) ?? []).map(({ learned }) => learned);
    for (const { entry, at, text } of [...(this.#unknown.get(key) ?? []), ...said]) this.#whole.recall(entry, at, text);
    this.#unknown.delete(key);
    this.#said.delete(key);
  }
}

type Telling = Extract<Entry, { readonly kind: (typeof FOLDED)[number] }>;

interface Learned {
  readonly entry: Telling;
  readonly at: number;
  readonly text: string | undefined;
}

interface Said {
  readonly writer: string;
  readonly learned: Learned;
}

/** What is recorded before a call, and may be the first that a process records of a session. */
const isWords = ({ kind }: Entry): boolean => kind === 'purpose' || kind === 'task';

function pushTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

const isTelling = (entry: Entry): entry is Telling => FOLDED.some((kind) => kind === entry.kind);

const hasGap = ({ evidence }: JudgedEntry): boolean =>
  evidence.findings.some(({ kind }) => kind === GAP) || evidence.audited.some(({ kind }) => kind === GAP);

/** Why a person had frozen this. The rule is always on, so its match is the record of that. */
function frozenBy({ decision }: JudgedEntry): string | undefined {
  const match = decision.matched.find(({ rule, pack }) => rule === FROZEN && pack === 'floor');
  return match === undefined ? undefined : match.reason.slice(match.reason.indexOf(WHY) + WHY.length);
}
