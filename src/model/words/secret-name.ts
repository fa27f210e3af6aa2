/**
 * What names of secrets have in them, as the source of a pattern for any case. The short words count where they end a name:
 * `PASS_THROUGH`, `PATH` and `PWD` say nothing of one.
 */
export const SECRET_WORDS =
  'key|token|secret|passw|passphrase|credential|(?:(?<![a-z])(?:pass|pat)|[_-]pwd)(?![a-z]|[_-][a-z])';

const MAY_BE_SECRET = new RegExp(`${SECRET_WORDS}|auth`, 'i');

/** Whether what a name stands for had better not be shown: in doubt, yes. */
export const mayNameSecret = (name: string): boolean => MAY_BE_SECRET.test(name);

/** Names that end so are those of secrets; in the middle the word says little: `TOKENIZER`, `KEYCLOAK_REALM`, `AUTH_URL`. */
const SECRET =
  /(?:key|token|secret|passw(?:or)?d|passphrase|credentials?|(?:^|[_-])(?:auth|authorization|pass|pwd|pat))(?:[_-]?v?\d{1,2})?$/i;
const OPEN = /(?:public|publishable|primary|partition|sort|cache|object|project|issue)_?(?:key|token)$/i;

/** Whether a name says of what it stands for that it is secret: in doubt, no. */
export const isSecretName = (name: string): boolean => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  return SECRET.test(words) && !OPEN.test(words);
};
