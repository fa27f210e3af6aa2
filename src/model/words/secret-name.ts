/** Names that end so are those of secrets; in the middle the word says little: `TOKENIZER`, `KEYCLOAK_REALM`, `AUTH_URL`. */
const SECRET =
  /(?:key|token|secret|passw(?:or)?d|passphrase|credentials?|(?:^|[_-])(?:auth|authorization|pass|pwd|pat))(?:[_-]?v?\d{1,2})?$/i;
const OPEN = /(?:public|publishable|primary|partition|sort|cache|object|project|issue)_?(?:key|token)$/i;

/** Whether a name says of what it stands for that it is secret. */
export const isSecretName = (name: string): boolean => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  return SECRET.test(words) && !OPEN.test(words);
};
