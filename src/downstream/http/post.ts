import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from '../../model/json.ts';
import { Ongoing } from '../../model/ongoing.ts';
import { type Frame, idText } from '../../model/protocol/frame.ts';
import { LEGACY, legacyOf, MODERN } from '../../model/protocol/revision.ts';
import { Remains } from '../../model/text/remains.ts';
import { Conversation } from '../conversation.ts';
import { isModern, readModern } from '../envelope.ts';
import type { Front } from '../front.ts';
import type { ProtectedResource } from '../identity/protected-resource.ts';
import { scopesForCall } from '../identity/scopes.ts';
import { isAuthenticated } from '../identity.ts';
import { failedAnswer, failedUnder, NOT_TEXT, readMessage } from '../message.ts';
import type { Sender } from '../reception.ts';
import { NOBODY } from '../reply.ts';
import { Tally } from '../tally.ts';
import { CODES, type Rejection } from '../wire.ts';
import { type Accepted, readAccept, readBody } from './body.ts';
import { checkHeaders } from './header.ts';
import { HttpReply, type ReplyOptions } from './http-reply.ts';
import type { HttpSession, HttpSessions } from './http-session.ts';
import { Unread } from './unread.ts';

/** Why a request is not accepted; `id` is the JSON text of its id, where known. */
export interface Refusal extends Rejection {
  readonly status: number;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One POST on its way. */
export interface Post extends Sender {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Called where the answer goes on for as long as the client listens. */
  readonly lasts: () => void;
}

export interface PostingOptions {
  readonly front: Front;
  readonly sessions: HttpSessions;
  readonly resource: Pick<ProtectedResource, 'challenge'>;
  /** Bytes of the largest message. */
  readonly most: number;
}

/** After this much silence a legacy client gets a stream that it can resume, in milliseconds. */
const RESUMABLE_MS = 1_000;

/** Takes POSTs of both eras. */
export class Posting {
  readonly #options: PostingOptions;
  /** Requests whose body is being read, and modern ones in flight, by principal. */
  readonly #active = new Tally();
  readonly #unread = new Map<string, Unread>();
  readonly #conversations = new Ongoing<number, Conversation>();
  #made = 0;

  constructor(options: PostingOptions) {
    this.#options = options;
  }

  /** The modern requests in flight. */
  get conversations(): readonly Conversation[] {
    return [...this.#conversations.values()];
  }

  /** Answers later through the response, or returns at once why not. Rejects if the client goes away meanwhile. */
  async take(post: Post): Promise<Refusal | undefined> {
    const { front } = this.#options;
    const { headers } = post.request;
    if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? ''))
      return refuse(415, CODES.badRequest, 'send Content-Type: application/json');
    if (!isPlain(headers['content-encoding']))
      return refuse(415, CODES.badRequest, 'send the body without Content-Encoding: it is read as it is');
    const accepted = readAccept(headers.accept);
    if (!accepted.json && !accepted.stream)
      return refuse(406, CODES.badRequest, 'accept application/json and text/event-stream');
    const principal = front.identify(post.proof, undefined).id;
    const count = this.#active.of(principal);
    if (count >= front.inFlight) {
      const full = `${count} requests are in flight, which is the most for one principal (limits.inFlight): wait for one to end`;
      return refuse(429, CODES.refused, full);
    }
    // Counted before anything of its body is kept: a sender may send its body as slowly as it likes.
    this.#active.add(principal);
    let body: Buffer | Remains;
    let full: string | undefined;
    let held = 0;
    const hasRoom = (more: number): boolean => {
      full = front.load.add(principal, more);
      if (full === undefined) held += more;
      return full === undefined;
    };
    try {
      body = await readBody(post.request, this.#options.most, hasRoom);
    } finally {
      this.#active.remove(principal);
      // From here on it counts as a request that runs.
      front.load.remove(principal, held);
    }
    if (full !== undefined)
      return refuse(429, CODES.refused, `${full}: wait for one to end`, { headers: { connection: 'close' } });
    return this.#passBody(body, post, principal, accepted);
  }

  #passBody(body: Buffer | Remains, post: Post, principal: string, accepted: Accepted): Refusal | undefined {
    const { front, most } = this.#options;
    if (body instanceof Remains) {
      const why = { code: CODES.request, message: `at most ${most} bytes are accepted (limits.message)` };
      const { id, asks } = body;
      if (id !== undefined && !asks) this.#fail(failedUnder(id, why), post);
      const under = id === undefined || !asks ? {} : { id };
      return refuse(413, why.code, why.message, { ...under, headers: { connection: 'close' } });
    }
    const text = body.toString('utf8');
    const read = readMessage(text, front.depth);
    if (!isUtf8(body)) return this.#refuseText(text, NOT_TEXT, post);
    if (!read.ok) return this.#refuseText(text, read, post, read.id);
    const { frame } = read;
    const version = post.request.headers['mcp-protocol-version'];
    const isNew = isModern(frame.params) || version === MODERN;
    if (frame.method !== undefined && isNew) return this.#passModern(frame, post, principal, accepted);
    if (version !== undefined && version !== MODERN && legacyOf(version) === undefined)
      return refuse(400, CODES.badRequest, `protocol version ${String(version)} is not spoken here`);
    return this.#passLegacy(frame, post, accepted);
  }

  /** A text that cannot be read. */
  #refuseText(text: string, { code, message }: Rejection, post: Post, id: Json = null): Refusal {
    this.#fail(failedAnswer(text, { code, message }), post);
    return refuse(400, code, message, { id: JSON.stringify(id) });
  }

  /** Where what is refused was an answer, whoever asked is told so. */
  #fail(failed: Frame | undefined, post: Post): void {
    const session = failed === undefined ? undefined : this.#options.sessions.of(post.request, post.proof);
    if (failed !== undefined && session !== undefined && session !== 'unknown')
      session.conversation.receive(failed, NOBODY, post);
  }

  /** A modern request is self-contained: nothing of it is left once it is answered. */
  #passModern(frame: Frame, post: Post, principal: string, { stream: streams }: Accepted): Refusal | undefined {
    const { front } = this.#options;
    const { request, response, proof } = post;
    if (frame.id === undefined) {
      response.writeHead(202).end();
      return undefined;
    }
    const id = idText(frame);
    const wrong = checkHeaders(request.headers, frame, front.gate);
    if (wrong !== undefined) return { ...wrong, status: 400, id };
    const envelope = readModern(frame.params);
    if (!envelope.ok) return { ...envelope.rejection, status: 400, id };
    if (frame.method === 'subscriptions/listen' && !streams)
      return refuse(406, CODES.badRequest, 'accept text/event-stream to listen', { id });
    // There is room: its body was counted until now.
    this.#active.add(principal);
    const origin = { env: {}, authenticated: isAuthenticated(proof) };
    const conversation = new Conversation(front, { proof, origin, push: () => {} });
    const number = this.#made++;
    this.#conversations.set(number, conversation);
    response.once('close', () => {
      this.#conversations.delete(number);
      // A stream that closes before its answer takes the request back.
      conversation.cancel(id);
      conversation.leave();
      this.#active.remove(principal);
    });
    if (frame.method === 'subscriptions/listen') post.lasts();
    conversation.receive(
      frame,
      this.#replyTo(frame, post, { streams, unread: this.#unreadOf(principal, response) }),
      post,
    );
    return undefined;
  }

  #passLegacy(frame: Frame, post: Post, { stream: streams }: Accepted): Refusal | undefined {
    const session = this.#sessionFor(frame, post);
    if ('code' in session) return session;
    const { request, response } = post;
    const { conversation } = session;
    if (frame.method === undefined || frame.id === undefined) {
      conversation.receive(frame, NOBODY, post);
      response.writeHead(202).end();
      return undefined;
    }
    const id = idText(frame);
    // A client that got a stream may resume it; any other can no longer get its answer.
    const lost = (): void => {
      if (!reply.isOver) conversation.cancel(id);
    };
    const isPrimed = request.headers['mcp-protocol-version'] === LEGACY[0];
    const reply = this.#replyTo(frame, post, {
      streams,
      silence: RESUMABLE_MS,
      unread: session.unread,
      closed: () => {
        if (!reply.isStream) lost();
      },
      open: () => (isPrimed ? session.streams.openPrimed(response, lost) : session.streams.open(response, lost)),
      ...(frame.method === 'initialize' ? { headers: { 'mcp-session-id': session.id } } : {}),
    });
    conversation.receive(frame, reply, post);
    return undefined;
  }

  /** A modern client has no session: what waits for a principal is counted together, as its requests are. */
  #unreadOf(principal: string, response: ServerResponse): Unread {
    const unread = this.#unread.get(principal) ?? new Unread();
    this.#unread.set(principal, unread);
    // What follows is asked at its close, and must find it gone by then.
    unread.add(response);
    response.once('close', () => {
      if (unread.isOver && this.#unread.get(principal) === unread) this.#unread.delete(principal);
    });
    return unread;
  }

  /** The session of a legacy message, begun by `initialize`; or why there is none. */
  #sessionFor(frame: Frame, { request, proof }: Post): HttpSession | Refusal {
    const { sessions } = this.#options;
    if (frame.method === 'initialize' && frame.id !== undefined) {
      const full = 'too many sessions are open (limits.sessions): end one first';
      return sessions.begin(proof) ?? refuse(503, CODES.refused, full);
    }
    const session = sessions.of(request, proof);
    if (session === undefined)
      return refuse(400, CODES.badRequest, 'send Mcp-Session-Id, which the answer to `initialize` carries');
    return session === 'unknown'
      ? refuse(404, CODES.session, 'this session is not known or has ended: initialize again')
      : session;
  }

  /** A reply that says which scopes to ask for, where the call will be refused for lack of one. */
  #replyTo(frame: Frame, { response, proof }: Post, options: ReplyOptions): HttpReply {
    const { front, resource } = this.#options;
    const scopes = scopesForCall(front, proof, frame);
    if (scopes === undefined) return new HttpReply(response, options);
    const description = 'the scopes of this token do not grant this';
    const challenge = resource.challenge({ error: 'insufficient_scope', description, scopes });
    const headers = { ...options.headers, 'www-authenticate': challenge };
    return new HttpReply(response, { ...options, headers, usual: 403 });
  }
}

const refuse = (status: number, code: number, message: string, more: Partial<Refusal> = {}): Refusal => ({
  status,
  code,
  message,
  ...more,
});

/** A proxy in front would unpack what is said to be packed, and judge another body than we do. */
const isPlain = (encoding: string | undefined): boolean => encoding === undefined || /^identity$/i.test(encoding);
