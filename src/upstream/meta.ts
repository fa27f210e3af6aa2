import { dropFromMeta, dropMembers, putFirst } from '../model/json/members.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { isHopKey } from '../model/protocol/meta-keys.ts';
import { MODERN } from '../model/protocol/revision.ts';
import { ASKABLE } from '../model/relay.ts';
import { members } from '../model/text/scan.ts';
import { splice } from '../model/text/splice.ts';

/**
 * The params with `_meta` fit for the next hop: keys that stay on this side removed (and all of it, where it held nothing else),
 * `ours` (members as JSON text, such as `"progressToken":7`, or '') put first, every other byte as it was.
 */
export function editMeta(params: string, ours: string): string {
  // An escape may spell the name, so that a search for it alone could miss what the upstream will read.
  const at = params.includes('_meta') || params.includes('\\u') ? members(params)?.get('_meta') : undefined;
  if (at === undefined) return ours === '' ? params : putFirst(params, `"_meta":{${ours}}`);
  if (ours === '') return dropFromMeta(params, isHopKey);
  const theirs = params.slice(at.start, at.end);
  const put = theirs.startsWith('{') ? putFirst(dropMembers(theirs, isHopKey), ours) : `{${ours}}`;
  return splice(params, [{ span: at, put }]);
}

/** The client's own progress token. 0 and '' are tokens. */
export function clientToken(params: JsonObject): string | number | undefined {
  const meta = params._meta;
  const token = isObject(meta) ? meta.progressToken : undefined;
  return typeof token === 'string' || typeof token === 'number' ? token : undefined;
}

/** Everything that we can put to a client on a server's behalf. What is listed for all clients is listed with this. */
export const EVERYTHING: JsonObject = Object.freeze({
  elicitation: { form: {}, url: {} },
  sampling: { tools: {} },
  roots: { listChanged: true },
});

export type Offer = (upstream: string, capabilities: JsonObject) => JsonObject;

const MOST_ALIKE = 100;

/**
 * Makes what one server is told of a client's capabilities, as JSON text: what we relay, and of that what `offer()` lets
 * through. Remembered while the offer is the same, by identity, since most clients declare them once, and as it is
 * written, since modern ones declare the same with each request.
 */
export function declarations(upstream: string, offer: () => Offer): (declared: JsonObject) => string {
  let known = new WeakMap<JsonObject, string>();
  let alike = new Map<string, string>();
  let made: Offer | undefined;
  return (declared) => {
    const current = offer();
    if (current !== made) {
      known = new WeakMap();
      alike = new Map();
    }
    made = current;
    let text = known.get(declared);
    if (text === undefined) {
      const kept: Record<string, Json> = {};
      for (const name of ASKABLE) if (Object.hasOwn(declared, name)) kept[name] = declared[name] as Json;
      const written = JSON.stringify(kept);
      text = alike.get(written) ?? JSON.stringify(current(upstream, kept));
      known.set(declared, text);
      // This limits what clients can make us remember.
      if (alike.size < MOST_ALIKE) alike.set(written, text);
    }
    return text;
  };
}

/** The members that every request to a modern upstream carries in `_meta`, as JSON text. */
export function modernMembers(clientInfo: string, capabilities: string, logLevel: string | undefined): string {
  const level = logLevel === undefined ? '' : `,"io.modelcontextprotocol/logLevel":${JSON.stringify(logLevel)}`;
  return `"io.modelcontextprotocol/protocolVersion":"${MODERN}","io.modelcontextprotocol/clientInfo":${clientInfo},"io.modelcontextprotocol/clientCapabilities":${capabilities}${level}`;
}
