import type { ClientRequest, IncomingMessage } from 'node:http';
import { readEvents, resumable } from './events.ts';
import type { WireListener } from './wire.ts';

export interface BackgroundOptions {
  /** Asks for the stream, from after an event. */
  readonly ask: (last: string | undefined, onResponse: (response: IncomingMessage) => void) => ClientRequest;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: Pick<WireListener, 'message' | 'tooLarge' | 'missed' | 'stale'>;
  /** Whether a call may bring credentials that this was refused for want of. */
  readonly renews: boolean;
}

/** When it is asked for again after it ended, unless the server says otherwise. Milliseconds. */
const AGAIN = 1_000;
const LONGEST_PAUSE = 30_000;

/** The stream on which a legacy server tells what answers no request. Most do without: then nothing is lost. */
export class Background {
  readonly #options: BackgroundOptions;
  #request: ClientRequest | undefined;
  #last: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wasOpen = false;
  /** Whether it could not be had since it was first asked for, or was had and broke. */
  #isBroken = false;
  #isClosed = false;
  #tell: (isOpen: boolean) => void = () => {};
  /** Settles when it was opened for the first time, true, or could not be. */
  readonly opened = new Promise<boolean>((resolve) => {
    this.#tell = resolve;
  });

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** `pause`: milliseconds until it is tried again where it cannot be had. */
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
    // A server that numbers what it says goes on where it was broken off.
    if (this.#isBroken && this.#last === undefined) listener.missed();
    this.#isBroken = false;
    this.#wasOpen = true;
    this.#tell(true);
    const began = performance.now();
    let wanted: number | undefined;
    const read = readEvents(
      (event) => {
        this.#last = resumable(event.id) ?? this.#last;
        wanted = event.retry ?? wanted;
        if (event.data !== '') listener.message(event.data);
      },
      most,
      (size) => listener.tooLarge(size, -1),
    );
    response.on('data', read);
    // One that ends as soon as it began is asked for less and less often.
    response.on('close', () => this.#again(wanted ?? (performance.now() - began > 2 * pause ? AGAIN : pause)));
  }

  #refused(status: number, pause: number): void {
    const { listener, renews } = this.#options;
    // Credentials may have ended with the stream before; a call renews them. What is down comes back.
    if ((renews && status === 401) || (this.#wasOpen && status >= 500)) this.#again(pause);
    // It was there: what is not found is the session, and the server is another one by now.
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
