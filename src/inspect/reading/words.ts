const WORD = /[^\s;|&<>()`"'=,{}[\]]{2,1024}/g;
/** No command short enough to be read has more words; a file written through a command may have thousands. */
const MOST_WORDS = 12_000;

/**
 * The words of a command line, roughly: enough to find the paths and addresses in it, with quotes and escapes inside
 * words undone.
 */
export function wordsOf(command: string): readonly string[] {
  const read = command.length > 32_768 ? command.slice(0, 32_768) : command;
  // `~/.s''sh` and `~/.s\sh` are `~/.ssh` to a shell. Windows' backslashes stay: those precede more than one letter.
  const joined = read.replace(/(?<=[\w./~-])(?:''|"")(?=[\w./-])/g, '');
  const words = joined.match(WORD)?.slice(0, MOST_WORDS) ?? [];
  if (!joined.includes('\\')) return words;
  return [...words, ...(joined.replaceAll('\\', '').match(WORD)?.slice(0, MOST_WORDS) ?? [])];
}
