/** A first word with one of these is a path, which may have spaces itself. */
const SEPARATOR = /[\\/]/;

/**
 * What to say of a `command` that is a whole line instead of a program; undefined for a program. `isFile` tells whether
 * there is a file of a name. Nothing beyond the first word is said again: a token may stand there.
 */
export function wholeLine(command: string, isFile: (path: string) => boolean): string | undefined {
  const [first = '', ...more] = command.trim().split(/\s+/);
  if (more.length === 0 || isFile(command) || (SEPARATOR.test(first) && !isFile(first))) return undefined;
  return `it is a whole line, and \`command\` names the program alone; leave only ${first} there, and write the rest, word by word, into \`args\``;
}
