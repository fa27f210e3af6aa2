import { Worker } from 'node:worker_threads';
import { messageOf } from '../../model/caught.ts';

/** Why something could not be done, told from one thread to another: an error loses its name on that way. */
export interface Fault {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What a thread tells: that it is ready, what it was asked for, why it cannot answer, or a line for people. */
export type Message<Answer> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'line'; readonly line: string };

export function faultOf(error: unknown): Fault {
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  return { name, message: messageOf(error), stack };
}

export const errorOf = ({ name, message, stack }: Fault): Error => Object.assign(new Error(message), { name, stack });

interface Open<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A thread of this process that answers one question after another. Whoever opens it ends it. */
export class Thread<Question, Answer> {
  /** Resolves when it can be asked. Rejects with what kept it from opening. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  /** Questions without an answer, the oldest first. */
  readonly #open: Open<Answer>[] = [];
  #opening: Open<void> | undefined;
  #gone: Error | undefined;

  /** `entry` is the module that it runs, `given` what that is told, `tell` what takes lines for people. */
  constructor(entry: URL, given: unknown, tell: (line: string) => void) {
    // Options of this process may be about something that it prints when it ends.
    this.#worker = new Worker(entry, { workerData: given, execArgv: [] });
    this.ready = new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
    });
    this.#worker.on('message', (message: Message<Answer>) => this.#hear(message, tell));
    this.#worker.on('error', (error) => this.#end(early(`: ${messageOf(error)}`)));
    // What cannot be read is in no `message`: whoever asked would wait for ever.
    this.#worker.on('messageerror', (error) => this.#end(early(`: its answer cannot be read (${messageOf(error)})`)));
    this.#worker.on('exit', (code) => this.#end(early(`, with code ${code}`)));
  }

  ask(question: Question): Promise<Answer> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#open.push({ resolve, reject });
      this.#worker.postMessage(question);
    });
  }

  async end(): Promise<void> {
    this.#end(early(', since it was told to'));
    await this.#worker.terminate();
  }

  #hear(message: Message<Answer>, tell: (line: string) => void): void {
    if (message.kind === 'line') {
      tell(message.line);
      return;
    }
    const opening = this.#opening;
    this.#opening = undefined;
    if (message.kind === 'ready') opening?.resolve();
    else if (message.kind === 'answer') this.#open.shift()?.resolve(message.answer);
    else (opening ?? this.#open.shift())?.reject(errorOf(message.fault));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    this.#opening?.reject(this.#gone);
    this.#opening = undefined;
    for (const { reject } of this.#open.splice(0)) reject(this.#gone);
  }
}

const early = (how: string): Error =>
  new Error(`one of the threads of this replay ended before its work was done${how}; --cores 1 does without them`);
