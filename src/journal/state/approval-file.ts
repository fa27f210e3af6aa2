import type { Hold, Verdict } from '../../model/approval.ts';
import { DOORS } from '../../model/decision.ts';
import { parseStrict } from '../../model/json/parse.ts';
import { isObject, type JsonObject } from '../../model/json.ts';

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === 'string';
const time: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const door: Check = (value) => DOORS.some((known) => known === value);
const object: Check = isObject;
const list: Check = (value) =>
  isObject(value) &&
  text(value.at) &&
  time(value.more) &&
  isObject(value.from) &&
  [value.from.call, value.from.upstream, value.from.tool].every(text) &&
  Array.isArray(value.rows) &&
  value.rows.every(
    (row) => isObject(row) && text(row.key) && text(row.value) && (row.row === undefined || text(row.row)),
  );

const HOLD: Readonly<Record<Exclude<keyof Hold, 'decisive' | 'list'>, Check>> = {
  id: (value) => typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value),
  call: text,
  binding: (value) => typeof value === 'string' && value !== '',
  session: text,
  principal: (value) => isObject(value) && text(value.id) && text(value.human),
  target: (value) => isObject(value) && text(value.upstream) && text(value.name),
  method: text,
  shown: text,
  rules: texts,
  reasons: texts,
  door,
  at: time,
  expires: time,
};

const VERDICT: Readonly<Record<Exclude<keyof Verdict, 'took' | 'list'>, Check>> = {
  hold: text,
  binding: (value) => typeof value === 'string' && value !== '',
  answer: (value) => value === 'approve' || value === 'deny',
  door,
  by: text,
  at: time,
};

/** Stands in place of an answer where none is wanted any more: of it and an answer, only one can come first. */
export const WITHDRAWN = '{"withdrawn":true}';

/** A hold from a file's text, or what is wrong with it. */
export function parseHold(content: string): Hold | string {
  const hold = parse<Hold>(content, HOLD);
  if (typeof hold !== 'string' && hold.decisive !== undefined && !texts(hold.decisive))
    return '"decisive" is not a list';
  if (typeof hold !== 'string' && hold.list !== undefined && !list(hold.list)) return '"list" is not one of values';
  return hold;
}

/** A verdict from a file's text, or what is wrong with it. */
export function parseVerdict(content: string): Verdict | string {
  const verdict = parse<Verdict>(content, VERDICT);
  if (typeof verdict !== 'string' && verdict.took !== undefined && !time(verdict.took)) return '"took" is not a number';
  if (typeof verdict !== 'string' && verdict.list !== undefined && verdict.list !== true) return '"list" is not true';
  return verdict;
}

function parse<T>(content: string, shape: Readonly<Record<string, Check>>): T | string {
  const parsed = parseStrict(content);
  if (!parsed.ok) return parsed.message;
  if (!object(parsed.value)) return 'it is not a JSON object';
  const value = parsed.value as JsonObject;
  for (const [key, fits] of Object.entries(shape)) {
    if (!Object.hasOwn(value, key) || !fits(value[key])) return `"${key}" is missing or not what it should be`;
  }
  return value as T;
}
