/** Characters that editors and models would obey or not show. */
const UNSHOWN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;
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
export function comment(text: string, indent = ''): string {
  const lines = commentText(text).split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}
