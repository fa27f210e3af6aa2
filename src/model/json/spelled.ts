import { afterString } from '../text/scan.ts';

/**
 * JSON text with its letters themselves in place of escapes that JSON does not need, and no space between its parts: a person who
 * is to say yes must be able to read what a word is, and find it, whoever wrote it. Numbers are as they were.
 */
export function spelled(text: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', from)) {
    const end = afterString(text, at);
    const string = text.slice(at, end);
    out += unspaced(text.slice(from, at)) + (string.includes('\\') ? JSON.stringify(JSON.parse(string)) : string);
    from = end;
  }
  return out + unspaced(text.slice(from));
}

const unspaced = (between: string): string => between.replace(/\s+/g, '');
