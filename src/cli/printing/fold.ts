import type { Screen } from '../screen.ts';

/** Colour codes, which take no room on the screen. */
const CODE = /\u001b\[[0-9;]*m/g;
const NARROWEST = 20;

const widthOf = (text: string): number => [...text.replaceAll(CODE, '')].length;

/**
 * Wraps text for a person to the width of the terminal; continuation lines are indented by two more columns. A word longer
 * than a line stays whole, so that a path can be copied. Piped output is not wrapped, unless COLUMNS is set.
 */
export function fold(text: string, { width }: Pick<Screen, 'width'>): string {
  if (width === Number.POSITIVE_INFINITY) return text;
  return text
    .split('\n')
    .map((line) => foldLine(line, Math.max(NARROWEST, width)))
    .join('\n');
}

function foldLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  const lead = /^ */.exec(line)?.[0] ?? '';
  const hang = `${lead}  `;
  const lines: string[] = [];
  let now = '';
  for (const word of line.slice(lead.length).split(' ')) {
    const room = width - (lines.length === 0 ? lead : hang).length;
    if (now !== '' && widthOf(now) + 1 + widthOf(word) > room) {
      lines.push(now);
      now = word;
    } else now = now === '' ? word : `${now} ${word}`;
  }
  return [...lines, now].map((each, i) => (i === 0 ? lead : hang) + each).join('\n');
}
