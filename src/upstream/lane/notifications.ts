import { messageOf } from '../../model/caught.ts';
import { dropMembers, putFirst } from '../../model/json/members.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Ongoing } from '../../model/ongoing.ts';
import type { Frame } from '../../model/protocol/frame.ts';
import { spanAt, splice } from '../../model/text/splice.ts';
import { failure } from '../failure.ts';
import { ACKNOWLEDGED, type Listening } from '../listening.ts';
import { weigh } from '../turns.ts';
import type { WireListener } from '../wire.ts';
import { Allowances } from './allowance.ts';
import { type Pending, PendingCall } from './pending.ts';
import type { Questions } from './questions.ts';

/** What notifications may concern: parts of the lane they came on. */
export interface Concerned {
  readonly upstream: string;
  readonly pending: Pick<Ongoing<number, Pending>, 'get' | 'values'>;
  readonly listening: Listening;
  readonly questions: Pick<Questions, 'withdraw'>;
  readonly lost: WireListener['lost'];
  readonly listener: {
    /** One that belongs to no call. */
    notice(method: string, params: JsonObject, text: string): void;
    odd(message: string): void;
  };
}

/** Notifications that are meant for us alone. */
const OUR_HOP: ReadonlySet<string> = new Set(['notifications/cancelled', ACKNOWLEDGED]);

/** How much a server may say to one session beside its answers: each of it is inspected, and nobody reads more. */
const AT_ONCE = 2_000;
const PER_SECOND = 200;

/** What it weighs to judge one, and how many UTF-16 units of it weigh 1 more. */
const JUDGED = 10;
const JUDGED_UNITS = 256;

/** What belongs to no call. */
const NOBODYS = '';
/** A change is listed, and an update told, as often as is good; neither may be lost. */
const COUNTED_ELSEWHERE = /^notifications\/(?:(?:tools|resources|prompts)\/list_changed|resources\/updated)$/;

/** Passes on what a server sends unasked: to the call it belongs to, or to whoever listens for the rest. */
export class Notifications {
  readonly #lane: Concerned;
  readonly #progress = new Allowances(AT_ONCE, PER_SECOND);
  readonly #rest = new Allowances(AT_ONCE, PER_SECOND);

  constructor(lane: Concerned) {
    this.#lane = lane;
  }

  /** `via`: the request whose own stream it came on. A listener may fail; the answers behind this message must not suffer. */
  hear(method: string, frame: Frame, via: number | undefined): void {
    weigh(1);
    try {
      const isOver = method === 'notifications/cancelled' && this.#withdrawn(frame);
      if (!isOver) this.#notified(method, frame.params, frame.paramsText, via);
    } catch (error) {
      this.#lane.listener.odd(`${method} could not be passed on: ${messageOf(error)}`);
    }
  }

  /** The server takes back a question of its own. */
  #withdrawn({ paramsText }: Frame): boolean {
    const span = spanAt(paramsText, '/requestId');
    return span !== undefined && this.#lane.questions.withdraw(paramsText.slice(span.start, span.end));
  }

  #notified(method: string, params: JsonObject, text: string, via: number | undefined): void {
    const { pending, listening, listener, lost } = this.#lane;
    if (method === 'notifications/progress') {
      const request = typeof params.progressToken === 'number' ? pending.get(params.progressToken) : undefined;
      request?.progressed();
      if (!(request instanceof PendingCall) || request.token === undefined) return;
      if (this.#mayPass(this.#progress, request.session, method, text)) request.notify(method, params, text);
      return;
    }
    if (OUR_HOP.has(method)) {
      const over = listening.concerned(method, params);
      if (over !== undefined) lost(over, failure('unreachable', 'the server stopped telling of changes', false));
      return;
    }
    if (COUNTED_ELSEWHERE.test(method)) {
      listener.notice(method, params, text);
      return;
    }
    const caller = method === 'notifications/message' ? this.#cause(via) : undefined;
    const session = caller instanceof PendingCall ? caller.session : NOBODYS;
    if (!this.#mayPass(this.#rest, session, method, text)) return;
    const told = method === 'notifications/message' ? signed(params, text, this.#lane.upstream) : { params, text };
    if (caller?.courier.notify !== undefined) caller.notify(method, told.params, told.text);
    else listener.notice(method, told.params, told.text);
  }

  #mayPass(allowances: Allowances, session: string, method: string, text: string): boolean {
    const may = allowances.take(session, performance.now());
    if (may) weigh(JUDGED + text.length / JUDGED_UNITS);
    else
      this.#lane.listener.odd(
        `says too much at once by ${method}: of more than ${PER_SECOND} a second some is dropped`,
      );
    return may;
  }

  /** The call that a message belongs to: the one whose stream it came on, or the only one there is. */
  #cause(via: number | undefined): Pending | undefined {
    const { pending } = this.#lane;
    if (via !== undefined) return pending.get(via);
    let only: Pending | undefined;
    for (const one of pending.values()) {
      if (!(one instanceof PendingCall)) continue;
      if (only !== undefined) return undefined;
      only = one;
    }
    return only;
  }
}

/** A log line with the server's name before that of its logger: a client has one server in front of it, and many behind. */
function signed(params: JsonObject, text: string, upstream: string): { params: JsonObject; text: string } {
  const span = spanAt(text, '/logger');
  if (typeof params.logger !== 'string' || span === undefined) {
    const rest = dropMembers(text, (name) => name === 'logger');
    return { params: { ...params, logger: upstream }, text: putFirst(rest, `"logger":${JSON.stringify(upstream)}`) };
  }
  // Its own spelling stays: words are only put before it.
  const put = JSON.stringify(`${upstream}/`).slice(0, -1);
  const named = splice(text, [{ span: { start: span.start, end: span.start + 1 }, put }]);
  return { params: { ...params, logger: `${upstream}/${params.logger}` }, text: named };
}
