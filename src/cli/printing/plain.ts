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
 * Text cut to the width of a terminal. What the terminal broke itself would go on in its first column, where a text of others
 * could pass for a line of ours; so each line that goes on is marked.
 */
export function boxed(text: string, width: number): string {
  if (width === Number.POSITIVE_INFINITY) return text;
  const most = Math.max(NARROWEST, width);
  return text
    .split('\n')
    .map((line) => boxedLine(line, most))
    .join('\n');
}

const NARROWEST = 20;
const GOES_ON = '… ';

function boxedLine(line: string, width: number): string {
  const lead = (/^ */.exec(line)?.[0] ?? '').slice(0, width / 2);
  let out = lead;
  let room = width - lead.length;
  for (const sign of line.trimStart()) {
    // Many of these are two columns wide, and none is wider.
    const taken = sign < '\u1100' ? 1 : 2;
    if (taken > room) {
      out += `\n${lead}${GOES_ON}`;
      room = width - lead.length - GOES_ON.length;
    }
    out += sign;
    room -= taken;
  }
  return out;
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
