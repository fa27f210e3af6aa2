/**
 * Shannon entropy of a text in bits per character: 0 for one repeated letter, about 5.5 for 60 characters of random
 * base64.
 */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const PLACEHOLDER =
  /x{4,}|\*{3,}|\.{3,}|example|placeholder|change-?_?me|replace-?_?me|redacted|dummy|your[-_ ]|[-_]here\b|insert[-_]|<[^>]{0,40}>|\$\{|\{\{|%\(|\$\(|process\.env|os\.environ|getenv|(.)\1{7,}|0123456789|1234567890|abcdefgh/i;

/** Whether a text is a placeholder for a secret that will be filled in later: `${KEY}`, `xxxx`, `your-key-here`. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text.length > 400 ? text.slice(0, 400) : text);
