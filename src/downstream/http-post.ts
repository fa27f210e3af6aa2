import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Frame } from '../model/frame.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { idText, isModern, readModern } from './envelope.ts';
import type { Front } from './front.ts';
import { readAccept, readBody } from './http-body.ts';
import { checkHeaders } from './http-header.ts';
import { createReply, type EventStream, type ReplyOptions } from './http-reply.ts';
import { type HttpSessions, sessionOf } from './http-session.ts';
import { isAuthenticated, type Proof } from './identity.ts';
import { readMessage } from './message.ts';
import type { ProtectedResource } from './protected-resource.ts';
import type { Reply } from './reply.ts';
import { scopesForCall } from './scopes.ts';
import { CODES, LEGACY_VERSIONS, MODERN_VERSIONS, type Rejection } from './wire.ts';

/** Why a request is not accepted; `id` is the JSON text of its id, where known. */
export interface Refusal extends Rejection {
  readonly status: number;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One POST on its way. */
export interface Post {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly proof: Proof;
  /** Called where the answer goes on for as long as the client listens. */
  readonly lasts: () => void;
}

/** After this much silence a legacy client gets a stream that it can resume, in milliseconds. */
const RESUMABLE_MS = 1_000;

const refuse = (status: number, code: number, message: string, more: Partial<Refusal> = {}): Refusal => ({
  status,
  code,
  message,
  ...more,
});

/** Takes POSTs of both eras. */
export interface Posting {
  /** Answers later through the response, or returns at once why not. Rejects if the client goes away meanwhile. */
  take(post: Post): Promise<Refusal | undefined>;
  /** The modern requests in flight. */
  readonly conversations: ReadonlySet<Conversation>;
}

export function createPosting(front: Front, sessions: HttpSessions, cap: number, resource: ProtectedResource): Posting {
  /** Requests whose body is being read, and modern ones in flight, by principal. */
  const active = new Map<string, number>();
  const conversations = new Set<Conversation>();
  const enter = (principal: string): void => void active.set(principal, (active.get(principal) ?? 0) + 1);
  const leave = (principal: string): void => {
    const left = (active.get(principal) ?? 1) - 1;
    if (left === 0) active.delete(principal);
    else active.set(principal, left);
  };

  /** A reply that says which scopes to ask for, where the call will be refused for lack of one. */
  const replyTo = (frame: Frame, { response, proof }: Post, streams: boolean, options: ReplyOptions = {}): Reply => {
    const scopes = scopesForCall(front, proof, frame);
    if (scopes === undefined) return createReply(response, streams, options);
    const description = 'the scopes of this token do not grant this';
    const challenge = resource.challenge({ error: 'insufficient_scope', description, scopes });
    const headers = { ...options.headers, 'www-authenticate': challenge };
    return createReply(response, streams, { ...options, headers, usual: 403 });
  };

  /** A modern request is self-contained: nothing of it is left once it is answered. */
  const passModern = (frame: Frame, post: Post, principal: string, streams: boolean): Refusal | undefined => {
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
    // There is room: its body was counted, and no longer is when this returns.
    enter(principal);
    const origin = { env: {}, authenticated: isAuthenticated(proof) };
    const conversation = createConversation(front, { proof, origin, push: () => {} });
    conversations.add(conversation);
    response.once('close', () => {
      conversations.delete(conversation);
      // A stream that closes before its answer takes the request back.
      conversation.cancel(id);
      conversation.leave();
      leave(principal);
    });
    if (frame.method === 'subscriptions/listen') post.lasts();
    conversation.receive(frame, replyTo(frame, post, streams), proof, request.headers);
    return undefined;
  };

  const passLegacy = (frame: Frame, post: Post, streams: boolean): Refusal | undefined => {
    const { request, response, proof } = post;
    const begins = frame.method === 'initialize' && frame.id !== undefined;
    const session = begins ? sessions.begin(proof) : sessionOf(sessions, request, proof);
    if (session === undefined)
      return begins
        ? refuse(503, CODES.refused, 'too many sessions are open (limits.sessions): end one first')
        : refuse(400, CODES.badRequest, 'send Mcp-Session-Id, which the answer to `initialize` carries');
    if (session === 'unknown')
      return refuse(404, CODES.session, 'this session is not known or has ended: initialize again');
    const { conversation } = session;
    if (frame.method === undefined || frame.id === undefined) {
      conversation.receive(frame, NOBODY, proof);
      response.writeHead(202).end();
      return undefined;
    }
    const id = idText(frame);
    let ended = false;
    let opened = false;
    const open = (): EventStream => {
      opened = true;
      const primes = request.headers['mcp-protocol-version'] === LEGACY_VERSIONS[0];
      return session.streams.open(response, primes, () => {
        if (!ended) conversation.cancel(id);
      });
    };
    const headers = begins ? { 'mcp-session-id': session.id } : {};
    const reply = replyTo(frame, post, streams, { headers, open, silence: RESUMABLE_MS });
    response.once('close', () => {
      // A client that got a stream may resume it; any other can no longer get its answer.
      if (!ended && !opened) conversation.cancel(id);
    });
    conversation.receive(
      frame,
      {
        streams,
        tell: reply.tell,
        drop: reply.drop,
        end: (...answer) => {
          ended = true;
          reply.end(...answer);
        },
      },
      proof,
      request.headers,
    );
    return undefined;
  };

  const passBody = async (post: Post, principal: string, accepted: Accepted): Promise<Refusal | undefined> => {
    const { headers } = post.request;
    const text = await readBody(post.request, cap);
    if (text === undefined)
      return refuse(413, CODES.request, `at most ${cap} bytes are accepted (limits.message)`, {
        headers: { connection: 'close' },
      });
    const read = readMessage(text, front.depth);
    if (!read.ok) return refuse(400, read.code, read.message, { id: JSON.stringify(read.id) });
    const { frame } = read;
    const version = headers['mcp-protocol-version'];
    const modern = isModern(frame.params) || (MODERN_VERSIONS as readonly unknown[]).includes(version);
    if (frame.method !== undefined && modern) return passModern(frame, post, principal, accepted.stream);
    if (version !== undefined && ![...LEGACY_VERSIONS, ...MODERN_VERSIONS].some((known) => known === version))
      return refuse(400, CODES.badRequest, `protocol version ${String(version)} is not spoken here`);
    return passLegacy(frame, post, accepted.stream);
  };

  const take = async (post: Post): Promise<Refusal | undefined> => {
    const { headers } = post.request;
    if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? ''))
      return refuse(415, CODES.badRequest, 'send Content-Type: application/json');
    const accepted = readAccept(headers.accept);
    if (!accepted.json && !accepted.stream)
      return refuse(406, CODES.badRequest, 'accept application/json and text/event-stream');
    const principal = front.identify(post.proof, undefined).id;
    const count = active.get(principal) ?? 0;
    if (count >= front.inFlight)
      return refuse(
        429,
        CODES.refused,
        `${count} requests are in flight, which is the most for one principal (limits.inFlight): wait for one to end`,
      );
    // Counted before anything of its body is kept: a sender may send its body as slowly as it likes.
    enter(principal);
    try {
      return await passBody(post, principal, accepted);
    } finally {
      leave(principal);
    }
  };

  return { take, conversations };
}

type Accepted = ReturnType<typeof readAccept>;

const NOBODY: Reply = { streams: false, end: () => {}, tell: () => {}, drop: () => {} };
