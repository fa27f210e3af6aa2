import { isObject, type Json, type JsonObject, pointerKey, pointerKeys } from '../../model/json.ts';
import { type Role, roleAt } from '../../model/tool.ts';
import { type Change, canonical, type Grade, gradeOfRole, quoted, textOf, worst } from './change.ts';
import { textChange } from './text-change.ts';

export type Roles = Readonly<Record<string, Role>>;

/** The changes in a schema, argument by argument. `roles` are those of the present arguments. */
export const schemaChanges = (before: Json | undefined, after: Json | undefined, roles: Roles): Change[] =>
  new Walk(roles).compare(objectOf(before), objectOf(after), '', 0);

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** Nobody reads more about one definition, and a generated schema may have thousands. */
const MOST = 40;
const DEEPEST = 12;
/** Members that are compared on their own, or mean nothing to readers of a schema. */
const TOLD = new Set([
  'properties',
  'required',
  'description',
  'title',
  'type',
  'enum',
  'items',
  'default',
  'additionalProperties',
  '$schema',
  '$id',
  '$comment',
]);
/** Keywords that exclude values: without one, more may be sent. */
const LIMITS = new Set([
  'pattern',
  'format',
  'const',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'not',
  'dependentRequired',
]);
const ALTERNATIVES = ['anyOf', 'oneOf', 'allOf'] as const;

class Walk {
  readonly #roles: Roles;
  constructor(roles: Roles) {
    this.#roles = roles;
  }

  compare(before: JsonObject, after: JsonObject, at: string, depth: number): Change[] {
    if (canonical(before) === canonical(after)) return [];
    if (depth > DEEPEST) return [{ grade: 'medium', says: `${nameOf(at)} is built otherwise, deep inside` }];
    const changes = [
      ...this.#properties(before, after, at, depth),
      ...this.#itself(before, after, at),
      ...this.#inside(before, after, at, depth),
    ];
    return changes.slice(0, MOST);
  }

  #role(at: string): Role | undefined {
    return at === '' ? undefined : roleAt({ powers: [], roles: this.#roles, labels: [], definition: '' }, at);
  }

  #properties(before: JsonObject, after: JsonObject, at: string, depth: number): Change[] {
    const [old, now] = [objectOf(before.properties), objectOf(after.properties)];
    const [must, has] = [listOf(before.required), listOf(after.required)];
    const changes: Change[] = [];
    for (const [key, schema] of Object.entries(now)) {
      const here = `${at}/${pointerKey(key)}`;
      const isRequired = has.includes(key);
      if (!Object.hasOwn(old, key)) {
        const grade = gradeOfRole(this.#role(here));
        const about =
          isObject(schema) && typeof schema.description === 'string' ? ` (${quoted(schema.description, 80)})` : '';
        const kind = isRequired ? 'a required' : 'an optional';
        changes.push({
          grade: isRequired && grade === 'low' ? 'medium' : grade,
          says: `gained ${kind} ${nameOf(here)}${about}`,
        });
        continue;
      }
      if (isRequired !== must.includes(key)) {
        changes.push({
          grade: isRequired ? 'low' : gradeOfLess(key),
          says: `${nameOf(here)} ${isRequired ? 'must now be given' : 'may now be left out'}`,
        });
      }
      changes.push(...this.compare(objectOf(old[key]), objectOf(schema), here, depth + 1));
    }
    for (const key of Object.keys(old)) {
      if (!Object.hasOwn(now, key))
        changes.push({ grade: gradeOfLess(key), says: `lost ${nameOf(`${at}/${pointerKey(key)}`)}` });
    }
    if (changes.length === 0 && canonical(before.required) !== canonical(after.required)) {
      const isSame = isSameSet(must, has);
      changes.push({
        grade: isSame ? 'none' : 'low',
        says: isSame
          ? 'lists what it requires in another order'
          : `${nameOf(at)} requires ${has.join(', ') || 'nothing'}`,
      });
    }
    return changes;
  }

  /** What is said of the value itself. */
  #itself(before: JsonObject, after: JsonObject, at: string): Change[] {
    const name = nameOf(at);
    const deciding = gradeOfRole(this.#role(at));
    const changes: Change[] = [
      ...textChange(
        at === '' ? "the schema's description" : `what it says of ${name}`,
        textOf(before.description),
        textOf(after.description),
      ),
      ...textChange(`the title of ${name}`, textOf(before.title), textOf(after.title)),
    ];
    const [types, kinds] = [typesOf(before), typesOf(after)];
    if (!isSameSet(types, kinds)) {
      const isWider = kinds.length === 0 || kinds.some((kind) => !types.includes(kind) && types.length > 0);
      changes.push({
        grade: isWider ? 'medium' : 'low',
        says: `${name} is now ${kinds.join(' or ') || 'anything'}, and was ${types.join(' or ') || 'anything'}`,
      });
    } else if (canonical(before.type) !== canonical(after.type))
      changes.push({ grade: 'none', says: `${name} lists its types otherwise` });
    changes.push(...choiceChanges(before.enum, after.enum, name, deciding));
    if (canonical(before.default) !== canonical(after.default)) {
      const now =
        after.default === undefined
          ? 'has no default any more'
          : `is ${quoted(canonical(after.default), 60)} unless given`;
      const was = before.default === undefined ? '' : `, and was ${quoted(canonical(before.default), 60)}`;
      changes.push({ grade: after.default === undefined ? 'low' : deciding, says: `${name} ${now}${was}` });
    }
    if (canonical(besides(before)) !== canonical(besides(after))) {
      const isClosed = after.additionalProperties === false;
      changes.push({
        grade: isClosed ? 'low' : 'medium',
        says: `${name} takes ${isClosed ? 'nothing' : 'more'} besides what it names`,
      });
    } else if (canonical(before.additionalProperties) !== canonical(after.additionalProperties))
      changes.push({ grade: 'none', says: `${name} says otherwise that it takes more besides what it names` });
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (TOLD.has(key) || STRUCTURE.has(key) || canonical(before[key]) === canonical(after[key])) continue;
      changes.push({
        grade: gradeOfLimit(key, before[key], after[key], deciding),
        says: sayKeyword(name, key, before[key], after[key]),
      });
    }
    for (const key of ['$schema', '$id', '$comment']) {
      if (canonical(before[key]) !== canonical(after[key]))
        changes.push({ grade: 'none', says: `the schema has another ${key}` });
    }
    return changes;
  }

  /** Items, alternatives and definitions. */
  #inside(before: JsonObject, after: JsonObject, at: string, depth: number): Change[] {
    const changes: Change[] = [];
    if (isObject(before.items) && isObject(after.items))
      changes.push(...this.compare(before.items, after.items, `${at}/*`, depth + 1));
    else if (canonical(before.items) !== canonical(after.items))
      changes.push({ grade: 'medium', says: `${nameOf(at)} has other items` });
    for (const key of ALTERNATIVES) {
      const [old, now] = [before[key], after[key]];
      if (canonical(old) === canonical(now)) continue;
      if (Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
        const isSame = isSameSet(old.map(canonical), now.map(canonical));
        if (isSame) changes.push({ grade: 'none', says: `${nameOf(at)} lists its forms in another order` });
        else changes.push(...now.flatMap((each, i) => this.compare(objectOf(old[i]), objectOf(each), at, depth + 1)));
      } else changes.push({ grade: 'medium', says: `${nameOf(at)} may have other forms (${key})` });
    }
    for (const key of ['$defs', 'definitions', 'patternProperties'] as const) {
      const [old, now] = [objectOf(before[key]), objectOf(after[key])];
      for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
        if (old[name] === undefined || now[name] === undefined)
          changes.push({
            grade: 'medium',
            says: `the schema ${now[name] === undefined ? 'lost' : 'gained'} a part ${quoted(name, 40)}`,
          });
        else changes.push(...this.compare(objectOf(old[name]), objectOf(now[name]), at, depth + 1));
      }
    }
    return changes;
  }
}

const STRUCTURE = new Set<string>([...ALTERNATIVES, '$defs', 'definitions', 'patternProperties']);

/** Whether other members than the named ones may be given: anything, unless the schema says otherwise. */
function besides({ additionalProperties: given = true }: JsonObject): Json {
  return isObject(given) && Object.keys(given).length === 0 ? true : given;
}

/** Arguments by which somebody confirms that an act is meant: without one, it is done anyway. */
const ASSENT = /^(?:confirm|dry.?run|preview|approv|acknowledg|consent|are.?you.?sure|validate.?only)/i;
const gradeOfLess = (key: string): Grade => (ASSENT.test(key) ? 'medium' : 'low');

function gradeOfLimit(key: string, before: Json | undefined, after: Json | undefined, deciding: Grade): Grade {
  // Whatever is elsewhere is fetched by whoever follows it, and can be something else each time.
  if (key === '$ref') return typeof after === 'string' && !after.startsWith('#') ? 'high' : 'medium';
  return !LIMITS.has(key) || deciding === 'low' || isTighter(key, before, after) ? 'low' : 'medium';
}

/** Whether less may be sent than before. For patterns and formats nobody can tell. */
function isTighter(key: string, before: Json | undefined, after: Json | undefined): boolean {
  if (before === undefined || after === undefined) return before === undefined;
  if (/max/i.test(key)) return Number(after) <= Number(before);
  return /^(?:min|exclusiveMin)/.test(key) && Number(after) >= Number(before);
}

function sayKeyword(name: string, key: string, before: Json | undefined, after: Json | undefined): string {
  if (after === undefined) return `${name} has no ${key} any more; it was ${quoted(canonical(before), 60)}`;
  return `${name} has ${before === undefined ? 'a' : 'another'} ${key}: ${quoted(canonical(after), 60)}`;
}

function choiceChanges(before: Json | undefined, after: Json | undefined, name: string, deciding: Grade): Change[] {
  if (canonical(before) === canonical(after)) return [];
  if (!Array.isArray(before)) return [{ grade: 'low', says: `${name} is now one of a choice` }];
  if (!Array.isArray(after)) {
    return [{ grade: worst(['medium', deciding]), says: `${name} is no longer one of a choice` }];
  }
  const [old, now] = [new Set(before.map(canonical)), new Set(after.map(canonical))];
  const gained = [...now].filter((each) => !old.has(each));
  const lost = [...old].filter((each) => !now.has(each));
  if (gained.length + lost.length === 0) return [{ grade: 'none', says: `${name} lists its choice in another order` }];
  const says = [
    ...(gained.length > 0 ? [`may now be ${gained.join(', ')}`] : []),
    ...(lost.length > 0 ? [`may no longer be ${lost.join(', ')}`] : []),
  ];
  const grade = gained.length > 0 ? deciding : 'low';
  return [{ grade, says: `${name} ${quoted(says.join(' and '), 160).slice(1, -1)}` }];
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const typesOf = ({ type }: JsonObject): string[] =>
  (Array.isArray(type) ? type : type === undefined ? [] : [type]).map(String);
const isSameSet = (a: readonly Json[], b: readonly Json[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

/** An argument in a person's words: `to`, `items.name`; the whole is "its input". */
const nameOf = (at: string): string =>
  at === ''
    ? 'its input'
    : `\`${pointerKeys(at)
        .map((step) => (step === '*' ? '[]' : step))
        .join('.')
        .replaceAll('.[]', '[]')
        .slice(0, 120)}\``;
