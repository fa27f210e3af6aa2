import { Worker } from 'node:worker_threads';
import { isObject } from '../../model/json.ts';
import type { CallFacts, ResultFacts, ViewFacts } from './facts.ts';
import { LoadFault, lineOf, loadFault, type ThrownError } from './load-fault.ts';
import { type CustomSource, moduleOf } from './source.ts';

/** What a module says of itself, as it comes out of the worker: nothing of it is taken on trust. */
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
  /** Milliseconds one question may take. */
  readonly limit: number;
  /** What the code prints, one line each. */
  readonly log: (line: string) => void;
}

interface Asked {
  readonly question: Question;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Milliseconds in which a module must have been loaded. */
const LOAD = 5_000;
/** One inspector keeps nothing between calls: what needs more holds more than one call. */
const RESOURCES = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
const ENTRY = new URL('./entry.mjs', import.meta.url);
const LONGEST_LINE = 2_000;

/**
 * The thread that one inspector's code runs in. What is begun and not answered in half the time ends the thread, since
 * nothing else stops a loop; the other half is for those who only waited behind it, who are asked again in a new one.
 */
export class InspectorWorker {
  readonly #parts: WorkerParts;
  readonly #open = new Map<number, Asked>();
  /** What the thread has begun and not answered: one of these is to blame when it hangs or dies. */
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

  /** What the code answers, whatever it is. Rejects when it throws, is late, or ends. */
  ask(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      const timer = setTimeout(() => this.#expire(id), this.#parts.limit);
      this.#open.set(id, { question, resolve, reject, timer });
      if (this.#thread === undefined) this.#restart();
      else this.#thread.postMessage({ id, ...question });
    });
  }

  /** Ends the thread as soon as nothing is asked. A question after that has one of its own. */
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

  /** A new thread, which is asked everything that is open; what the session asked that stopped the last one, at the end. */
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
    const { source } = this.#parts;
    const thread = new Worker(ENTRY, {
      workerData: { url: moduleOf(source) },
      // Read by nobody: stdout of a stdio server is the protocol, and what is printed comes as a message.
      stdout: true,
      stderr: true,
      // The user's secrets are in the environment, and no evidence is.
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
      const late = `it does not load within ${LOAD / 1_000} s`;
      const slow = new LoadFault(late, 'It may wait for something at its top level; let its methods do that.');
      const timer = setTimeout(() => refuse(slow), LOAD);
      thread.on('message', (message: unknown) => {
        if (!isObject(message) || this.#thread !== thread) return;
        if (message.kind === 'print') this.#print(String(message.text));
        else if (message.kind === 'ready') {
          clearTimeout(timer);
          this.#isReady = true;
          resolve(shapeOf(message.shape));
        } else if (message.kind === 'broken') {
          // It ends now, and that is not what is wrong with it.
          this.#end();
          void loadFault(source, thrownOf(message.error)).then(refuse);
        } else if (typeof message.id === 'number') this.#hear(message.id, message);
      });
      thread.on('error', (error) => this.#gone(thread, `its code ended its worker: ${error.message}`, refuse));
      thread.on('exit', () => this.#gone(thread, 'its code ended its worker', refuse));
      // It keeps no process alive; those who listen to it would, so this comes after them.
      thread.unref();
    });
  }

  #hear(id: number, message: Readonly<Record<string, unknown>>): void {
    if (message.kind === 'begun') {
      // What the thread has said by then is heard first: an answer is not late because we were busy.
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

  /** It waited too long, and whoever asked has gone. */
  #expire(id: number): void {
    this.#take(id)?.reject(new Error(`took longer than ${this.#parts.limit} ms`));
    this.#rest();
  }

  /** Ends what does not end by itself. */
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

/** What its code threw, with the line, for whoever has to mend it. */
function thrown(source: CustomSource, { name, message, stack }: ThrownError): Error {
  const line = lineOf(source, stack);
  const said = `${name === '' ? '' : `${name}: `}${message}`.slice(0, LONGEST_LINE);
  return new Error(`threw ${said}${line === undefined ? '' : ` (${source.file}:${line})`}`);
}
