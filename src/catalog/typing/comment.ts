import { UNSHOWN } from '../../model/text/unshown.ts';

const MOST = 400;

/** A server's words, safe inside a comment: nothing in them ends it or is hidden. */
export function commentText(text: string): string {
  const shown = text
    .slice(0, MOST * 2)
    .replace(UNSHOWN, '')
    .replaceAll('*/', '* /')
    .trim();
  return shown.length > MOST ? `${shown.slice(0, MOST - 1).replace(/[\ud800-\udbff]$/, '')}…` : shown;
}

/** A comment above a declaration, at its indentation. */
export function comment(text: string, indent: string): string {
  const lines = commentText(text).split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}
