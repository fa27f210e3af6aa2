import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config/schema.ts';
import { dropFromMeta } from '../model/json/members.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Frame } from '../model/protocol/frame.ts';
import { LONGEST_TASK } from '../model/record.ts';
import type { Statement, StatementSource } from '../model/statement.ts';
import { headerText } from './http/header.ts';

/** Reads what a client says about its session, apart from the arguments that a model writes. */
export interface Statements {
  /** What a request says, in the order of the sources; empty for nearly all. */
  read(meta: JsonObject, headers: IncomingHttpHeaders | undefined): readonly Statement[];
  /** The request without those words: they are meant for us and not for servers. */
  without(frame: Frame): Frame;
}

const NONE: readonly Statement[] = Object.freeze([]);

/** Undefined where the configuration names no header and no key. */
export function createStatements({
  task,
  purpose,
}: Pick<Config['session'], 'task' | 'purpose'>): Statements | undefined {
  const keys = [task.meta, purpose.meta].filter((key) => key !== undefined);
  const named = { task: task.header?.toLowerCase(), purpose: purpose.header?.toLowerCase() };
  if (keys.length === 0 && named.task === undefined && named.purpose === undefined) return undefined;
  const inHeaders = (headers: IncomingHttpHeaders): Statement | undefined =>
    statementOf('header', textIn(headers, named.task), textIn(headers, named.purpose));
  const inMeta = (meta: JsonObject): Statement | undefined =>
    statementOf('meta', textOf(meta, task.meta), textOf(meta, purpose.meta));
  return {
    read(meta, headers) {
      const said = [headers === undefined ? undefined : inHeaders(headers), inMeta(meta)];
      const found = said.filter((one) => one !== undefined);
      return found.length === 0 ? NONE : found;
    },
    without(frame) {
      const { _meta: meta } = frame.params;
      if (!isObject(meta) || !keys.some((key) => Object.hasOwn(meta, key))) return frame;
      const paramsText = dropFromMeta(frame.paramsText, (name) => keys.includes(name));
      return { ...frame, paramsText, params: JSON.parse(paramsText) as JsonObject };
    },
  };
}

function statementOf(source: StatementSource, task: string | undefined, purpose: string | undefined) {
  if (task === undefined && purpose === undefined) return undefined;
  return { source, ...(task === undefined ? {} : { task }), ...(purpose === undefined ? {} : { purpose }) };
}

const textIn = (headers: IncomingHttpHeaders, name: string | undefined): string | undefined =>
  name === undefined ? undefined : filled(headerText(headers[name]));

const textOf = (meta: JsonObject, key: string | undefined): string | undefined => {
  const value = key === undefined ? undefined : meta[key];
  return typeof value === 'string' ? filled(value) : undefined;
};

const filled = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text.slice(0, LONGEST_TASK);
