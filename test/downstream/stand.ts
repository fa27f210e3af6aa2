import { randomUUID } from 'node:crypto';
import { configSchema } from '../../src/config/schema.ts';
import type { FrontOptions } from '../../src/downstream/front.ts';
import { mintSettled } from '../../src/journal/mint.ts';
import type { Hold } from '../../src/model/approval.ts';
import type { Call, Principal, Session, Target } from '../../src/model/call.ts';
import type { Doors, ElicitationAnswer, Gate, GateEvent, ListKind } from '../../src/model/gate.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Settled } from '../../src/model/passage.ts';
import type { Courier, Question } from '../../src/model/relay.ts';
import type { Result } from '../../src/model/result.ts';
import type { Statement } from '../../src/model/statement.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import type { Standing } from '../../src/model/upstreams.ts';
import { makeDecision } from '../samples.ts';

const schema = { type: 'object', properties: { text: { type: 'string' } } };

/** What the stand's tools do is in their names. `held` waits for a person, `slow` until it is taken back. */
export const TOOLS = [
  'echo',
  'held',
  'console_only',
  'refused',
  'slow',
  'progress',
  'round',
  'crash',
  'broken',
  'region',
  'asks',
  'page',
];

export const DECISION = makeDecision({ policy: 'p' });
const matched = (rule: string, effect: 'ask' | 'deny') => ({
  rule,
  pack: 'recommended',
  effect,
  mode: 'enforce' as const,
  reason: `because of ${rule}`,
  instead: 'read it first',
});

export const complete = (value: JsonObject, text = JSON.stringify(value)): Result => ({
  kind: 'complete',
  value,
  text,
});

export const words = (text: string): Result => complete({ content: [{ type: 'text', text }] });

export const settle = (call: Call, result: Result): Settled => mintSettled(call, DECISION, result);

/** A gate that is small and real: holds wait, approvals are spent once, upstream questions come back in rounds. */
export class Stand implements Gate {
  readonly calls: Call[] = [];
  readonly noted: string[] = [];
  readonly left: Session[] = [];
  /** What was said of sessions, as session and source with the words. */
  readonly heard: (Statement & { readonly session: string })[] = [];
  readonly answers: ElicitationAnswer[] = [];
  readonly holds = new Map<string, { hold: Hold; call: Call; verdict?: 'approve' | 'deny'; spent?: boolean }>();
  readonly #listeners = new Set<(event: GateEvent) => void>();
  readonly capabilities: JsonObject = {
    tools: { listChanged: true },
    resources: { listChanged: true, subscribe: true },
    prompts: { listChanged: true },
    completions: {},
    logging: {},
  };
  readonly instructions = 'Behind this gate stands "a test".';
  /** Marks what went through it. */
  readonly say = (text: string): string => text.replace(/`(sallyport \w+[^`]*)`/g, '`$1 --state /s`');
  /** What `echo` answers, where it is not the echo. */
  reply: Result | undefined;
  /** How many calls run now, and those that were aborted. */
  running = 0;
  aborted = 0;
  closedDoor = false;
  /** What is refused besides. */
  readonly closed = new Set<string>();
  /** Whether a person is asked what the task is, and the calls before which it was wondered. */
  asksTask?: (call: Call) => Promise<boolean>;

  async list(kind: ListKind): Promise<string> {
    if (kind === 'tools') return JSON.stringify(TOOLS.map((name) => ({ name: `s__${name}`, inputSchema: schema })));
    if (kind === 'prompts') return '[{"name":"s__greet"}]';
    return kind === 'resources' ? '[{"uri":"test://one","name":"one"}]' : '[]';
  }

  /** Lists that changed since they were shown. */
  readonly outdated = new Set<string>();
  isOutdated(list: string): boolean {
    return this.outdated.has(list);
  }

  find(method: string, params: JsonObject) {
    const upstream = 's';
    if (method === 'tools/call' || method === 'prompts/get') {
      const name = String(params.name).replace(/^s__/, '');
      if (!(method === 'tools/call' ? TOOLS : ['greet']).includes(name)) return undefined;
      const facts =
        name === 'region'
          ? { ...NO_FACTS, inputSchema: { properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } } }
          : NO_FACTS;
      return { target: { upstream, name }, facts };
    }
    if (method.startsWith('resources/'))
      return String(params.uri).startsWith('test://')
        ? { target: { upstream, name: String(params.uri) }, facts: NO_FACTS }
        : undefined;
    return { target: { upstream, name: '' }, facts: NO_FACTS };
  }

  /** What is waited for before a call is made. */
  started: Promise<unknown> | undefined;
  starting(): Promise<unknown> | undefined {
    return this.started;
  }

  /** Servers that are not there. */
  absents: readonly Standing[] = [];
  async absent(name: string): Promise<Standing | undefined> {
    return this.absents.find(({ upstream }) => name.startsWith(`${upstream}__`));
  }

  /** What purposes grant is in their names: `only_echo`. */
  isGranted({ purposes }: Principal, { name }: Target): boolean {
    return purposes === undefined || purposes.includes(`only_${name}`);
  }

  inward(_found: unknown, method: string, text: string): string {
    return method === 'tools/call' || method === 'prompts/get' ? text.replace('"s__', '"') : text;
  }

  outward(_upstream: string, _method: string, text: string): string {
    return text.replaceAll('inner://', 'outer://');
  }

  async pass(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    this.calls.push(call);
    this.running++;
    try {
      return await this.#judge(call, courier, doors);
    } finally {
      this.running--;
    }
  }

  async #judge(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    const { name } = call.target;
    if (name === 'refused' || this.closed.has(name))
      return { kind: 'refused', call, decision: { ...DECISION, effect: 'deny', matched: [matched('no-way', 'deny')] } };
    if ((name === 'held' || name === 'console_only') && !this.#spend(call)) return this.#hold(call, courier, doors);
    if (name === 'broken') throw new Error('secret inside');
    return this.#answer(call, await this.#act(call, courier));
  }

  #answer(call: Call, result: Result): Outcome {
    return { kind: result.kind === 'input_required' ? 'input_required' : 'answered', settled: settle(call, result) };
  }

  #spend(call: Call): boolean {
    const found = [...this.holds.values()].find(
      (entry) => entry.call.digest === call.digest && entry.verdict === 'approve' && entry.spent !== true,
    );
    if (found === undefined) return false;
    found.spent = true;
    return true;
  }

  async #hold(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    const known = [...this.holds.values()].find((entry) => entry.call.digest === call.digest && entry.spent !== true);
    const now = Date.now();
    const hold: Hold = known?.hold ?? {
      id: `h${this.holds.size}${randomUUID().slice(0, 6)}`,
      call: call.id,
      binding: call.digest,
      session: call.session.key,
      principal: call.principal,
      target: call.target,
      method: call.method,
      shown: JSON.stringify(call.args),
      rules: ['ask-first'],
      reasons: ['the recipient stands only in mail 42'],
      door: call.target.name === 'held' ? 'elicitation' : 'console',
      at: now,
      expires: now + 60_000,
    };
    if (known === undefined) this.holds.set(hold.id, { hold, call });
    if (doors.elicit !== undefined && hold.door === 'elicitation') {
      const answer = await doors.elicit(hold, courier.signal);
      this.answers.push(answer);
      if (answer.action === 'approve') return this.#answer(call, await this.#act(call, courier));
    }
    doors.waiting?.('waiting for a person');
    return {
      kind: 'held',
      call,
      hold,
      decision: { ...DECISION, effect: 'ask', matched: [matched('ask-first', 'ask')] },
    };
  }

  async #act(call: Call, courier: Courier): Promise<Result> {
    courier.admitted?.(DECISION, call);
    const { name } = call.target;
    if (name === 'crash') return { kind: 'failed', reason: 'crashed', message: 'exit code 1', acted: 'unknown' };
    if (name === 'slow') return this.#wait(courier.signal);
    if (name === 'progress') {
      const notify = (method: string, params: JsonObject): void =>
        courier.notify?.(method, params, JSON.stringify(params));
      for (const progress of [0, 50, 100])
        notify('notifications/progress', { progressToken: 'theirs', progress, total: 100 });
      notify('notifications/message', { level: 'debug', data: 'quiet' });
      notify('notifications/message', { level: 'error', data: 'loud' });
      setTimeout(() => notify('notifications/progress', { progressToken: 'theirs', progress: 200 }), 20);
    }
    if (name === 'round') return this.#ask(call);
    if (name === 'asks') return this.#push(courier);
    if (name === 'page' && !this.#visited) {
      this.#visited = true;
      const pages = [{ mode: 'url', elicitationId: 'p7', url: 'https://a.example', message: 'Sign in.' }];
      const value = { code: -32042, message: 'sign in first', data: { elicitations: pages } };
      return { kind: 'error', ...value, value, text: JSON.stringify(value) };
    }
    if (call.method === 'resources/read') return this.reply ?? complete({ contents: [{ uri: name, text: 'first' }] });
    return this.reply ?? words(JSON.stringify(call.args));
  }

  #visited = false;

  /** A legacy upstream's own request: two questions at once, whose answers are the result. */
  async #push(courier: Courier): Promise<Result> {
    const ask = (message: string): Promise<Result> | undefined => {
      const params = { message, requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } };
      const question = { upstream: 's', method: 'elicitation/create', params, text: JSON.stringify(params) };
      return courier.ask?.(question, new AbortController().signal);
    };
    const answers = await Promise.all([ask('One?'), ask('Two?')]);
    return words(answers.map((answer) => (answer?.kind === 'failed' ? answer.message : answer?.text)).join(' '));
  }

  #ask(call: Call): Result {
    const { inputResponses, requestState } = call.params;
    if (requestState === 'theirs') return words(JSON.stringify(inputResponses as Json));
    const question = {
      method: 'elicitation/create',
      params: { message: 'Your name?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } },
    };
    const value = { resultType: 'input_required', inputRequests: { who: question }, requestState: 'theirs' };
    return { kind: 'input_required', value, text: JSON.stringify(value) };
  }

  #wait(signal: AbortSignal): Promise<Result> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.aborted++;
        resolve({ kind: 'failed', reason: 'cancelled', message: 'taken back', acted: 'unknown' });
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
  }

  async answer(hold: Hold, answer: ElicitationAnswer): Promise<boolean> {
    this.answers.push(answer);
    const entry = this.holds.get(hold.id);
    if (entry === undefined || entry.verdict !== undefined || this.closedDoor) return false;
    if (answer.action !== 'none') entry.verdict = answer.action;
    return true;
  }

  async held(id: string, principal: Principal, session: Session): Promise<Hold | undefined> {
    const hold = this.holds.get(id)?.hold;
    return hold?.principal.id === principal.id && hold.session === session.key ? hold : undefined;
  }

  async resume(
    id: string,
    principal: Principal,
    session: Session,
    courier: Courier,
    doors: Doors,
  ): Promise<Outcome | undefined> {
    const entry = this.holds.get(id);
    if (entry === undefined || entry.spent === true || (await this.held(id, principal, session)) === undefined)
      return undefined;
    return this.pass(entry.call, courier, doors);
  }

  /** Questions of servers that were judged, and those that are refused. */
  readonly permitted: Question[] = [];
  refuses: (question: Question) => boolean = () => false;
  readonly rootChanges: string[] = [];

  async permit(call: Call, question: Question): Promise<Outcome> {
    this.permitted.push(question);
    const asked = { ...call, method: question.method, origin: 'upstream' as const };
    if (this.refuses(question))
      return {
        kind: 'refused',
        call: asked,
        decision: { ...DECISION, effect: 'deny', matched: [matched('no-questions', 'deny')] },
      };
    return { kind: 'input_required', settled: settle(asked, complete({})) };
  }

  why: string | undefined;

  frozen(): string | undefined {
    return this.why;
  }

  readonly remarks: string[] = [];
  remark(about: string, message: string): void {
    this.remarks.push(`${about}: ${message}`);
  }

  readonly unwatched: string[] = [];
  unwatch({ upstream, name }: Target): void {
    this.unwatched.push(`${upstream} ${name}`);
  }

  changedRoots(_principal: Principal, session: Session): void {
    this.rootChanges.push(session.key);
  }

  async status(): Promise<string> {
    return 'nothing waits';
  }

  note(method: string): void {
    this.noted.push(method);
  }

  listen(listener: (event: GateEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  emit(event: GateEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  hear(session: Session, statements: readonly Statement[]): void {
    this.heard.push(...statements.map((one) => ({ ...one, session: session.key })));
  }

  leave(session: Session): void {
    this.left.push(session);
  }

  /** As `sallyport approve` does it. */
  approve(id: string): void {
    const entry = this.holds.get(id);
    if (entry !== undefined) entry.verdict = 'approve';
  }
}

/** What every front is made from; `config` is what a user writes. */
export function frontOptions(gate: Gate, config: object = {}): FrontOptions {
  const { agents, session, limits } = configSchema.parse(config);
  return { gate, agents, session, limits, version: '9.9.9', clock: Date.now };
}

/** The `_meta` of a modern request. */
export const modernMeta = (capabilities: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': capabilities,
  'io.modelcontextprotocol/clientInfo': { name: 'tester', version: '1' },
  ...more,
});

/** Waits until something holds; fails the test by its time-out. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
