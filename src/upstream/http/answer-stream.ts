import type { ClientRequest, IncomingMessage } from 'node:http';
import { tellDropped } from '../dropped.ts';
import { type Failure, failure } from '../failure.ts';
import { Turns } from '../turns.ts';
import type { WireListener } from '../wire.ts';
import type { Arriving } from './arriving.ts';
import { EventReader, resumable } from './events.ts';
import { requestFailure, statusFailure } from './exchange.ts';

export interface AnswerStreamOptions {
  readonly url: URL;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: Pick<WireListener, 'message' | 'tooLarge' | 'asksTooMuch' | 'waits' | 'lost'>;
  /** By id, the requests on which answers come; whoever takes one out gives it up. */
  readonly open: Map<number, ClientRequest>;
  /** Counts what is held of events that are not whole yet. */
  readonly arriving: Arriving;
  /** Asks for the rest of a stream, from after an event. */
  readonly ask: (last: string | undefined, onResponse: (response: IncomingMessage) => void) => ClientRequest;
  /** Whether the server may be asked for the rest of a stream: it speaks legacy, and we still listen. */
  readonly canResume: () => boolean;
}

/** How often a broken answer stream is resumed, and after how many milliseconds unless the server says otherwise. */
const RESUMPTIONS = 5;
const RESUME_AFTER = 1_000;
const LONGEST_PAUSE = 30_000;

/** The answer to one request, as events. A legacy server may close the stream and continue where it is asked to resume. */
export class AnswerStream {
  readonly #id: number;
  readonly #options: AnswerStreamOptions;
  #left = RESUMPTIONS;
  /** The last event of the stream that is read, to resume after it. */
  #last: string | undefined;
  #pause = RESUME_AFTER;

  constructor(id: number, options: AnswerStreamOptions) {
    this.#id = id;
    this.#options = options;
  }

  read(response: IncomingMessage): void {
    const { listener, most, arriving } = this.#options;
    const arrival = arriving.begin();
    this.#last = undefined;
    this.#pause = RESUME_AFTER;
    const reader = new EventReader(
      most,
      (event) => {
        this.#last = resumable(event.id) ?? this.#last;
        this.#pause = Math.min(event.retry ?? this.#pause, LONGEST_PAUSE);
        if (event.data !== '') listener.message(event.data, this.#id);
      },
      (size, remains) => tellDropped(listener, size, remains, this.#id),
    );
    new Turns(response, (piece) => {
      reader.read(piece);
      const full = arrival.holds(reader.held);
      if (full === undefined) return;
      listener.lost(this.#id, full);
      response.destroy();
    });
    response.on('close', () => {
      arrival.holds(0);
      this.#closed();
    });
  }

  #closed(): void {
    const { url, listener, open, canResume } = this.#options;
    const id = this.#id;
    const isOurs = open.delete(id);
    const last = this.#last;
    if (isOurs && last !== undefined && this.#left > 0 && canResume() && listener.waits(id)) {
      this.#left--;
      setTimeout(() => this.#resume(last), this.#pause).unref();
      return;
    }
    const why = `${url.host} ended the stream without an answer; whether it acted is not known`;
    listener.lost(id, failure('crashed', why));
  }

  #resume(last: string): void {
    const { url, listener, open, ask, canResume } = this.#options;
    if (!canResume() || !listener.waits(this.#id)) return;
    const request = ask(last, (response) => {
      if (response.statusCode === 200) return this.read(response);
      response.resume();
      this.#giveUp(statusFailure(url, response, ''));
    });
    open.set(this.#id, request);
    request.on('error', (error) => this.#giveUp(requestFailure(url, error)));
  }

  /** Only the rest of the answer was refused here: the call itself was taken. */
  #giveUp({ message }: Failure): void {
    const { url, listener, open } = this.#options;
    open.delete(this.#id);
    const what = `${url.host} broke off its answer and did not go on with it`;
    listener.lost(this.#id, failure('unreachable', `${what}: ${message}. Whether it acted is not known`));
  }
}
