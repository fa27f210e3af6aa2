import { afterString } from '../../model/text/scan.ts';
import { visible } from '../../model/text/unshown.ts';

/** Text with hidden characters made visible. Newlines and tabs stay. */
export const plain = visible;

/** The same on one line, cut to `most` characters. */
export function plainLine(text: string, most = Number.POSITIVE_INFINITY): string {
  const line = plain(text).replace(/\s+/g, ' ').trim();
  const characters = [...line.slice(0, most * 2 + 2)];
  return characters.length > most ? `${characters.slice(0, Math.max(0, most - 1)).join('')}…` : line;
}

/**
 * JSON over several lines, with numbers and strings as they were written: this exact text is what a person approves.
 */
export function indentJson(text: string): string {
  let out = '';
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '"') {
      const end = afterString(text, i);
      out += text.slice(i, end);
      i = end - 1;
    } else if (character === '{' || character === '[') {
      const closing = /^\s*[}\]]/.exec(text.slice(i + 1, i + 50));
      if (closing !== null) {
        out += character + closing[0].trim();
        i += closing[0].length;
      } else {
        depth++;
        out += character + line();
      }
    } else if (character === '}' || character === ']') {
      depth = Math.max(0, depth - 1);
      out += line() + character;
    } else if (character === ',') out += `,${line()}`;
    else if (character === ':') out += ': ';
    else if (!/\s/.test(character)) out += character;
  }
  return out;
}
