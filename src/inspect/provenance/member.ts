/** `item.at`, `user.id`: two names and a dot, which programs have for the member of a thing. */
const MEMBER = /^[a-z_]\w*\.[a-z]{2}$/i;
/** A line of a program: a call, a statement's end, an arrow, a comparison or an assignment. */
const CODE = /[\w\]]\([^()]{0,200}\)|[;{}]\s*$|[=-]>|[!=]==?\s|\w\s=\s|^\s*(?:import|const|let|var|return|def|class)\s/;
/** The longest line that is looked at. */
const LONGEST_LINE = 1_000;

/** Whether what looks like a host in a text is a member of a thing in a program: a host would be quoted there. */
export function isMember(text: string, start: number, end: number): boolean {
  if (!MEMBER.test(text.slice(start, end))) return false;
  if (/["'`/]/.test(text.charAt(start - 1)) || /["'`/:]/.test(text.charAt(end))) return false;
  const from = text.lastIndexOf('\n', start) + 1;
  const to = text.indexOf('\n', end);
  const line = text.slice(from, to < 0 ? undefined : to);
  return line.length <= LONGEST_LINE && CODE.test(line);
}
