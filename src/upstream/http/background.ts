import type { ClientRequest, IncomingMessage } from 'node:http';
import { tellDropped } from '../dropped.ts';
import { Turns } from '../turns.ts';
import type { WireListener } from '../wire.ts';
import { EventReader, resumable } from './events.ts';

export interface BackgroundOptions {
  /** Asks for the stream, from after an event. */
  readonly ask: (last: string | undefined, onResponse: (response: IncomingMessage) => void) => ClientRequest;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: Pick<WireListener, 'message' | 'tooLarge' | 'asksTooMuch' | 'missed' | 'stale'>;
  /** Whether a call may bring the credentials whose lack made the server refuse this. */
  readonly renews: boolean;
}

/** After how long it is asked for again when it has ended, unless the server says otherwise. Milliseconds. */
const AGAIN = 1_000;
const LONGEST_PAUSE = 30_000;
/** However soon a server wants to be asked: one that ends every stream at once would keep us at nothing else. */
const SHORTEST_PAUSE = 100;

/** The stream on which a legacy server sends what answers no request. Most have none: then nothing is lost. */
export class Background {
  readonly #options: BackgroundOptions;
  #request: ClientRequest | undefined;
  #last: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wasOpen = false;
  /** Whether the first request for it failed, or it was open and broke. */
  #isBroken = false;
  #isClosed = false;
  #tell: (isOpen: boolean) => void = () => {};
  /** Settles when it was opened for the first time (true) or could not be. */
  readonly opened = new Promise<boolean>((resolve) => {
    this.#tell = resolve;
  });

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** `pause`: milliseconds until the next try where it cannot be opened. */
  open(pause = AGAIN): void {
    if (this.#isClosed) return;
    this.#request = this.#options.ask(this.#last, (response) => this.#hear(response, pause));
    this.#request.on('error', () => this.#again(pause));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#request?.destroy();
  }

  #hear(response: IncomingMessage, pause: number): void {
    const { listener, most } = this.#options;
    response.on('error', () => {});
    const { statusCode: status = 0 } = response;
    if (status !== 200) {
      response.resume();
      this.#tell(false);
      this.#refused(status, pause);
      return;
    }
    // A server that numbers its events resumes where the stream broke.
    if (this.#isBroken && this.#last === undefined) listener.missed();
    this.#isBroken = false;
    this.#wasOpen = true;
    this.#tell(true);
    const began = performance.now();
    let wanted: number | undefined;
    const reader = new EventReader(
      most,
      (event) => {
        this.#last = resumable(event.id) ?? this.#last;
        if (event.retry !== undefined) wanted = Math.max(event.retry, SHORTEST_PAUSE);
        if (event.data !== '') listener.message(event.data);
      },
      // It answers no request: an id that none has.
      (size, remains) => tellDropped(listener, size, remains, -1),
    );
    new Turns(response, reader.read);
    // A stream that ends at once is asked for less and less often.
    response.on('close', () => this.#again(wanted ?? (performance.now() - began > 2 * pause ? AGAIN : pause)));
  }

  #refused(status: number, pause: number): void {
    const { listener, renews } = this.#options;
    // The credentials may have expired with the stream; a call renews them. A server that is down comes back.
    if ((renews && status === 401) || (this.#wasOpen && status >= 500)) this.#again(pause);
    // It existed before: what is not found is the session, so the server is another one by now.
    if (status !== 404 || !this.#wasOpen || this.#isClosed) return;
    listener.stale();
    listener.missed();
  }

  #again(pause: number): void {
    if (this.#isClosed) return;
    this.#isBroken = true;
    clearTimeout(this.#timer);
    const wait = Math.min(pause, LONGEST_PAUSE);
    this.#timer = setTimeout(() => this.open(Math.min(wait * 2, LONGEST_PAUSE)), wait).unref();
  }
}
