import type { IncomingHttpHeaders } from 'node:http';
import { isRounded, numeralAt } from '../../model/entity/numeral.ts';
import type { Gate } from '../../model/gate.ts';
import { isObject, type Json, pointerKey } from '../../model/json.ts';
import type { Frame } from '../../model/protocol/frame.ts';
import { metaOf } from '../envelope.ts';
import { CODES, META, type Rejection } from '../wire.ts';

/** Where the name is that `Mcp-Name` repeats. */
const NAMED: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const one = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value)?.trim();

/** The value of a header in any script: written as UTF-8, or as `=?base64?…?=`. */
export function headerText(value: string | string[] | undefined): string | undefined {
  const sent = one(value);
  if (sent === undefined) return undefined;
  if (!sent.startsWith('=?base64?')) return Buffer.from(sent, 'latin1').toString('utf8');
  return decode(sent);
}

/** What is wrong with the headers that repeat a modern request's body. The body counts; a router that reads only headers must not be misled. */
export function checkHeaders(headers: IncomingHttpHeaders, frame: Frame, gate: Gate): Rejection | undefined {
  const method = frame.method ?? '';
  const version = metaOf(frame.params)[META.version];
  if (typeof version === 'string') {
    const wrong = compare('MCP-Protocol-Version', one(headers['mcp-protocol-version']), version);
    if (wrong !== undefined) return wrong;
  }
  const wrong = compare('Mcp-Method', one(headers['mcp-method']), method);
  if (wrong !== undefined) return wrong;
  const source = NAMED[method];
  const name = source === undefined ? undefined : frame.params[source];
  if (typeof name === 'string') {
    const misnamed = compare('Mcp-Name', decode(one(headers['mcp-name'])), name);
    if (misnamed !== undefined) return misnamed;
  }
  return method === 'tools/call' ? checkParams(headers, frame, gate) : undefined;
}

function compare(header: string, sent: string | undefined, body: string): Rejection | undefined {
  if (sent === body) return undefined;
  const how = sent === undefined ? 'is missing or cannot be decoded' : `says ${JSON.stringify(sent)}`;
  return { code: CODES.header, message: `the header ${header} ${how}, the body says ${JSON.stringify(body)}` };
}

/** Values that no header can hold travel as `=?base64?…?=`: undefined where that is not valid base64. */
function decode(value: string | undefined): string | undefined {
  const inner = value === undefined ? undefined : /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  if (inner === undefined) return value;
  return BASE64.test(inner) ? Buffer.from(inner, 'base64').toString('utf8') : undefined;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

interface Mirror {
  readonly header: string;
  readonly path: readonly string[];
}

const known = new WeakMap<object, readonly Mirror[]>();

/** What is wrong with the headers that repeat arguments of a call, by what is known of its tool now. */
export function checkParams(headers: IncomingHttpHeaders, frame: Frame, gate: Gate): Rejection | undefined {
  const schema = gate.find('tools/call', frame.params)?.facts.inputSchema;
  if (!isObject(schema)) return undefined;
  for (const { header, path } of mirrorsOf(schema)) {
    const value = path.reduce<Json | undefined>(
      (here, key) => (isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined),
      frame.params.arguments,
    );
    if (value === undefined || value === null || typeof value === 'object') continue;
    const sent = decode(one(headers[`mcp-param-${header.toLowerCase()}`]));
    const isNumber = typeof value === 'number';
    const at = ['/arguments', ...path.map(pointerKey)].join('/');
    const said = isNumber ? numeralAt(frame.paramsText, at, value) : String(value);
    // Two numbers that are rounded to one are two.
    const same = isNumber && !isRounded(value) && sent !== undefined && sent !== '' && Number(sent) === value;
    const wrong = same ? undefined : compare(`Mcp-Param-${header}`, sent, said);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The arguments that a tool wants repeated in headers: `x-mcp-header`, reachable through `properties` only. */
function mirrorsOf(schema: object): readonly Mirror[] {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const list: Mirror[] = [];
  const walk = (here: unknown, path: readonly string[]): void => {
    if (!isObject(here) || !isObject(here.properties)) return;
    for (const [key, property] of Object.entries(here.properties)) {
      if (!isObject(property)) continue;
      const header = property['x-mcp-header'];
      if (typeof header === 'string' && header !== '') list.push({ header, path: [...path, key] });
      walk(property, [...path, key]);
    }
  };
  walk(schema, []);
  known.set(schema, list);
  return list;
}
