import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { giveUp, type Keyword, miss, type Run } from './run.ts';

/** Whether a text matches a pattern of the schema; true if the pattern cannot be checked. */
export function fitsPattern(run: Run, pattern: string, text: string): boolean {
  run.steps += 1 + text.length / 200;
  try {
    return run.compile(pattern).test(text);
  } catch {
    return giveUp(run, 'it has a pattern that cannot be checked in linear time');
  }
}

const number =
  (fits: (value: number, limit: number, schema: JsonObject) => boolean, words: string): Keyword =>
  (run, operand, value, at, schema) =>
    typeof value !== 'number' ||
    typeof operand !== 'number' ||
    fits(value, operand, schema) ||
    miss(run, at, `must be ${words} ${operand}`);

const length =
  (
    measure: (value: Json) => number | undefined,
    fits: (size: number, limit: number) => boolean,
    words: string,
  ): Keyword =>
  (run, operand, value, at) => {
    const size = typeof operand === 'number' ? measure(value) : undefined;
    return (
      size === undefined ||
      fits(size, Number(operand)) ||
      miss(run, at, `must have ${words.replace('#', String(operand))}`)
    );
  };

/** Length in code points, as JSON Schema counts characters. */
const characters = (value: Json): number | undefined => {
  if (typeof value !== 'string') return undefined;
  return /[\ud800-\udbff]/.test(value) ? Array.from(value).length : value.length;
};
const itemCount = (value: Json): number | undefined => (Array.isArray(value) ? value.length : undefined);
const memberCount = (value: Json): number | undefined => (isObject(value) ? Object.keys(value).length : undefined);
const atLeast = (size: number, limit: number): boolean => size >= limit;
const atMost = (size: number, limit: number): boolean => size <= limit;

const pattern: Keyword = (run, operand, value, at) =>
  typeof value !== 'string' ||
  typeof operand !== 'string' ||
  fitsPattern(run, operand, value) ||
  miss(run, at, `must fit the pattern ${operand.slice(0, 200)}`);

/** The keywords that limit numbers, texts, lists and objects. */
export const LIMITS: readonly (readonly [name: string, keyword: Keyword])[] = [
  [
    'minimum',
    number((value, limit, schema) => (schema.exclusiveMinimum === true ? value > limit : value >= limit), 'at least'),
  ],
  [
    'maximum',
    number((value, limit, schema) => (schema.exclusiveMaximum === true ? value < limit : value <= limit), 'at most'),
  ],
  ['exclusiveMinimum', number((value, limit) => value > limit, 'more than')],
  ['exclusiveMaximum', number((value, limit) => value < limit, 'less than')],
  [
    'multipleOf',
    number((value, step) => step <= 0 || Math.abs(value / step - Math.round(value / step)) < 1e-9, 'a multiple of'),
  ],
  ['minLength', length(characters, atLeast, 'at least # characters')],
  ['maxLength', length(characters, atMost, 'at most # characters')],
  ['minItems', length(itemCount, atLeast, 'at least # items')],
  ['maxItems', length(itemCount, atMost, 'at most # items')],
  ['minProperties', length(memberCount, atLeast, 'at least # members')],
  ['maxProperties', length(memberCount, atMost, 'at most # members')],
  ['pattern', pattern],
];
