import type { z } from 'zod';
import { type Complaint, type Locate, MOST_COMPLAINTS, type Path } from '../model/complaint.ts';
import { didYouMean, nearest } from '../model/words/nearest.ts';
import { howHere, SERVERS_FORM } from './borrowed.ts';
import { hideForms, isHidden } from './hiding.ts';
import { keysAt } from './json-schema.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, in words for the person who wrote the file, with places; of very much the first part, and how much more. */
export function complaintsOf(issues: readonly Issue[], locate: Locate): Complaint[] {
  const all = issues.flatMap(eachKey);
  const first = all.slice(0, MOST_COMPLAINTS);
  const meant = first.flatMap(meantBy);
  const told = first
    .filter((issue) => !missingBy(issue).some((key) => meant.includes(key)))
    .flatMap((issue) => complain(issue, locate));
  const rest = all.length - first.length;
  return rest === 0 ? told : [...told, { path: [], what: `${rest} more things are wrong; correct these first` }];
}

const eachKey = (issue: Issue): readonly Issue[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];

/** The merge key of YAML 1.1, which many readers of YAML 1.2 know all the same; what it would have brought is not missing. */
const MERGE = '<<';
const NO_MERGE =
  'YAML 1.2 has no merge keys: write out what they would bring, or name a whole object again with `*name`.';

/** Keys that were mistyped, by where they would stand: that they are missing is the same mistake, and is said once. */
const meantBy = (issue: Issue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.flatMap((key) => {
        if (key === MERGE) return keysAt(issue.path as Path).map((each) => JSON.stringify([...issue.path, each]));
        const known = nearest(key, keysAt(issue.path as Path));
        return known === undefined ? [] : [JSON.stringify([...issue.path, known])];
      })
    : [];

/** The keys that an issue says are missing, by where they would stand. */
function missingBy(issue: Issue): string[] {
  if (issue.code === 'invalid_type' && issue.input === undefined) return [JSON.stringify(issue.path)];
  const missing: unknown = issue.code === 'custom' ? issue.params?.missing : undefined;
  return Array.isArray(missing) ? missing.map((key) => JSON.stringify([...issue.path, key])) : [];
}

function complain(issue: Issue, locate: Locate): Complaint[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path);
    return issue.keys.map((key) => ({
      place: locate([...path, key], { key: true }),
      path,
      what: `there is no key "${key}"${didYouMean(key, known)}`,
      instead: key === MERGE ? NO_MERGE : (howHere(path, key) ?? `Known here: ${known.join(', ')}.`),
    }));
  }
  if (issue.code === 'invalid_key') {
    const why = issue.issues.map((inner) => inner.message).join('; ');
    return [placed(path, locate, true, `"${String(path.at(-1))}" cannot be a name here: ${why}`)];
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String);
    const given = shown(path, issue.input);
    const hint = typeof issue.input === 'string' ? didYouMean(issue.input, words) : '';
    return [placed(path, locate, false, `${given} is not possible here${hint}`, `Write one of: ${words.join(', ')}.`)];
  }
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) {
      const key = String(path.at(-1) ?? '');
      return [placed(path, locate, true, `"${key}" is missing; it must be ${article(issue.expected)}`)];
    }
    const given = shown(path, issue.input);
    const what = `must be ${article(issue.expected)}, and is ${cut(given)}`;
    return [placed(path, locate, false, what, howToName(path, issue.input) ?? howToWrite(issue, given))];
  }
  if (
    (issue.code === 'too_big' || issue.code === 'too_small') &&
    (issue.origin === 'number' || issue.origin === 'int')
  ) {
    const given = cut(shown(path, issue.input));
    const bound = issue.code === 'too_big' ? `${issue.maximum} at most` : `${issue.minimum} at least`;
    return [placed(path, locate, false, `must be ${bound}, and is ${given}`)];
  }
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1)
    return [placed(path, locate, false, 'is empty: write something, or leave out the key')];
  return [placed(path, locate, false, issue.message)];
}

/** How servers are written, where what stands in place of them is of another kind; undefined elsewhere. */
function howToName([first, name, key, ...more]: Path, input: unknown): string | undefined {
  if (first === undefined) return `Begin with ${SERVERS_FORM}.`;
  if (first !== 'servers' || more.length > 0) return undefined;
  if (name === undefined) return `Write each under its name: ${SERVERS_FORM}.`;
  if (key === undefined) return 'Write `{ command: … }`, with `args: […]`, or `{ url: … }` for one over HTTP.';
  return key === 'command' && Array.isArray(input)
    ? 'Write the program alone here, and the rest into `args`.'
    : undefined;
}

/** How a value of another kind would be written so that it is of the wanted one; undefined where that is not clear. */
function howToWrite(
  { expected, input, message, path }: z.core.$ZodIssueInvalidType,
  given: string,
): string | undefined {
  // A schema that says by itself what it wants.
  if (!message.startsWith('Invalid input')) return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  const isSimple = ['string', 'number', 'boolean'].includes(typeof input);
  const isShown = isSimple && !given.includes('[hidden');
  if (expected === 'string' && isSimple && typeof input !== 'string')
    return isShown ? `Put it in quotes: "${given}".` : 'Put it in quotes.';
  if (expected === 'array' && isShown) return howToList(input, given);
  if (expected === 'string' && input === null) return 'Write "" where it shall be empty, or leave it out.';
  if (expected === 'record') return 'Write each under its name: `{ NAME: … }`.';
  if (expected === 'object') return howToKey(path as Path);
  if (expected === 'boolean') return 'Write true or false, without quotes.';
  if (expected !== 'number' && expected !== 'int') return undefined;
  const isNumber = typeof input === 'string' && /^\d+$/.test(input);
  return isNumber && isShown ? `Write it without quotes: ${input}.` : 'Write digits alone, without quotes.';
}

/** An object with the first of the keys that it may have. */
function howToKey(path: Path): string | undefined {
  const known = keysAt(path);
  return known.length === 0 ? undefined : `Write \`{ ${known[0]}: … }\`; known inside: ${known.join(', ')}.`;
}

/** A line of words as a list of them; where quotes say which belong together, parting them would be a guess. */
function howToList(input: unknown, given: string): string {
  if (typeof input !== 'string' || !/\s/.test(input.trim())) return `Write [${cut(given)}].`;
  const words = JSON.stringify(input.trim().split(/\s+/));
  const isClear = !/["'\\]/.test(input) && words.length <= 120;
  return isClear ? `Write ${words}.` : 'Write each argument by itself: ["first", "second"].';
}

/** The written value, as far as it may be shown; only its type where it contains a secret. */
function shown(path: Path, input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  // Of these nothing but the kind is shown, which is no secret.
  if (typeof input === 'object' && Object.keys(input).length > 0) return Array.isArray(input) ? 'a list' : 'an object';
  if (isHidden([...path, '']) || isHidden(path)) return '[hidden]';
  return typeof input === 'object' ? JSON.stringify(input) : hideForms(JSON.stringify(input));
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
const article = (type: string): string => WORDS[type] ?? type;

const placed = (path: Path, locate: Locate, key: boolean, what: string, instead?: string): Complaint => ({
  place: locate(path, { key }),
  path,
  what,
  instead,
});
