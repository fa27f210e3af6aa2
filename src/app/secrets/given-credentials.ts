import { REFERENCE } from '../../config/reference.ts';
import { credentialsOf } from '../../discover/credentials.ts';
import { looksSecret } from '../../inspect/detectors/assignments.ts';
import type { GivenCredential } from '../../inspect/secrets/given.ts';
import { secretDetectors } from '../../inspect/secrets.ts';
import type { Configuration } from '../settings.ts';

type Server = Configuration['config']['servers'][string];

/** Of a longer value so much decides whether it is a secret; and one beyond this is no credential, but a file. */
const TELLING = 200;
const LONGEST = 4_096;
/** What people think of first when they need a password. */
const GUESSABLE = /^[A-Za-z]*[-_.@!]?\d{0,6}[!.]?$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Names that end so are those of secrets; in the middle the word says little: `TOKENIZER`, `KEYCLOAK_REALM`, `AUTH_URL`. */
const SECRET =
  /(?:key|token|secret|passw(?:or)?d|passphrase|credentials?|(?:^|[_-])(?:auth|authorization|pass|pwd|pat))(?:[_-]?v?\d{1,2})?$/i;
const OPEN = /(?:public|publishable|primary|partition|sort|cache)_?key$/i;
const PASSWORD = /pass|pwd/i;
/** What stands before the credential in a header. */
const SCHEME = /^\w+ +/;

const isSecretName = (name: string): boolean => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  return SECRET.test(words) && !OPEN.test(words);
};

/** Whether a value is found nowhere by chance: a mode, a port, a path, a host or a name of somebody's is. */
const isUnique = (value: string, isPassword: boolean): boolean =>
  value.length <= LONGEST &&
  !/\s/.test(value) &&
  !GUESSABLE.test(value) &&
  (UUID.test(value) || looksSecret(value.slice(0, TELLING), isPassword));

/** What a configured server proves itself with to others: by its name, by its form, or because it is kept where secrets are. */
export function credentialsGiven({ config, loaded }: Pick<Configuration, 'config' | 'loaded'>): GivenCredential[] {
  return Object.entries(config.servers).flatMap(([server, given]) => {
    const written = loaded.config.servers[server];
    const values = [...named(given), ...formed(given), ...(written === undefined ? [] : referred(written, given))];
    return values.filter(([value, isPassword]) => isUnique(value, isPassword)).map(([value]) => ({ server, value }));
  });
}

/** A value that may be a credential, and whether it is called a password: those are shorter than keys. */
type Candidate = readonly [value: string, isPassword: boolean];

function named(server: Server): Candidate[] {
  const { env, headers, args, url, auth } = server;
  const texts = [...Object.entries(env), ...Object.entries(headers)].filter(([name]) => isSecretName(name));
  const found = credentialsOf({ args, url, env: {}, headers: {} }).filter(
    ({ at, name }) => at[0] === 'url' || isSecretName(name),
  );
  return [
    [auth?.oauth.clientSecret ?? '', false],
    ...texts.map(([name, text]): Candidate => [text.replace(SCHEME, ''), PASSWORD.test(name)]),
    ...found.map(({ at: [holder, i], name, span }): Candidate => {
      const text = holder === 'url' ? url : args[Number(i)];
      return [text?.slice(...span) ?? '', PASSWORD.test(name)];
    }),
  ];
}

const formed = (server: Server): Candidate[] =>
  textsOf(server).flatMap(({ text }) =>
    secretDetectors.flatMap(({ find }) =>
      find(text).map(({ start, end }): Candidate => [text.slice(start, end), true]),
    ),
  );

/** The values of references to a file or the keychain, and to variables that are called secrets. */
const referred = (written: Server, server: Server): Candidate[] =>
  textsOf(written).flatMap(({ at, text }): Candidate[] => {
    const [reference, ...others] = text.matchAll(REFERENCE);
    const filled = textsOf(server).find((one) => one.at === at)?.text;
    // Of several in one text nobody can tell where one ends.
    if (reference === undefined || others.length > 0 || filled === undefined) return [];
    const { 0: whole, 2: body = '', index } = reference;
    const name = body.replace(/:-.*$/, '');
    if (!/^(?:file|keychain):/.test(body) && !isSecretName(name)) return [];
    const end = filled.length - (text.length - index - whole.length);
    return [[filled.slice(index, end), PASSWORD.test(name)]];
  });

/** Everything that a server is told at its start or with each request. */
const textsOf = ({ env, headers, args, url }: Server): { readonly at: string; readonly text: string }[] => [
  ...Object.entries(env).map(([key, text]) => ({ at: `env/${key}`, text })),
  ...Object.entries(headers).map(([key, text]) => ({ at: `headers/${key}`, text })),
  ...args.map((text, i) => ({ at: `args/${i}`, text })),
  ...(url === undefined ? [] : [{ at: 'url/', text: url }]),
];
