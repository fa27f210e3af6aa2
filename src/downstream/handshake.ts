import type { Gate, ListKind } from '../model/gate.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { LEGACY, legacyOf, MODERN } from '../model/protocol/revision.ts';
import { type Client, readClient } from './envelope.ts';
import { CACHED, legacyTools, modernHead } from './era.ts';
import { type Answer, CODES, type Dress, rejected } from './wire.ts';

/** What we say of ourselves. */
type Introduction = Pick<Gate, 'capabilities' | 'instructions'>;

/** What `initialize` settled for one legacy connection. */
export interface Greeting {
  readonly version: string;
  readonly capabilities: JsonObject;
  readonly client: Client | undefined;
}

/** Reads `initialize`; an unknown version is answered with our newest, as the protocol wants it. */
export function readGreeting(params: JsonObject): Greeting {
  const asked = params.protocolVersion;
  const capabilities = params.capabilities;
  return {
    version: legacyOf(asked) ?? LEGACY[0],
    capabilities: isObject(capabilities) ? capabilities : {},
    client: readClient(params.clientInfo),
  };
}

export function greet(gate: Introduction, { version }: Greeting, { server }: Dress): Answer {
  return {
    member: 'result',
    text: `{"protocolVersion":"${version}","capabilities":${JSON.stringify(gate.capabilities)},"serverInfo":${server}${instructions(gate)}}`,
  };
}

export function discover(gate: Introduction, dress: Dress): Answer {
  const versions = JSON.stringify([MODERN]);
  return {
    member: 'result',
    text: `{${modernHead(dress)},"supportedVersions":${versions},"capabilities":${JSON.stringify(gate.capabilities)}${instructions(gate)},${CACHED}}`,
  };
}

const instructions = ({ instructions }: Introduction): string =>
  instructions === undefined ? '' : `,"instructions":${JSON.stringify(instructions)}`;

export const LISTS: Readonly<Record<string, ListKind>> = {
  'tools/list': 'tools',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
  'prompts/list': 'prompts',
};

/** The union's list. It is one page, so no cursor can be ours. */
export function listAnswer(kind: ListKind, items: string, cursor: Json | undefined, dress: Dress): Answer {
  if (cursor !== undefined)
    return rejected({
      code: CODES.params,
      message: 'this cursor is not known: lists come in one page, ask without one',
    });
  if (dress.era === 'modern') return { member: 'result', text: `{${modernHead(dress)},"${kind}":${items},${CACHED}}` };
  return { member: 'result', text: `{"${kind}":${kind === 'tools' ? legacyTools(items) : items}}` };
}
