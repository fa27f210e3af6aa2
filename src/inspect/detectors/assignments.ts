import type { Severity } from '../../model/evidence/severity.ts';
import { finish, type Steps } from '../../model/steps.ts';
import { eachMatch, hasMatch } from '../../model/text/matches.ts';
import { TRAIT } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { entropy, isPlaceholder } from './entropy.ts';

const NAME =
  'api[_-]?key|apikey|secret|passw(?:or)?d|pwd|passphrase|token|credentials?|access[_-]?key|auth[_-]?key|private[_-]?key';
// A name, the rest of a longer name, an assignment, and a value with or without quotes.
const FORM = new RegExp(
  `(?:${NAME})([\\w-]{0,24})(?:\\\\?["'\`\\]])?\\s{0,3}(?::=|=>|=|:|\\s--?\\s)\\s{0,3}(?:\\\\?(["'\`])((?:(?!\\\\?\\2)[^\\s]){8,200})\\\\?\\2|([A-Za-z0-9+/_~.=!@#%^&*-]{8,200}))`,
  'gi',
);
const HINT = /key|secret|passw|pwd|passphrase|token|credential|bearer/i;
/** `Authorization: Bearer …`: here the scheme takes the place of the name. */
const BEARER = /\bbearer\s{1,3}([A-Za-z0-9+/_~.=-]{16,300})/gi;
/** Values that are code or public: identifiers, paths, hashes with their algorithm, addresses. */
const CODE =
  /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^[A-Za-z_$][\w$.]*\(|^(?:https?|file):\/\/|^[~.]?\/|^[A-Z]:\\|^sha\d+[-:]|^(?:true|false|null|undefined|none|string|number)$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** A long number, other than a run of one repeated digit. */
const LONG_NUMBER = /^(?!(\d)\1{4})\d{15,24}$/;
const TAIL_PUBLIC =
  /id$|name$|type|count|limit|length|size|path|file|url|uri|hash|index|s$|expir|usage|policy|_at$|format|arn|ttl/i;
const WORDS = /^(?:[A-Za-z]?[a-z]+|[A-Z]+)(?:[-_ .:][A-Za-z]?[a-z]*)*\d{0,2}$/;

/** Whether a value is made of words: then only its name says that it is a secret. */
export const isWords = (value: string): boolean => WORDS.test(value);

/** Whether a value is too random to be a word, a name or code. `isPassword` demands less, for what is called a password. */
export function looksSecret(value: string, isPassword = false): boolean {
  if (
    value.length < (isPassword ? 8 : 10) ||
    value.length > 200 ||
    isPlaceholder(value) ||
    CODE.test(value) ||
    UUID.test(value)
  )
    return false;
  if (isWords(value)) return false;
  const kinds =
    Number(/[a-z]/.test(value)) +
    Number(/[A-Z]/.test(value)) +
    Number(/\d/.test(value)) +
    Number(/[^A-Za-z0-9]/.test(value));
  if (kinds < 2 || !/\d|[^A-Za-z0-9_.-]/.test(value)) return false;
  return entropy(value) >= (isPassword ? 2.5 : value.length < 16 ? 3 : 3.3);
}

/** A redaction mark right after the value: the log that wrote it blanked out the rest. */
const CUT_OFF = /^[[<(]{1,2}redacted/i;
const WHOSE = /([A-Za-z][A-Za-z0-9]{2,30})[_-]?$/;
/** Names of tokens that are not secret: positions in a list, marks of a single request. */
const PLUMBING =
  /(?:next|prev|page|continuation|sync|cursor|request|idempotency|client|csrf|xsrf|device|push|trace|session|refresh|the|url)$/i;

/** Some services use UUIDs or long numbers as keys. `ACME_TOKEN=…` says whose key it is; `key: …` could be anything. */
function isNamedKey(text: string, name: string, at: number, value: string): boolean {
  if (
    (!UUID.test(value) && !LONG_NUMBER.test(value)) ||
    !/^(?:api[_-]?key|secret|token|access[_-]?key|auth[_-]?key)/i.test(name)
  )
    return false;
  const whose = WHOSE.exec(text.slice(Math.max(0, at - 32), at))?.[1];
  return whose !== undefined && !PLUMBING.test(whose);
}

const PASSWORD = /^(?:passw|pwd|passphrase)/i;

const find = (text: string): readonly Spotted[] =>
  text.length < 14 || !HINT.test(text) ? NOTHING_SPOTTED : finish(look(text));

function* findInSteps(text: string): Steps<readonly Spotted[]> {
  if (!(yield* hasMatch(text, HINT))) return NOTHING_SPOTTED;
  yield;
  return yield* look(text);
}

function* look(text: string): Steps<readonly Spotted[]> {
  let found: Spotted[] | undefined;
  const add = (kind: string, severity: Severity, start: number, end: number, message: string): boolean => {
    found ??= [];
    return found.push({ kind, severity, start, end, message }) < MOST_SPOTTED;
  };
  yield* eachMatch(text, FORM, (hit, at) => {
    const [whole, tail = '', , quoted, bare = ''] = hit;
    const value = quoted ?? bare;
    const end = at + whole.length;
    if (TAIL_PUBLIC.test(tail) || CUT_OFF.test(text.slice(end, end + 12))) return true;
    if (!looksSecret(value, PASSWORD.test(whole)) && !isNamedKey(text, whole, at, value)) return true;
    const start = at + whole.lastIndexOf(value);
    const isAws = /aws.{0,20}$/i.test(text.slice(Math.max(0, at - 24), at)) && value.length === 40;
    return isAws
      ? add('secret.aws', 'high', start, start + value.length, 'Holds an AWS secret access key.')
      : add('secret.generic', 'medium', start, start + value.length, ASSIGNS);
  });
  if (found !== undefined && found.length >= MOST_SPOTTED) return sorted(found);
  yield;
  yield* eachMatch(text, BEARER, ({ 0: whole, 1: value = '' }, at) => {
    const end = at + whole.length;
    if (!looksSecret(value) || found?.some((other) => other.end === end)) return true;
    return add('secret.generic', 'medium', end - value.length, end, 'Holds what looks like a bearer token.');
  });
  return found === undefined ? NOTHING_SPOTTED : sorted(found);
}

const ASSIGNS = 'Assigns what looks like a password, key or token.';
const sorted = (found: Spotted[]): readonly Spotted[] => found.sort((a, b) => a.start - b.start);

/** A random value assigned to something named a key, secret, password or token. */
export const assignments: Detector = {
  name: 'assignments',
  kinds: ['secret.generic', 'secret.aws'],
  maturity: 'stable',
  needs: TRAIT.colon | TRAIT.joint | TRAIT.space,
  sees: [
    { text: 'api_key = "q7Rk2VbT9xLmZ4cWnH8s"', kind: 'secret.generic' },
    { text: 'Authorization: Bearer q7Rk2VbT9xLmZ4cWnH8sYpJd', kind: 'secret.generic' },
    { text: 'password: Zt4!mKq92#vb', kind: 'secret.generic' },
    { text: 'ACME_TOKEN=7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604', kind: 'secret.generic' },
    { text: 'ACME_TOKEN=4128357753557219', kind: 'secret.generic' },
    { text: '{"client_secret":"9f3c1e7ab84d20655e1fc07ad3b9286e"}', kind: 'secret.generic' },
    { text: `aws_secret_access_key=${['q7Rk2VbT9xLmZ4cWnH8s', 'YpJd3FgQeAu5KiXo6NtB'].join('')}`, kind: 'secret.aws' },
  ],
  ignores: [
    'page_token: 1128357753557211, total_tokens: 1128357753557211',
    'password: changeme',
    'api_key=${API_KEY}',
    'token: process.env.TOKEN',
    'The password is the thing you type: remember it.',
    'api_key: your-api-key-here',
    'secret = xxxxxxxxxxxxxxxx',
    'tokenize(text: string, options)',
    'max_tokens: 1024000000',
    'next_page_token: 7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604',
    'secret: q7Rk2VbT9xLm[Redacted]',
    'key: 550e8400-e29b-41d4-a716-446655440000',
    'token_url = https://auth.example.com/oauth/token2',
    'const token = getToken(session.id)',
    '"node_modules/js-tokens": {"version": "4.0.0", "integrity": "sha512-RdJUflcE3cUzKiMqQgsCu06FPu9UdIJO0beYbPhHN4k6apgJtifcoCtT9bcxOpYBtpD2kCM6Sbzg4CausW/PKQ=="}',
  ],
  find,
  findInSteps,
};
