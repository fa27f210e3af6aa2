import type { Session } from '../../model/call.ts';
import type { ChangingList, GateEvent } from '../../model/gate.ts';
import { dropFromMeta, dropMembers, putFirst } from '../../model/json/members.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { wholesOf } from '../../model/protocol/address.ts';
import { members } from '../../model/text/scan.ts';
import { splice } from '../../model/text/splice.ts';
import { STATUS } from '../calls/refusal.ts';
import { META, noticeText, notificationText } from '../wire.ts';
import type { Watch, Watches } from './watches.ts';

/** What a modern client listens to. */
export interface Filter {
  readonly lists: ReadonlySet<ChangingList>;
  readonly uris: ReadonlySet<string>;
}

/** How many resources one connection or listener may watch: each is a call, and has to be remembered. */
export const MOST_WATCHED = 1_000;

const LISTS = [
  ['toolsListChanged', 'tools'],
  ['promptsListChanged', 'prompts'],
  ['resourcesListChanged', 'resources'],
] as const;

/** What was asked for and can be given; resources only where subscribing is offered at all. */
export function readFilter(asked: Json | undefined, capabilities: JsonObject): Filter {
  const filter = isObject(asked) ? asked : {};
  const offers = (name: string, what: string): boolean => {
    const capability = capabilities[name];
    return isObject(capability) && capability[what] === true;
  };
  const lists = LISTS.filter(([key, name]) => filter[key] === true && offers(name, 'listChanged')).map(
    ([, name]) => name,
  );
  const uris =
    Array.isArray(filter.resourceSubscriptions) && offers('resources', 'subscribe') ? filter.resourceSubscriptions : [];
  const named = new Set(uris.filter((uri) => typeof uri === 'string'));
  return { lists: new Set(lists), uris: new Set([...named].slice(0, MOST_WATCHED)) };
}

/** The acknowledgement, which comes before anything else on the stream. `id` is the JSON text of the listen request's id. */
export function acknowledge({ lists, uris }: Filter, id: string): string {
  const honoured: Record<string, Json> = {};
  for (const [key, name] of LISTS) if (lists.has(name)) honoured[key] = true;
  if (uris.size > 0) honoured.resourceSubscriptions = [...uris];
  return ourNotice('notifications/subscriptions/acknowledged', `"notifications":${JSON.stringify(honoured)},`, id);
}

/** The event as this stream is told of it; undefined where it does not concern it. */
export function tellListener(
  event: GateEvent,
  { lists, uris }: Filter,
  session: Session,
  id: string,
): string | undefined {
  if (event.kind === 'list_changed') return lists.has(event.list) ? listChangedText(event.list, id) : undefined;
  if (event.kind !== 'resource_updated' || event.session !== session.key) return undefined;
  // Itself, or what it is a part of.
  if (!wholesOf(event.uri).some((whole) => uris.has(whole))) return undefined;
  return updatedText(event.text, event.uri, `"${META.subscription}":${id}`);
}

/** `id` is the JSON text of the listen request's id, on whose stream it goes. */
export const listChangedText = (list: ChangingList, id: string): string =>
  ourNotice(`notifications/${list}/list_changed`, '', id);

const ourNotice = (method: string, members: string, id: string): string =>
  `{"jsonrpc":"2.0","method":"${method}","params":{${members}"_meta":{"${META.subscription}":${id}}}}`;

/** The event as a legacy connection is told of it, unasked. */
export function tellLegacy(
  event: GateEvent,
  sessions: ReadonlyMap<string, unknown>,
  watches: Pick<Watches, 'has'>,
  isWanted: (level: Json | undefined) => boolean,
): string | undefined {
  if (event.kind === 'list_changed') return notificationText(`notifications/${event.list}/list_changed`);
  if (!('session' in event) || !sessions.has(event.session)) return undefined;
  if (event.kind === 'log')
    return isWanted(event.params.level) ? noticeText('notifications/message', event.text) : undefined;
  if (event.kind === 'elicited') return noticeText('notifications/elicitation/complete', event.text);
  const isWatched = wholesOf(event.uri).some((whole) => watches.has(event.session, whole));
  return isWatched ? updatedText(event.text, event.uri, '') : undefined;
}

/** What a client is told of a resource that it watched, when that is over because of a changed configuration. */
export const overText = ({ uri }: Watch, why: string): string => `${uri} is no longer watched: ${why}`;

/** What it is told where the server that takes the place of a watched one is not there. */
export const unheardText = ({ uri, upstream }: Watch): string =>
  `Nothing is told of ${uri} for now: the configuration was changed, and the server that takes the place of ${upstream} is not there. It is asked to tell as soon as it is; ${STATUS} says how it stands. Until then, read ${uri} again to see whether it changed.`;

/** A log message of ours. `id` is the JSON text of the listen request's id, on whose stream it goes. */
export function warningText(text: string, id?: string): string {
  const tag = id === undefined ? '' : `,"_meta":{"${META.subscription}":${id}}`;
  return noticeText(
    'notifications/message',
    `{"level":"${WARNING}","logger":"sallyport","data":${JSON.stringify(text)}${tag}}`,
  );
}
export const WARNING = 'warning';

/** An update as its server wrote it, under the union's address; `_meta` names the subscription of this hop, or none. */
function updatedText(text: string, uri: string, tag: string): string {
  const at = members(text)?.get('uri');
  const named = at === undefined ? text : splice(text, [{ span: at, put: JSON.stringify(uri) }]);
  return noticeText('notifications/resources/updated', tag === '' ? untagged(named) : tagged(named, tag));
}

const isTag = (name: string): boolean => name === META.subscription;
const untagged = (text: string): string => dropFromMeta(text, isTag);

function tagged(text: string, tag: string): string {
  const at = members(text)?.get('_meta');
  if (at === undefined) return putFirst(text, `"_meta":{${tag}}`);
  const kept = dropMembers(text.slice(at.start, at.end), isTag);
  return splice(text, [{ span: at, put: putFirst(kept.startsWith('{') ? kept : '{}', tag) }]);
}
