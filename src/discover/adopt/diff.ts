import { matches } from './matches.ts';

/** One line of what changes. */
export interface DiffLine {
  readonly kind: 'same' | 'out' | 'in' | 'gap';
  readonly text: string;
}

const CONTEXT = 3;

/** The lines that change between two texts, with some context. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const { found } = matches(old, now);
  const lines: DiffLine[] = [];
  let next = 0;
  const comeUntil = (end: number): void => {
    for (; next < end; next++) lines.push({ kind: 'in', text: now[next] as string });
  };
  old.forEach((text, i) => {
    const at = found[i] as number;
    if (at >= 0) comeUntil(at);
    lines.push({ kind: at < 0 ? 'out' : 'same', text });
    if (at >= 0) next++;
  });
  comeUntil(now.length);
  return withGaps(lines);
}

/** Line endings are shown where they are not a plain newline. */
const linesOf = (text: string): string[] => {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
};

function withGaps(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, i) => {
    if (kind === 'same') return;
    for (let at = i - CONTEXT; at <= i + CONTEXT; at++) near.add(at);
  });
  const shown: DiffLine[] = [];
  lines.forEach((line, i) => {
    if (near.has(i)) shown.push(line);
    else if (shown.at(-1)?.kind !== 'gap') shown.push({ kind: 'gap', text: '' });
  });
  return shown;
}
