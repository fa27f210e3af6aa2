import type { Spoken } from '../model/gate.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Frame } from '../model/protocol/frame.ts';
import { MODERN } from '../model/protocol/revision.ts';
import { spanAt } from '../model/text/splice.ts';
import { CODES, type Era, META, type Rejection } from './wire.ts';

export interface Client {
  readonly name: string;
  readonly version: string;
}

/** What surrounds a request: who speaks, which protocol, and what may be sent back while it runs. */
export interface Envelope {
  readonly era: Era;
  readonly capabilities: JsonObject;
  readonly client: Client | undefined;
  readonly logLevel: string | undefined;
}

export type EnvelopeRead =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly rejection: Rejection };

const NOTHING: JsonObject = Object.freeze({});

export const metaOf = (params: JsonObject): JsonObject => (isObject(params._meta) ? params._meta : NOTHING);

/** Whether a message claims to be modern, correctly or not: by either of the two required keys. */
export function isModern(params: JsonObject): boolean {
  const meta = params._meta;
  return isObject(meta) && (meta[META.version] !== undefined || meta[META.capabilities] !== undefined);
}

/** What a modern request says of itself; -32602 where something required is missing, -32022 for an unknown version. */
export function readModern(params: JsonObject): EnvelopeRead {
  const meta = metaOf(params);
  const version = meta[META.version];
  const capabilities = meta[META.capabilities];
  if (typeof version !== 'string') return lacking(META.version, 'the protocol version as a string');
  if (version !== MODERN) {
    return {
      ok: false,
      rejection: {
        code: CODES.version,
        message: `protocol version ${version} is not spoken here; use ${MODERN}, or \`initialize\``,
        data: { supported: [MODERN], requested: version },
      },
    };
  }
  if (!isObject(capabilities)) return lacking(META.capabilities, "the client's capabilities as an object");
  const level = meta[META.logLevel];
  return {
    ok: true,
    envelope: {
      era: 'modern',
      capabilities,
      client: readClient(meta[META.client]),
      logLevel: typeof level === 'string' ? level : undefined,
    },
  };
}

const lacking = (key: string, what: string): EnvelopeRead => ({
  ok: false,
  rejection: { code: CODES.params, message: `params._meta must hold "${key}": ${what}` },
});

/** What a client says of itself; undefined where it says nothing usable. */
export function readClient(value: unknown): Client | undefined {
  if (!isObject(value) || typeof value.name !== 'string') return undefined;
  return {
    name: value.name.slice(0, 200),
    version: typeof value.version === 'string' ? value.version.slice(0, 100) : '',
  };
}

/** Whether the client wants to hear of progress. */
export function givesToken(frame: Frame): boolean {
  const token = metaOf(frame.params).progressToken;
  return typeof token === 'string' || typeof token === 'number';
}

/** The JSON text of the progress token as it was spelled, undefined where none was given. 0 and "" are tokens. */
export function progressToken(frame: Frame): string | undefined {
  if (!givesToken(frame)) return undefined;
  const span = spanAt(frame.paramsText, '/_meta/progressToken');
  return span === undefined ? undefined : frame.paramsText.slice(span.start, span.end);
}

/** How a client speaks, for the record. `greeting` is what `initialize` settled on its connection. */
export function spokenBy({ era, capabilities }: Envelope, greeting: { readonly version: string } | undefined): Spoken {
  const opens = isObject(capabilities.elicitation) && capabilities.elicitation.url !== undefined;
  return {
    version: era === 'modern' ? MODERN : greeting?.version,
    asks: [...(showsForms(capabilities) ? (['form'] as const) : []), ...(opens ? (['url'] as const) : [])],
  };
}

/** Whether the client can show a form: `elicitation: {}` means it can, `{url: {}}` alone that it cannot. */
export function showsForms(capabilities: JsonObject): boolean {
  const elicitation = capabilities.elicitation;
  if (!isObject(elicitation)) return false;
  return elicitation.form !== undefined || elicitation.url === undefined;
}
