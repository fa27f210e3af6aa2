/** `sp_<kind>_<twelve>`: what replaces a secret in the record. The twelve depend on the secret alone, by a key. */
const TOKEN = /(?<![A-Za-z0-9_])sp_[a-z0-9-]{1,64}_[a-z2-7]{12}(?![A-Za-z0-9_])/g;
const BEGINNING = 'sp_';
const NAME = 12;

/** How the keys of secrets begin. */
export const SECRET_HEAD = 'secret:';

/** A token in a text, and the name of the key that its secret is filed under in memory. */
export interface SecretToken {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The key of the secret that a token stands for. */
export const secretKey = (token: string): string => SECRET_HEAD + tokenName(token);

/** What of a token depends on what it stands for, and on the key that made it. */
export const tokenName = (token: string): string => token.slice(-NAME);

/** The tokens of a text, in its order. */
export function secretTokens(text: string): readonly SecretToken[] {
  if (!text.includes(BEGINNING)) return NONE;
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    name: token.slice(-NAME),
    start: index,
    end: index + token.length,
  }));
}

/** Whether there may be tokens in what a text of JSON says. Of its letters, JSON can spell only escaped ones otherwise. */
export const mayTellTokens = (json: string): boolean => json.includes(BEGINNING) || json.includes('\\u');

const NONE: readonly SecretToken[] = Object.freeze([]);
