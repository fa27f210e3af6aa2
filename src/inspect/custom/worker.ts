import { Worker } from 'node:worker_threads';
import { isObject } from '../../model/json.ts';
import type { CallFacts, ResultFacts, ViewFacts } from './facts.ts';
import { LoadFault, lineOf, loadFault, type ThrownError } from './load-fault.ts';
import { type CustomSource, moduleOf } from './source.ts';

/** What a module says about itself, as received from the worker: none of it is trusted. */
export interface Shape {
  readonly version: unknown;
  readonly members: readonly string[];
  readonly methods: readonly string[];
}

export type Question =
  | { readonly method: 'onCall'; readonly call: CallFacts; readonly view: ViewFacts }
  | { readonly method: 'onResult'; readonly call: CallFacts; readonly result: ResultFacts; readonly view: ViewFacts };

export interface WorkerParts {
  readonly source: CustomSource;
  /** Most milliseconds for one question. */
  readonly limit: number;
  /** Receives what the code prints, line by line. */
  readonly log: (line: string) => void;
}

interface Asked {
  readonly question: Question;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Milliseconds that a module may take to load, or as long as a question may take, where that is more. */
const LOAD = 5_000;
/** Limits for one inspector. It keeps nothing between calls; one that needs more is holding data of more than one call. */
const RESOURCES = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
const ENTRY = new URL('./entry.mjs', import.meta.url);
const LONGEST_LINE = 2_000;

/**
 * The thread in which one inspector's code runs. If a question that the thread has begun is not answered within half
 * the limit, the thread is ended, since nothing else stops a loop. The other half is for questions that only waited
 * behind it: they are asked again in a new thread.
 */
export class InspectorWorker {
  readonly #parts: WorkerParts;
  readonly #open = new Map<number, Asked>();
  /** Questions that the thread has begun and not answered: one of these is to blame if it hangs or dies. */
  readonly #running = new Map<number, NodeJS.Timeout>();
  #thread: Worker | undefined;
  #isReady = false;
  #isRetired = false;
  #next = 1;

  private constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Loads the code. Rejects with a `LoadFault`. */
  static async open(parts: WorkerParts): Promise<{ worker: InspectorWorker; shape: Shape | undefined }> {
    const worker = new InspectorWorker(parts);
    return { worker, shape: await worker.#start() };
  }

  /** Resolves with the code's answer, whatever it is. Rejects if the code throws, is late, or ends its worker. */
  ask(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      // First hear what the thread has already sent: an answer is not late just because this process was busy.
      const timer = setTimeout(() => void setImmediate(() => this.#expire(id)), this.#parts.limit);
      this.#open.set(id, { question, resolve, reject, timer });
      if (this.#thread === undefined) this.#restart();
      else this.#thread.postMessage({ id, ...question });
    });
  }

  /** Ends the thread as soon as no question is open. A later question gets a thread of its own. */
  retire(): void {
    this.#isRetired = true;
    this.#rest();
  }

  #rest(): void {
    if (this.#isRetired && this.#open.size === 0) this.#end();
  }

  #end(): void {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#isReady = false;
    for (const timer of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
    void thread?.terminate();
  }

  /** Starts a new thread and asks it all open questions. Those of the session that stopped the last thread come last. */
  #restart(stopped = ''): void {
    this.#end();
    this.#start().catch((fault: unknown) => {
      this.#drop(() => true, fault instanceof Error ? fault : new Error(String(fault)));
    });
    const isTheirs = ({ question }: Asked): boolean => question.call.session.key === stopped;
    const open = [...this.#open].sort(([, one], [, other]) => Number(isTheirs(one)) - Number(isTheirs(other)));
    for (const [id, { question }] of open) this.#thread?.postMessage({ id, ...question });
  }

  #start(): Promise<Shape | undefined> {
    const { source, limit } = this.#parts;
    const load = Math.max(LOAD, limit);
    const thread = new Worker(ENTRY, {
      workerData: { url: moduleOf(source) },
      // Nobody reads these: stdout of a stdio server carries the protocol, and prints arrive as messages.
      stdout: true,
      stderr: true,
      // The environment holds the user's secrets, and nothing in it is evidence.
      env: {},
      execArgv: [],
      resourceLimits: RESOURCES,
      name: source.name,
    });
    this.#thread = thread;
    return new Promise((resolve, reject) => {
      const refuse = (error: Error): void => {
        clearTimeout(timer);
        if (this.#thread === thread) this.#end();
        void thread.terminate();
        reject(error);
      };
      const late = `it does not load within ${load / 1_000} s`;
      const slow = new LoadFault(late, 'It may wait for something at its top level; let its methods do that.');
      const timer = setTimeout(() => refuse(slow), load);
      thread.on('message', (message: unknown) => {
        if (!isObject(message) || this.#thread !== thread) return;
        if (message.kind === 'print') this.#print(String(message.text));
        else if (message.kind === 'ready') {
          clearTimeout(timer);
          this.#isReady = true;
          resolve(shapeOf(message.shape));
        } else if (message.kind === 'broken') {
          // The worker ends now anyway; its end must not be reported as the fault.
          this.#end();
          void loadFault(source, thrownOf(message.error)).then(refuse);
        } else if (typeof message.id === 'number') this.#hear(message.id, message);
      });
      thread.on('error', (error) => this.#gone(thread, `its code ended its worker: ${error.message}`, refuse));
      thread.on('exit', () => this.#gone(thread, 'its code ended its worker', refuse));
      // The thread must not keep the process alive. Listeners would undo that, so this comes after them.
      thread.unref();
    });
  }

  #hear(id: number, message: Readonly<Record<string, unknown>>): void {
    if (message.kind === 'begun') {
      const stop = (): void => void setImmediate(() => this.#stop(id, timer));
      const timer = setTimeout(stop, this.#parts.limit / 2).unref();
      this.#running.set(id, timer);
    }
    if (message.kind !== 'answer') return;
    clearTimeout(this.#running.get(id));
    this.#running.delete(id);
    const { error, seen } = message;
    if (error !== undefined) this.#drop((one) => one === id, thrown(this.#parts.source, thrownOf(error)));
    else this.#take(id)?.resolve(seen);
    this.#rest();
  }

  /** Rejects a question that waited too long, because whoever asked has given up. */
  #expire(id: number): void {
    this.#take(id)?.reject(new Error(`took longer than ${this.#parts.limit} ms`));
    this.#rest();
  }

  /** Ends a thread that does not end by itself. */
  #stop(id: number, timer: NodeJS.Timeout): void {
    if (this.#running.get(id) !== timer) return;
    const asked = this.#take(id);
    asked?.reject(new Error(`took longer than ${this.#parts.limit / 2} ms, and was stopped`));
    if (this.#open.size > 0 || !this.#isRetired) this.#restart(asked?.question.call.session.key);
    else this.#end();
  }

  #gone(thread: Worker, why: string, refuse: (error: Error) => void): void {
    if (this.#thread !== thread) return;
    const wasReady = this.#isReady;
    const guilty = new Set(this.#running.keys());
    this.#end();
    if (wasReady) this.#drop((id) => guilty.has(id), new Error(why));
    else refuse(new LoadFault(why, 'Its top level must not end it.'));
    if (wasReady && this.#open.size > 0) this.#restart();
  }

  #take(id: number): Asked | undefined {
    const asked = this.#open.get(id);
    if (asked !== undefined) clearTimeout(asked.timer);
    this.#open.delete(id);
    return asked;
  }

  #drop(isMeant: (id: number) => boolean, error: Error): void {
    for (const id of [...this.#open.keys()]) if (isMeant(id)) this.#take(id)?.reject(error);
  }

  #print(text: string): void {
    const { log, source } = this.#parts;
    for (const line of text.split('\n')) {
      const shown = line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').slice(0, LONGEST_LINE);
      if (shown !== '') log(`[inspector ${source.name}] ${shown}`);
    }
  }
}

function shapeOf(shape: unknown): Shape | undefined {
  if (!isObject(shape)) return undefined;
  const { members, methods, version } = shape;
  const texts = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
  return { version, members: texts(members), methods: texts(methods) };
}

function thrownOf(error: unknown): ThrownError {
  const { name, message, stack } = isObject(error) ? error : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { name: text(name), message: text(message), stack: text(stack) };
}

/** The error that its code threw, with the line, for whoever has to fix it. */
function thrown(source: CustomSource, { name, message, stack }: ThrownError): Error {
  const line = lineOf(source, stack);
  const said = `${name === '' ? '' : `${name}: `}${message}`.slice(0, LONGEST_LINE);
  return new Error(`threw ${said}${line === undefined ? '' : ` (${source.file}:${line})`}`);
}
