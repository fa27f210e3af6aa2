import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { Json } from '../model/json.ts';
import type { Frame } from '../model/protocol/frame.ts';
import { joinLines, splitLines } from '../model/text/lines.ts';
import type { Remains } from '../model/text/remains.ts';
import { Conversation } from './conversation.ts';
import { drain } from './drain.ts';
import { MOST_UNREAD } from './event-stream.ts';
import { createFront, type Front, type FrontConfig, type FrontOptions } from './front.ts';
import { failedAnswer, failedUnder, NOT_TEXT, readMessage } from './message.ts';
import { leftOn, Reading } from './reading.ts';
import type { Reply } from './reply.ts';
import { CODES, isNotice, type Rejection, rejected, responseText } from './wire.ts';

export interface StdioOptions extends FrontOptions {
  readonly stdin: Readable;
  /** Nothing else may write to it. */
  readonly stdout: Writable;
  /** `sallyport serve --agent NAME`. */
  readonly launch?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Serves the client that started this process. */
export class StdioServing {
  readonly #options: StdioOptions;
  readonly #front: Front;
  readonly #conversation: Conversation;
  readonly #write = joinLines((text) => this.#put(text));
  readonly #reply: Reply;
  /** How long what is in flight may take once the client has ended its side, in milliseconds. */
  #grace: number;
  #isGone = false;
  #isFull = false;
  #close = (): void => {};
  /** Resolves when the client is gone and nothing of it is in flight. */
  readonly closed = new Promise<void>((resolve) => {
    this.#close = resolve;
  });

  constructor(options: StdioOptions) {
    const { stdin, stdout, launch, env, limits } = options;
    this.#options = options;
    const reading = new Reading(() => leftOn(stdout, stdout));
    this.#reply = {
      end: (id, answer) => this.#write(responseText(id, answer)),
      tell: (text) => this.#tell(text),
      drop: () => {},
      streams: true,
      get unread() {
        return stdout.writableLength;
      },
      idle: () => reading.idle(),
      breakOff: () => 0,
    };
    this.#front = createFront(options);
    this.#grace = limits.drain;
    const transport = 'stdio';
    this.#conversation = new Conversation(this.#front, {
      proof: launch === undefined ? { transport } : { transport, launch },
      origin: { env, process: randomBytes(16).toString('hex'), authenticated: true },
      push: (text) => this.#tell(text),
    });
    const read = splitLines(
      (line, isLossy) => this.#take(line, isLossy),
      limits.message,
      (bytes, remains) => this.#drop(bytes, remains),
    );
    stdin.on('data', read);
    stdin.once('error', () => this.#lose());
    stdin.once('end', () => void this.drain(this.#grace));
    stdout.on('error', () => this.#lose());
    stdout.once('close', () => this.#lose());
  }

  /** Takes other agents and limits, for requests from now on. */
  reconfigure(next: FrontConfig): void {
    this.#grace = next.limits.drain;
    this.#front.reconfigure(next);
  }

  /** Refuses new calls and lets those in flight end for `ms` milliseconds; resolves when the client has been told everything. */
  async drain(ms: number): Promise<void> {
    this.#front.close();
    if (!this.#isGone) await drain([this.#conversation], ms);
    this.#leave();
    await this.closed;
  }

  #take(text: string, isLossy: boolean): void {
    const read = readMessage(text, this.#front.depth);
    if (read.ok && !isLossy) this.#conversation.receive(read.frame, this.#reply);
    else if (read.ok) this.#refuse(NOT_TEXT, read.frame.id ?? null, failedAnswer(text, NOT_TEXT));
    else this.#refuse(read, read.id, failedAnswer(text, read));
  }

  /** `failed`: what the message stands for where it was an answer, whose id is ours: under it nothing can be answered. */
  #refuse({ code, message }: Rejection, id: Json, failed: Frame | undefined): void {
    this.#write(responseText(failed === undefined ? JSON.stringify(id) : 'null', rejected({ code, message })));
    if (failed !== undefined) this.#conversation.receive(failed, this.#reply);
  }

  #drop(bytes: number, { id, asks }: Remains): void {
    const most = this.#options.limits.message;
    const message = `a message of ${bytes} bytes was dropped: at most ${most} are accepted (limits.message)`;
    const why = { code: CODES.request, message };
    // Under no id nobody would know whose question this answers, and its asker would wait for ever.
    if (asks) this.#write(responseText(id ?? 'null', rejected(why)));
    else this.#refuse(why, null, id === undefined ? undefined : failedUnder(id, why));
  }

  /** What a server says beside its answers is not kept without end for a client that does not read; a question is. */
  #tell(text: string): void {
    if (this.#options.stdout.writableLength <= MOST_UNREAD || !isNotice(text)) this.#write(text);
  }

  #put(text: string): void {
    const { stdin, stdout } = this.#options;
    if (this.#isGone || stdout.write(text) || this.#isFull) return;
    // A client that does not read is not read from, so that it cannot make us hold more than it asked for.
    this.#isFull = true;
    stdin.pause();
    stdout.once('drain', () => {
      this.#isFull = false;
      stdin.resume();
    });
  }

  /** The client cannot be told anything any more. */
  #lose(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#leave();
  }

  #leave(): void {
    const { stdout } = this.#options;
    this.#conversation.leave();
    // What was written in this turn goes out before anybody remains the process.
    setImmediate(() => {
      if (this.#isGone || stdout.writableLength === 0) this.#close();
      else stdout.write('', () => this.#close());
    });
  }
}
