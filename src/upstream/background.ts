import type { ClientRequest, IncomingMessage } from 'node:http';
import { readEvents, resumable } from './events.ts';
import type { WireListener } from './wire.ts';

export interface BackgroundOptions {
  /** Asks for the stream, from after an event. */
  readonly ask: (last: string | undefined, onResponse: (response: IncomingMessage) => void) => ClientRequest;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: Pick<WireListener, 'message' | 'tooLarge'>;
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
  #isClosed = false;

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
    const { listener, most, renews } = this.#options;
    response.on('error', () => {});
    if (response.statusCode !== 200) {
      response.resume();
      // Credentials may have ended with the stream before; a call renews them.
      if (renews && response.statusCode === 401) this.#again(pause);
      return;
    }
    let wait = AGAIN;
    const read = readEvents(
      (event) => {
        this.#last = resumable(event.id) ?? this.#last;
        wait = Math.min(event.retry ?? wait, LONGEST_PAUSE);
        if (event.data !== '') listener.message(event.data);
      },
      most,
      (size) => listener.tooLarge(size, -1),
    );
    response.on('data', read);
    response.on('close', () => this.#again(wait));
  }

  #again(pause: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(Math.min(pause * 2, LONGEST_PAUSE)), pause).unref();
  }
}
