import { hash } from 'node:crypto';
import { afterSpace, afterString, afterValue } from './scan.ts';

/**
 * The canonical form of JSON text: members sorted by name (UTF-16 units), no space, strings in `JSON.stringify`'s
 * spelling, numbers as they were written (1.0 and 1 differ, 2^53 + 1 keeps its last digit). Takes text that
 * `parseStrict` accepted.
 */
export function canonicalText(text: string): string {
  return canonicalAt(text, afterSpace(text, 0)).form;
}

function canonicalAt(text: string, at: number): { form: string; end: number } {
  const first = text[at];
  if (first === '"') {
    const end = afterString(text, at);
    return { form: canonicalString(text.slice(at, end)), end };
  }
  if (first !== '{' && first !== '[') {
    const end = afterValue(text, at);
    return { form: text.slice(at, end), end };
  }
  const isList = first === '[';
  const parts: { key: string; form: string }[] = [];
  let i = afterSpace(text, at + 1);
  while (text[i] !== ']' && text[i] !== '}') {
    let key = '';
    if (!isList) {
      const keyEnd = afterString(text, i);
      key = canonicalString(text.slice(i, keyEnd));
      i = afterSpace(text, afterSpace(text, keyEnd) + 1);
    }
    const { form, end } = canonicalAt(text, i);
    parts.push({ key, form });
    i = afterSpace(text, end);
    if (text[i] === ',') i = afterSpace(text, i + 1);
  }
  if (isList) return { form: `[${parts.map((part) => part.form).join(',')}]`, end: i + 1 };
  parts.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { form: `{${parts.map((part) => `${part.key}:${part.form}`).join(',')}}`, end: i + 1 };
}

/** A string has many spellings ("A", "\u0041"); `JSON.stringify`'s is the one. Without escapes there is only one. */
const canonicalString = (raw: string): string => (raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw);

/** SHA-256 of text, in base64url (43 characters). */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');
