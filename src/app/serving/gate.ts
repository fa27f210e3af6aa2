import type { Catalog } from '../../catalog/catalog.ts';
import { isNamedAfter } from '../../catalog/names.ts';
import type { Hold } from '../../model/approval.ts';
import type { Broadcast } from '../../model/broadcast.ts';
import type { Call, Principal, Session, Target } from '../../model/call.ts';
import type {
  ChangingList,
  Doors,
  ElicitationAnswer,
  Found,
  Gate,
  GateEvent,
  ListKind,
  Spoken,
} from '../../model/gate.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Courier, Question } from '../../model/relay.ts';
import type { Statement } from '../../model/statement.ts';
import type { Power } from '../../model/tool.ts';
import type { Standing, Upstreams } from '../../model/upstreams.ts';
import { passThrough } from '../../pipeline/breakpoint.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { JudgingCourier } from '../../pipeline/notice.ts';
import { passQuestion, permitted } from '../../pipeline/question.ts';
import { noteGreeting } from './greeting.ts';
import { HeldCalls } from './held-calls.ts';
import type { InForce } from './in-force.ts';
import type { LateServers } from './late-servers.ts';
import type { OwnWords } from './own-words.ts';
import type { Ownership } from './ownership.ts';
import { ShownLists } from './shown-lists.ts';
import { StandingWords } from './standing-words.ts';
import { statusText } from './status-text.ts';

export interface GateParts {
  readonly catalog: Catalog;
  readonly upstreams: Pick<Upstreams, 'standings' | 'leave' | 'changedRoots' | 'unwatch'>;
  readonly inForce: () => InForce;
  readonly ownership: Ownership;
  /** Undefined where what users say is not listened to. */
  readonly ownWords: OwnWords | undefined;
  /** Whether a person is asked what the task is. */
  readonly asksTask: boolean;
  readonly lateServers: LateServers;
  /** Adds to the merged instructions: what the agent must know of the gate itself. */
  readonly preface: string;
  /** What stands in a text of ours about this machine, as clients are told it. */
  readonly say: (text: string) => string;
  readonly events: Broadcast<[event: GateEvent]>;
  readonly log: (line: string) => void;
}

/** Everything that a client can ask of us, wired from the rooms. */
export class AssembledGate implements Gate {
  readonly asksTask?: (call: Call) => Promise<boolean>;
  readonly say: Gate['say'];
  readonly #parts: GateParts;
  readonly #held: HeldCalls;
  readonly #standingWords: StandingWords;
  readonly #shown = new ShownLists(() => performance.now());
  /** The interposer in force, for calls that outlast a reload. Made once, since every call is handed it. */
  readonly #latest = (): Interposer => this.#parts.inForce().interposer;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.#held = new HeldCalls(this.#latest, () => parts.inForce().load);
    this.#standingWords = new StandingWords({
      interposer: this.#latest,
      labels: (upstream) => parts.catalog.labels(upstream),
      lack: (upstream) => parts.inForce().wanting.get(upstream),
      hide: (text) => parts.inForce().hide(text),
    });
    this.say = parts.say;
    // Before any client: who is told of a change may list at once.
    parts.events.add((event) => {
      if (event.kind === 'list_changed') this.#shown.changed(event.list);
      if (event.kind === 'rejudged') void this.#held.lapse(parts.inForce().policy);
    });
    if (parts.asksTask) this.asksTask = (call) => this.#wantsTask(call);
  }

  get capabilities(): JsonObject {
    return this.#parts.catalog.capabilities();
  }

  get instructions(): string {
    const { preface, inForce, catalog } = this.#parts;
    return [preface, ...(inForce().barred ?? []).map(this.say), catalog.instructions()]
      .filter((part) => part !== '')
      .join('\n\n');
  }

  async list(kind: ListKind, principal: Principal, session?: Session): Promise<string> {
    const { inForce, catalog, lateServers } = this.#parts;
    await lateServers.listable();
    if (session !== undefined) this.#shown.show(kind, session);
    return catalog.texts(kind, inForce().granted(principal));
  }

  isOutdated(list: ChangingList, session: Session): boolean {
    return this.#shown.isOutdated(list, session);
  }

  starting(method: string, params: JsonObject): Promise<unknown> | undefined {
    return this.#parts.lateServers.starting(method, params);
  }

  find(method: string, params: JsonObject, session?: Session): Found | undefined {
    return this.#parts.catalog.find(method, params, session?.key);
  }

  async absent(name: string, principal: Principal, session: Session): Promise<Standing | undefined> {
    const named = this.#standingsFor(principal).filter(({ upstream }) => isNamedAfter(upstream, name));
    const found = named.find(({ state }) => state !== 'ready');
    if (found !== undefined) return this.#told(found, session);
    const unjudged = named.find(({ upstream }) => this.#parts.lateServers.isLate(upstream));
    return unjudged && { ...unjudged, state: 'starting', message: LOOKED_AT };
  }

  isGranted(principal: Principal, { upstream, name }: Target): boolean {
    const { inForce, catalog } = this.#parts;
    return inForce().granted(principal)(upstream, name, catalog.facts(upstream, name)?.powers ?? READS);
  }

  inward(found: Found, method: string, paramsText: string): string {
    const { catalog, inForce } = this.#parts;
    const { upstream } = found.target;
    // Left out here and not on the way: a server may act by it, so what it is sent is judged, and shown to who says yes.
    return inForce().sendable(upstream, catalog.inward(found, method, paramsText));
  }

  outward(upstream: string, method: string, resultText: string): string {
    return this.#parts.catalog.outward(upstream, method, resultText);
  }

  // Not an async function: most calls have nothing to wait for here, and need no promise more.
  pass(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    const opening = this.#parts.ownership.open(call.session);
    if (opening !== undefined) return opening.then(() => this.#passTold(call, courier, doors));
    return this.#passTold(call, courier, doors);
  }

  permit(call: Call, question: Question, courier: Courier): Promise<Outcome> {
    const judging = { first: this.#current, current: this.#latest, waiting: this.#held.questions };
    return passQuestion(call, question, permitted, courier, judging);
  }

  frozen(call: Call): string | undefined {
    return this.#current.view(call).frozen;
  }

  answer(hold: Hold, answer: ElicitationAnswer, principal: Principal): Promise<boolean> {
    return this.#held.answer(hold, answer, principal);
  }

  held(id: string, principal: Principal, session: Session): Promise<Hold | undefined> {
    return this.#held.find(id, principal, session);
  }

  resume(
    id: string,
    principal: Principal,
    session: Session,
    courier: Courier,
    doors: Doors,
  ): Promise<Outcome | undefined> {
    return this.#held.resume(id, principal, session, (call) => this.pass(call, courier, doors));
  }

  async status(principal: Principal, session: Session): Promise<string> {
    const { inForce, say } = this.#parts;
    const { view } = this.#current;
    const held = await this.#held.of(principal, session);
    const standings = await Promise.all(this.#standingsFor(principal).map((one) => this.#told(one, session)));
    // The session and the agent can be frozen as well, whichever server is called.
    const frozen = ['', ...standings.map(({ upstream }) => upstream)].flatMap(
      (upstream) => view({ session, principal, target: { upstream, name: '' } }).frozen ?? [],
    );
    return say(statusText({ barred: inForce().barred ?? [], frozen, held, standings }));
  }

  note(method: string, principal: Principal, session: Session, spoken: Spoken): void {
    void this.#current.journal.write(noteGreeting(method, principal, session, spoken));
  }

  listen(listener: (event: GateEvent) => void): () => void {
    return this.#parts.events.add(listener);
  }

  changedRoots(principal: Principal, session: Session): void {
    this.#note('notifications/roots/list_changed', `${principal.id} ${session.key}`);
    this.#parts.upstreams.changedRoots(session, principal.agent);
  }

  remark(about: string, message: string): void {
    this.#note(about, message);
    this.#parts.log(message);
  }

  unwatch(target: Target, session: Session): void {
    this.#parts.upstreams.unwatch(target, session);
  }

  hear(session: Session, statements: readonly Statement[]): void {
    this.#parts.ownWords?.hear(session, statements);
  }

  leave(session: Session): void {
    const { ownWords, upstreams, ownership } = this.#parts;
    ownWords?.leave(session);
    upstreams.leave(session);
    ownership.leave(session);
  }

  get #current(): Interposer {
    return this.#latest();
  }

  /** Of servers that somebody has nothing of they are told nothing: neither that they are there, nor what is wrong with them. */
  #standingsFor(principal: Principal): Standing[] {
    const { inForce, upstreams } = this.#parts;
    const { reaches } = inForce();
    return upstreams.standings().filter(({ upstream }) => reaches(principal, upstream));
  }

  /** A session that is told what a server said is one that has begun. */
  async #told(standing: Standing, session: Session): Promise<Standing> {
    await this.#parts.ownership.open(session);
    return this.#standingWords.tell(standing, session);
  }

  /** What the session is for is recorded before the call is judged by it. */
  #passTold(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    const settling = this.#parts.ownWords?.settle(call.session);
    if (settling === undefined) return this.#passOn(call, courier, doors);
    return settling.then(() => this.#passOn(call, courier, doors));
  }

  #passOn(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    const isSilent = courier.notify === undefined && courier.ask === undefined;
    const judging = isSilent ? courier : new JudgingCourier(call, courier, this.#latest, this.#held.questions);
    return passThrough(call, judging, doors, this.#held.waiting, this.#latest);
  }

  /** The session's past comes first: somebody may have been asked, and something done, before this process. */
  async #wantsTask(call: Call): Promise<boolean> {
    const { ownership, ownWords } = this.#parts;
    await ownership.open(call.session);
    return (await ownWords?.wants(call)) ?? false;
  }

  #note(about: string, message: string): void {
    void this.#current.journal.write({ kind: 'note', about, message });
  }
}

/** What keeps a tool from being found that a server has just listed, in a list of thousands. */
const LOOKED_AT = 'what it offers is being looked at, which takes a while for a long list';

/** What is no tool is read. */
const READS: readonly Power[] = ['read'];
