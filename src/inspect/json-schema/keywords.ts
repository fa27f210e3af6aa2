import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey } from '../../model/json.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { fitsPattern, LIMITS } from './limits.ts';
import { check, giveUp, identity, type Keyword, type Mismatch, miss, type Run, resolve, tries, typeOf } from './run.ts';

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const under = (at: JsonPointer, name: string): JsonPointer => `${at}/${pointerKey(name)}`;
const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
const article = (type: string): string =>
  type === 'null' ? 'null' : /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;

/** Lists up to 12 choices in at most 300 UTF-16 units; any further ones are only counted. */
function choices(values: readonly Json[]): string {
  const words = values.slice(0, 12).map((value) => JSON.stringify(value));
  const text = words.join(', ').slice(0, 300);
  return values.length > 12 ? `${text} or one of ${values.length - 12} more` : text;
}

const type: Keyword = (run, operand, value, at, schema) => {
  const actual = typeOf(value);
  const fits = (wanted: Json): boolean => wanted === actual || (wanted === 'number' && actual === 'integer');
  if (isList(operand) ? operand.some(fits) : fits(operand)) return true;
  if (value === null && schema.nullable === true) return true;
  const wanted = isList(operand) ? operand.map((name) => article(String(name))).join(' or ') : article(String(operand));
  return miss(run, at, `must be ${wanted}, not ${article(actual)}`);
};

const properties: Keyword = (run, operand, value, at) => {
  if (!isObject(value) || !isObject(operand)) return true;
  let isValid = true;
  for (const name in operand) {
    const member = own(value, name);
    if (member !== undefined && !check(run, operand[name], member, under(at, name))) isValid = false;
  }
  return isValid;
};

const required: Keyword = (run, operand, value, at, schema) => {
  if (!isObject(value) || !isList(operand)) return true;
  let isValid = true;
  for (const name of operand) {
    if (typeof name !== 'string' || Object.hasOwn(value, name)) continue;
    const known = isObject(schema.properties) ? own(schema.properties, name) : undefined;
    const wanted = isObject(known) && typeof known.type === 'string' ? `: add ${article(known.type)}` : '';
    isValid = miss(run, under(at, name), `is missing${wanted}`);
  }
  return isValid;
};

const isDescribed = (run: Run, name: string, schema: JsonObject): boolean => {
  if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) return true;
  if (!isObject(schema.patternProperties)) return false;
  return Object.keys(schema.patternProperties).some((pattern) => fitsPattern(run, pattern, name));
};

const additionalProperties: Keyword = (run, operand, value, at, schema) => {
  if (!isObject(value) || operand === true) return true;
  let isValid = true;
  for (const name of Object.keys(value)) {
    run.steps++;
    if (isDescribed(run, name, schema)) continue;
    if (operand === false) {
      const known = isObject(schema.properties) ? Object.keys(schema.properties) : [];
      const hint =
        didYouMean(name, known) || (known.length === 0 ? '' : `; known are ${known.slice(0, 20).join(', ')}`);
      isValid = miss(run, under(at, name), `is not known here${hint}`);
    } else if (!check(run, operand, value[name] as Json, under(at, name))) isValid = false;
  }
  return isValid;
};

const patternProperties: Keyword = (run, operand, value, at) => {
  if (!isObject(value) || !isObject(operand)) return true;
  let isValid = true;
  for (const pattern of Object.keys(operand)) {
    for (const name of Object.keys(value)) {
      if (fitsPattern(run, pattern, name) && !check(run, operand[pattern], value[name] as Json, under(at, name)))
        isValid = false;
    }
  }
  return isValid;
};

const propertyNames: Keyword = (run, operand, value, at) =>
  !isObject(value) ||
  Object.keys(value).every(
    (name) => tries(run, operand, name, at) || miss(run, under(at, name), 'has a name that is not allowed'),
  );

const dependentRequired: Keyword = (run, operand, value, at) => {
  if (!isObject(value) || !isObject(operand)) return true;
  return Object.keys(operand).every(
    (name) => !Object.hasOwn(value, name) || !isList(operand[name]) || required(run, operand[name], value, at, {}),
  );
};

const dependentSchemas: Keyword = (run, operand, value, at) => {
  if (!isObject(value) || !isObject(operand)) return true;
  return Object.keys(operand).every(
    (name) => !Object.hasOwn(value, name) || isList(operand[name]) || check(run, operand[name], value, at),
  );
};

/** `dependencies` of draft 7 and earlier means both. */
const dependencies: Keyword = (run, operand, value, at, schema) =>
  dependentRequired(run, operand, value, at, schema) && dependentSchemas(run, operand, value, at, schema);

function checkItems(run: Run, schemaAt: (index: number) => Json | undefined, value: Json, at: JsonPointer): boolean {
  if (!isList(value)) return true;
  let isValid = true;
  for (let i = 0; i < value.length && run.unchecked === undefined; i++) {
    if (!check(run, schemaAt(i), value[i] as Json, `${at}/${i}`)) isValid = false;
  }
  return isValid;
}

const items: Keyword = (run, operand, value, at, schema) => {
  // Before 2020-12, `items` with a list of schemas meant what is now `prefixItems`.
  if (isList(operand))
    return checkItems(run, (i) => (i < operand.length ? operand[i] : schema.additionalItems), value, at);
  const from = isList(schema.prefixItems) ? schema.prefixItems.length : 0;
  return checkItems(run, (i) => (i < from ? true : operand), value, at);
};

const prefixItems: Keyword = (run, operand, value, at) =>
  !isList(operand) || checkItems(run, (i) => operand[i], value, at);

const contains: Keyword = (run, operand, value, at, schema) => {
  if (!isList(value)) return true;
  const count = value.filter((item) => tries(run, operand, item, at)).length;
  const least = typeof schema.minContains === 'number' ? schema.minContains : 1;
  if (count < least) return miss(run, at, `must hold at least ${least} fitting item${least === 1 ? '' : 's'}`);
  if (typeof schema.maxContains === 'number' && count > schema.maxContains)
    return miss(run, at, `must hold at most ${schema.maxContains} fitting items`);
  return true;
};

const uniqueItems: Keyword = (run, operand, value, at) => {
  if (operand !== true || !isList(value)) return true;
  run.steps += value.length;
  return new Set(value.map(identity)).size === value.length || miss(run, at, 'must not hold the same item twice');
};

const allOf: Keyword = (run, operand, value, at) =>
  !isList(operand) || operand.filter((schema) => !check(run, schema, value, at)).length === 0;

/** Reports the closest alternative for all: the one whose mismatches lie deepest, then the one with the fewest. */
function closest(tried: readonly Mismatch[][]): readonly Mismatch[] {
  const depth = (mismatches: readonly Mismatch[]): number => Math.max(0, ...mismatches.map(({ at }) => at.length));
  return [...tried].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

const anyOf: Keyword = (run, operand, value, at) => {
  if (!isList(operand)) return true;
  const tried: Mismatch[][] = [];
  for (const schema of operand) {
    const heard: Mismatch[] = [];
    if (tries(run, schema, value, at, heard)) return true;
    tried.push(heard);
  }
  for (const { at: place, message } of closest(tried)) miss(run, place, message);
  return tried.length === 0 ? true : miss(run, at, `must fit one of ${tried.length} forms`);
};

const oneOf: Keyword = (run, operand, value, at, schema) => {
  if (!isList(operand)) return true;
  const count = operand.filter((form) => tries(run, form, value, at)).length;
  if (count === 1) return true;
  return count === 0
    ? anyOf(run, operand, value, at, schema)
    : miss(run, at, `must fit only one of ${operand.length} forms, and fits ${count}`);
};

const not: Keyword = (run, operand, value, at) =>
  !tries(run, operand, value, at) || miss(run, at, 'must not fit what the schema excludes');

const conditional: Keyword = (run, operand, value, at, schema) => {
  const branch = tries(run, operand, value, at) ? schema.then : schema.else;
  return branch === undefined || check(run, branch, value, at);
};

const ref: Keyword = (run, operand, value, at) => {
  const target = typeof operand === 'string' ? resolve(run.root, operand) : undefined;
  if (target === undefined) return giveUp(run, 'it refers to something outside of itself');
  return check(run, target, value, at);
};

const constant: Keyword = (run, operand, value, at) =>
  identity(operand) === identity(value) || miss(run, at, `must be ${choices([operand])}`);
const enumeration: Keyword = (run, operand, value, at) => {
  if (!isList(operand)) return true;
  run.steps += operand.length / 20;
  if (typeof value === 'object' && value !== null) {
    const wanted = identity(value);
    if (operand.some((choice) => identity(choice) === wanted)) return true;
  } else if (operand.includes(value)) return true;
  return miss(run, at, `must be one of ${choices(operand)}`);
};

const cannot =
  (name: string): Keyword =>
  (run) =>
    giveUp(run, `it uses "${name}"`);

/** Every keyword that is checked. `format` is not: it is an annotation unless a dialect says otherwise. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['type', type],
  ['properties', properties],
  ['required', required],
  ['additionalProperties', additionalProperties],
  ['patternProperties', patternProperties],
  ['propertyNames', propertyNames],
  ['dependentRequired', dependentRequired],
  ['dependentSchemas', dependentSchemas],
  ['dependencies', dependencies],
  ['items', items],
  ['prefixItems', prefixItems],
  ['contains', contains],
  ['uniqueItems', uniqueItems],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', conditional],
  ['$ref', ref],
  ['const', constant],
  ['enum', enumeration],
  ...LIMITS,
  ['unevaluatedProperties', cannot('unevaluatedProperties')],
  ['unevaluatedItems', cannot('unevaluatedItems')],
  ['$dynamicRef', cannot('$dynamicRef')],
  ['$recursiveRef', cannot('$recursiveRef')],
]);
