import type { Loaded } from '../../config/load.ts';
import { REFERENCE } from '../../config/reference.ts';
import type { Config, ServerConfig } from '../../config/schema.ts';
import { credentialsOf } from '../../discover/credentials.ts';
import { looksSecret } from '../../inspect/detectors/assignments.ts';
import { isPlaceholder } from '../../inspect/detectors/entropy.ts';
import { Given, type GivenCredential } from '../../inspect/secrets/given.ts';
import { secretDetectors } from '../../inspect/secrets.ts';
import { isSecretName } from '../../model/words/secret-name.ts';

/** What is configured: as it was written, and with values in place of references. */
interface Configured {
  readonly config: Config;
  readonly loaded: Loaded;
}

/** Of a longer value so much decides whether it is a secret; and one beyond this is no credential, but a file. */
const TELLING = 200;
const LONGEST = 4_096;
/** What people think of first when they need a password. */
const GUESSABLE = /^[A-Za-z]*[-_.@!]?\d{0,6}[!.]?$/;
/** Words and numbers, as names of records, files and of what is only tried are: `dev-key-2026`, `ACME-1204`, `reports/q1.pdf`. */
const ORDINARY =
  /^(?:[A-Za-z]?[a-z]{0,15}|[A-Z]{1,15})\d{0,7}(?:[-_.:/+](?:[A-Za-z]?[a-z]{0,15}|[A-Z]{1,15})\d{0,7})*$/;
/** Keys that are meant for pages that anybody reads. */
const PUBLISHED = /^pk(?:\.eyJ|_(?:live|test)_)/;
/** Parts of which one may be a key by itself, where the whole looks like the name of a property. */
const DOTTED = /^[\w-]+(?:\.[\w-]+)+$/;
const LONG_PART = 20;
/** Several words, as people choose them; and how a mail service gives out passwords, with its spaces or without. */
const PHRASE = /^\S{1,30}(?: \S{1,30}){3,11}$/;
const SHORTEST_PHRASE = 20;
const GIVEN_OUT = /^[a-z]{4}(?: ?[a-z]{4}){3}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const PASSWORD = /pass|pwd/i;
/** What stands before the credential in a header. */
const SCHEME = /^\w+ +/;
const BASIC = /^Basic +([\w+/-]+={0,2})$/i;
const COOKIE = /cookies?$/i;

/** Whether a value is found nowhere by chance: a mode, a port, a path, a host or a name of somebody's is. */
const isUnique = (value: string, isPassword: boolean): boolean =>
  value.length <= LONGEST &&
  !PUBLISHED.test(value) &&
  (isPhrase(value, isPassword) ||
    (!/\s/.test(value) &&
      !GUESSABLE.test(value) &&
      (isPassword || !ORDINARY.test(value)) &&
      (UUID.test(value) || looksSecret(value.slice(0, TELLING), isPassword) || hasKey(value))));

const isPhrase = (value: string, isPassword: boolean): boolean =>
  isPassword &&
  (GIVEN_OUT.test(value) || (value.length >= SHORTEST_PHRASE && PHRASE.test(value))) &&
  !/pass|secret/i.test(value) &&
  !isPlaceholder(value);

const hasKey = (value: string): boolean =>
  DOTTED.test(value) &&
  value.split('.').some((part) => part.length >= LONG_PART && looksSecret(part.slice(0, TELLING)));

/** What configured servers prove themselves with to others, and clients to us: by its name, by its form, or because it is kept where secrets are. */
export function credentialsGiven({ config, loaded }: Configured): GivenCredential[] {
  const holders = Object.entries(config.servers).map(([server, given]): readonly [string, readonly Candidate[]] => {
    const written = loaded.config.servers[server];
    const values = [...named(given), ...formed(given), ...(written === undefined ? [] : referred(written, given))];
    return [server, values.map(([value, isPassword, at]) => [value, isPassword, `servers.${server}.${at}`])];
  });
  // No server is called so: what clients prove themselves with to us is nobody's own.
  const tokens = Object.entries(config.http.tokens).map(
    ([of, token]): Candidate => [token, false, `http.tokens.${of}`],
  );
  return [...holders, ['Sallyport', tokens] as const].flatMap(([server, values]) =>
    values.flatMap(([value, isPassword, from]) => (isUnique(value, isPassword) ? [{ server, value, from }] : [])),
  );
}

/** The same as they are searched for, when the first text is. */
export function givenIn(configuration: Configured): () => Given {
  let given: Given | undefined;
  return () => {
    given ??= new Given(credentialsGiven(configuration));
    return given;
  };
}

/** A value that may be a credential, whether it is called a password (those are shorter than keys), and where it stands. */
type Candidate = readonly [value: string, isPassword: boolean, at: string];
type Said = readonly [value: string, isPassword: boolean];

function named(server: ServerConfig): Candidate[] {
  const { env, headers, args, url, auth } = server;
  const texts = [
    ...Object.entries(env).map(([name, text]) => ({ name, text, at: `env.${name}` })),
    ...Object.entries(headers).map(([name, text]) => ({ name, text, at: `headers.${name}` })),
  ];
  const found = credentialsOf({ args, url, env: {}, headers: {} }).filter(
    ({ at, name }) => at[0] === 'url' || isSecretName(name),
  );
  return [
    [auth?.oauth.clientSecret ?? '', false, 'auth.oauth.clientSecret'],
    ...texts.flatMap(({ name, text, at }) =>
      [
        ...(isSecretName(name) ? saidIn(text, PASSWORD.test(name)) : []),
        ...(COOKIE.test(name) ? cookiesIn(text) : []),
      ].map(([value, isPassword]): Candidate => [value, isPassword, at]),
    ),
    ...found.map(({ at: [holder, i], name, range }): Candidate => {
      const text = holder === 'url' ? url : args[Number(i)];
      return [text?.slice(...range) ?? '', PASSWORD.test(name), holder === 'url' ? 'url' : `args.${i}`];
    }),
  ];
}

/** What a text that is called a secret holds: a password may have spaces; a header names a scheme, and may carry a password. */
function saidIn(text: string, isPassword: boolean): Said[] {
  if (isPassword) return [[text, true], ...(GIVEN_OUT.test(text) ? [[text.replaceAll(' ', ''), true] as const] : [])];
  const whole: Said = [text.replace(SCHEME, ''), false];
  const [, carried] = BASIC.exec(text) ?? [];
  if (carried === undefined) return [whole];
  const said = Buffer.from(carried, 'base64').toString();
  const at = said.indexOf(':');
  const password = said.slice(at + 1);
  // A key may stand in the place of the user.
  return [whole, password === '' ? [said.slice(0, at), false] : [password, true]];
}

const cookiesIn = (text: string): Said[] =>
  text.split(';').map((one): Said => [one.slice(one.indexOf('=') + 1).trim(), false]);

const formed = (server: ServerConfig): Candidate[] =>
  textsOf(server).flatMap(({ at, text }) =>
    secretDetectors.flatMap(({ find }) =>
      find(text).map(({ start, end }): Candidate => [text.slice(start, end), true, at]),
    ),
  );

/** The values of references to a file or the keychain, and to variables that are called secrets. */
const referred = (written: ServerConfig, server: ServerConfig): Candidate[] =>
  textsOf(written).flatMap(({ at, text }): Candidate[] => {
    const [reference, ...others] = text.matchAll(REFERENCE);
    const filled = textsOf(server).find((one) => one.at === at)?.text;
    // Of several in one text nobody can tell where one ends.
    if (reference === undefined || others.length > 0 || filled === undefined) return [];
    const { 0: whole, 2: body = '', index } = reference;
    const name = body.replace(/:-.*$/, '');
    if (!/^(?:file|keychain):/.test(body) && !isSecretName(name)) return [];
    const end = filled.length - (text.length - index - whole.length);
    return [[filled.slice(index, end), PASSWORD.test(name), at]];
  });

/** Everything that a server is told at its start or with each request. */
const textsOf = ({ env, headers, args, url }: ServerConfig): { readonly at: string; readonly text: string }[] => [
  ...Object.entries(env).map(([key, text]) => ({ at: `env.${key}`, text })),
  ...Object.entries(headers).map(([key, text]) => ({ at: `headers.${key}`, text })),
  ...args.map((text, i) => ({ at: `args.${i}`, text })),
  ...(url === undefined ? [] : [{ at: 'url', text: url }]),
];
