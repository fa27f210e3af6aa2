import { randomUUID } from 'node:crypto';
import { dropFromMeta, putFirst, withoutMembers } from '../../model/json/members.ts';
import { isObject, type JsonObject, pointerKey } from '../../model/json.ts';
import { QUESTION_METHODS, type Question } from '../../model/relay.ts';
import { ownError, type Result } from '../../model/result.ts';
import { spanAt, splice } from '../../model/text/splice.ts';
import type { Asking } from '../asking.ts';
import type { Visit } from '../visit.ts';
import { CODES, type Era, META } from '../wire.ts';
import { canBeAsked, lacks } from './ability.ts';

/** An upstream's questions in a result, by its own keys, each with its text; what is no question is left out. */
export function questionsOf(upstream: string, value: JsonObject, text: string): [key: string, question: Question][] {
  if (!isObject(value.inputRequests)) return [];
  return Object.entries(value.inputRequests).flatMap(([key, asked]) => {
    if (!isObject(asked) || typeof asked.method !== 'string' || !QUESTION_METHODS.has(asked.method)) return [];
    const { method, params } = asked;
    // Params that are not an object are judged and sent as none, so that both are always the same.
    const span = isObject(params) ? spanAt(text, `/inputRequests/${pointerKey(key)}/params`) : undefined;
    if (!isObject(params) || span === undefined) return [[key, { upstream, method, params: {}, text: '{}' }]];
    return [[key, { upstream, method, params, text: text.slice(span.start, span.end) }]];
  });
}

/** Puts questions to a legacy client over its live connection, for `ttl` milliseconds each; undefined where it cannot be asked. */
export function liveQuestions(
  { dress, envelope, reply }: Visit,
  asking: Asking,
  ttl: number,
): ((question: Question, signal: AbortSignal) => Promise<Result>) | undefined {
  const { capabilities } = envelope;
  if (dress.era === 'modern' || !reply.streams || !canBeAsked(capabilities)) return undefined;
  return async (question, signal) => {
    if (lacks(capabilities, question) !== undefined) return UNABLE;
    return asking.ask(reply, { method: question.method, params: fitQuestion(question, 'legacy'), ms: ttl, signal });
  };
}

export const UNABLE: Result = Object.freeze(
  ownError(CODES.method, 'the client did not declare that it can answer this'),
);

/** `_meta` of the hop behind us. */
const HOP_KEYS: readonly string[] = ['progressToken', ...Object.values(META)];

/** The params of an upstream's question as its client is shown them: with who asks put in, otherwise unchanged. */
export function fitQuestion({ upstream, method, params, text }: Question, era: Era): string {
  const asked = params.task === undefined ? text : withoutMembers(text, ['task']);
  const plain = params._meta === undefined ? asked : withoutHop(asked, params._meta);
  if (method !== 'elicitation/create') return plain;
  const named = nameAsker(plain, upstream, params.message);
  if (params.mode !== 'url') return named;
  // The id links a page to the word that it has done its part; only legacy has both.
  if (era === 'modern') return withoutMembers(named, ['elicitationId']);
  return params.elicitationId === undefined ? putFirst(named, `"elicitationId":"${randomUUID()}"`) : named;
}

/**
 * The text of a legacy upstream's refusal until pages are visited, with who asks put into all that a person may be shown.
 * `text` is an error's, whose `data.elicitations` are `count` objects.
 */
export function namePages(text: string, upstream: string, count: number): string {
  const edits = Array.from({ length: count }, (_, index) => {
    const span = spanAt(text, `/data/elicitations/${index}`);
    if (span === undefined) return [];
    const page = text.slice(span.start, span.end);
    return [{ span, put: nameAsker(page, upstream, messageOf(page)) }];
  });
  const named = splice(text, edits.flat());
  return nameAsker(named, upstream, messageOf(named));
}

const messageOf = (text: string): unknown => (JSON.parse(text) as JsonObject).message;

function nameAsker(text: string, upstream: string, message: unknown): string {
  const span = typeof message === 'string' ? spanAt(text, '/message') : undefined;
  if (span === undefined)
    return putFirst(withoutMembers(text, ['message']), `"message":${JSON.stringify(`${upstream} asks`)}`);
  // The upstream's own spelling stays: words are only put before it.
  const asker = JSON.stringify(`${upstream} asks: `).slice(0, -1);
  return splice(text, [{ span: { start: span.start, end: span.start + 1 }, put: asker }]);
}

function withoutHop(text: string, meta: unknown): string {
  if (!isObject(meta) || Object.keys(meta).length === 0) return withoutMembers(text, ['_meta']);
  return dropFromMeta(text, (name) => HOP_KEYS.includes(name));
}
