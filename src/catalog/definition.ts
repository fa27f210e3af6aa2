import type { ServerConfig } from '../config/schema.ts';
import type { ListKind } from '../model/gate.ts';
import { canonicalText, sha256 } from '../model/json/canonical.ts';
import { dropMembers } from '../model/json/members.ts';
import { jsonOf, parseStrict } from '../model/json/parse.ts';
import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey } from '../model/json.ts';
import type { Steps } from '../model/steps.ts';
import type { Span } from '../model/text/scan.ts';
import { spanAt, splice } from '../model/text/splice.ts';
import { MOST_DEFINITIONS, type Role, type ToolFacts } from '../model/tool.ts';
import type { Listing } from '../model/upstreams.ts';
import { classify, classifyRead } from './classify.ts';
import { KnownDefinitions, LIST_KINDS } from './known-definitions.ts';
import { headerFault } from './mirrored-header.ts';
import { roleOf } from './roles.ts';

/** One thing that a server offers. */
export interface Definition {
  readonly kind: ListKind;
  readonly upstream: string;
  /** The server's own name for it: of a resource its URI, of a template its `uriTemplate`. */
  readonly name: string;
  /** As the server sent it, but for the schema's type, which is added where it is missing. */
  readonly text: string;
  /** Exactly as the server sent it: pins are made from this. */
  readonly sent: string;
  /** The range of the name in the text, quotes included: all that the union replaces. */
  readonly span: Span;
  readonly facts: ToolFacts;
}

/** What texts were read as: a definition each, or why it is none that can be shown. */
export type ReadTexts = KnownDefinitions<Definition | string>;

/** Something that is shown differently than it was offered, or not at all, and why. */
export interface Remark {
  readonly kind: ListKind;
  readonly upstream: string;
  readonly name: string;
  readonly reason: string;
}

/** The member that names a thing of each kind. */
export const NAME_KEY: Readonly<Record<ListKind, 'name' | 'uri' | 'uriTemplate'>> = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
};

/** Each definition has at most this many characters. */
export const LONGEST_DEFINITION = 512_000;

/**
 * Reads what one server lists. Entries that could break a client (typed ones lose their whole list to one bad entry) are
 * left out and reported; the rest stays.
 */
export function readDefinitions(
  kind: ListKind,
  upstream: string,
  texts: readonly string[],
  server: ServerConfig | undefined,
  /** What was sent, by what may be shown of it, where the two differ. */
  rewritten?: ReadonlyMap<string, string>,
  known: ReadTexts = new KnownDefinitions(server),
): { readonly kept: Definition[]; readonly dropped: Remark[]; readonly mended: Remark[] } {
  const kept: Definition[] = [];
  const dropped: Remark[] = [];
  const mended: Remark[] = [];
  const names = new Set<string>();
  for (const text of texts.slice(0, MOST_DEFINITIONS)) {
    const read = readKnown(kind, upstream, text, server, rewritten?.get(text), known);
    if (typeof read === 'string') {
      dropped.push({ kind, upstream, name: guessName(kind, text), reason: read });
    } else if (names.has(read.name)) {
      dropped.push({
        kind,
        upstream,
        name: read.name,
        reason: 'the server lists this name twice; the first one counts',
      });
    } else {
      names.add(read.name);
      kept.push(read);
      for (const reason of mendingsOf(text, read.text)) mended.push({ kind, upstream, name: read.name, reason });
    }
  }
  if (texts.length > MOST_DEFINITIONS) {
    const reason = `the server lists more than ${MOST_DEFINITIONS}; only the first ${MOST_DEFINITIONS} are shown`;
    dropped.push({ kind, upstream, name: '', reason });
  }
  return { kept, dropped, mended };
}

/** Reads a listing's definitions ahead of `readDefinitions`, in parts. */
export function* readAhead(listing: Listing, server: ServerConfig, known: ReadTexts): Steps<void> {
  for (const kind of LIST_KINDS) {
    for (const text of listing[kind].slice(0, MOST_DEFINITIONS)) {
      readKnown(kind, listing.upstream, text, server, listing.sent?.get(text), known);
      yield;
    }
  }
}

const readKnown = (
  kind: ListKind,
  upstream: string,
  shown: string,
  server: ServerConfig | undefined,
  sent: string | undefined,
  known: ReadTexts,
): Definition | string => known.read(kind, shown, sent ?? shown, () => readOne(kind, upstream, shown, server, sent));

function readOne(
  kind: ListKind,
  upstream: string,
  shown: string,
  server: ServerConfig | undefined,
  sent = shown,
): Definition | string {
  if (sent.length > LONGEST_DEFINITION) return `its definition is longer than ${LONGEST_DEFINITION} characters`;
  const parsed = parseStrict(shown);
  if (!parsed.ok) return `its definition is not JSON that can be trusted: ${parsed.message}`;
  if (!isObject(parsed.value)) return 'its definition is not an object';
  if (kind === 'tools' && taskSupportOf(parsed.value) === 'required') return ONLY_AS_TASK;
  const text = kind === 'tools' ? typed(untasked(shown, parsed.value), parsed.value) : shown;
  const value = text === shown ? parsed.value : (JSON.parse(text) as JsonObject);
  const name = value[NAME_KEY[kind]];
  if (typeof name !== 'string' || name === '') return `it has no "${NAME_KEY[kind]}"`;
  const fault = shapeFault(kind, value) ?? (server?.url === undefined ? undefined : headerFault(kind, value));
  if (fault !== undefined) return fault;
  const span = spanAt(text, `/${NAME_KEY[kind]}`);
  if (span === undefined) return `it has no "${NAME_KEY[kind]}"`;
  return {
    kind,
    upstream,
    name,
    text,
    sent,
    span,
    facts: factsOf(kind, name, value, sha256(canonicalText(sent)), server),
  };
}

/** Why a definition is not shown as it was sent. */
function mendingsOf(sent: string, shown: string): string[] {
  if (sent === shown) return [];
  const before: unknown = JSON.parse(sent);
  if (!isObject(before)) return [];
  const isTyped = isObject(before.inputSchema) && before.inputSchema.type !== undefined;
  return [...(isTyped ? [] : [UNTYPED]), ...(mayBeTask(before) ? [UNTASKED] : [])];
}

const ONLY_AS_TASK = 'it can be called as a task alone, and tasks are not relayed';
const UNTASKED = 'its "taskSupport" was taken out: tasks are not relayed, and it is called without one';

const taskSupportOf = ({ execution }: JsonObject): Json | undefined =>
  isObject(execution) ? execution.taskSupport : undefined;

/** `forbidden` is what a tool without the word means: most say so, and it stays. */
const mayBeTask = (tool: JsonObject): boolean => (taskSupportOf(tool) ?? 'forbidden') !== 'forbidden';

/** What a tool says about tasks of 2025-11-25 is a promise that nobody here keeps: clients go by it when they call. */
function untasked(text: string, tool: JsonObject): string {
  const span = mayBeTask(tool) ? spanAt(text, '/execution') : undefined;
  if (span === undefined) return text;
  const put = dropMembers(text.slice(span.start, span.end), (name) => name === 'taskSupport');
  return splice(text, [{ span, put }]);
}

const UNTYPED = 'its "inputSchema" had no "type", and got the "object" that it must have';

/**
 * Arguments are always an object, and the protocol wants a schema to say so. Many servers leave it out, and typed clients
 * then lose their whole list. Adding it changes nothing about what may be sent.
 */
function typed(text: string, { inputSchema }: JsonObject): string {
  if (!isObject(inputSchema) || inputSchema.type !== undefined) return text;
  const span = spanAt(text, '/inputSchema');
  if (span === undefined) return text;
  const rest = text.slice(span.start + 1);
  return `${text.slice(0, span.start)}{"type":"object"${rest.trimStart().startsWith('}') ? '' : ','}${rest}`;
}

function factsOf(
  kind: ListKind,
  name: string,
  value: JsonObject,
  hash: string,
  server: ServerConfig | undefined,
): ToolFacts {
  if (kind === 'tools') return classify(value, hash, server);
  return classifyRead(name, kind === 'prompts' ? promptRoles(value) : URI_ROLES, hash, server);
}

/** The argument of a read is its address. */
export const URI_ROLES: Readonly<Record<JsonPointer, Role>> = Object.freeze({ '/uri': 'path' });

function promptRoles(prompt: JsonObject): Readonly<Record<JsonPointer, Role>> {
  const roles: Record<JsonPointer, Role> = {};
  const list = Array.isArray(prompt.arguments) ? prompt.arguments : [];
  for (const each of list) {
    if (!isObject(each) || typeof each.name !== 'string') continue;
    const at = `/${pointerKey(each.name)}`;
    const description = typeof each.description === 'string' ? each.description : '';
    const property = {
      at,
      name: each.name,
      within: [],
      beside: [],
      description,
      format: undefined,
      types: ['string'],
      isEnum: false,
    };
    const found = roleOf(property, NO_POWERS);
    if (found !== undefined) roles[at] = found.role;
  }
  return Object.freeze(roles);
}

const NO_POWERS: ReadonlySet<never> = new Set();

/** What typed clients check in each entry of a list, at the price of the whole list. */
function shapeFault(kind: ListKind, value: JsonObject): string | undefined {
  for (const key of ['title', 'description', 'mimeType'] as const) {
    if (value[key] !== undefined && typeof value[key] !== 'string') return `its "${key}" is not a string`;
  }
  for (const key of ['annotations', '_meta'] as const) {
    if (value[key] !== undefined && !isObject(value[key])) return `its "${key}" is not an object`;
  }
  if (kind === 'resources' || kind === 'resourceTemplates') {
    return typeof value.name === 'string' ? undefined : 'it has no "name"';
  }
  if (kind === 'prompts') {
    return value.arguments === undefined || Array.isArray(value.arguments)
      ? undefined
      : 'its "arguments" is not a list';
  }
  if (!isObject(value.inputSchema)) return 'it has no "inputSchema" object';
  if (value.inputSchema.type !== 'object') return 'its "inputSchema" is not of "type": "object"';
  return value.outputSchema === undefined || isObject(value.outputSchema)
    ? undefined
    : 'its "outputSchema" is not an object';
}

/** A name for reporting something that could not be read. */
function guessName(kind: ListKind, text: string): string {
  const value = jsonOf(text);
  const name = isObject(value) ? value[NAME_KEY[kind]] : undefined;
  return typeof name === 'string' ? name.slice(0, 200) : '';
}
