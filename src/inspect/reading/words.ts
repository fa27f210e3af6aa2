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

/** What stands before a file in one word: curl's `@x` and `-d@x`, socat's `OPEN:x`, `fileb://x`. */
const BEFORE_FILE = /^(?:-[A-Za-z]{1,8})?@|^(?:fileb?|g?open):(?:\/\/)?/i;
/** `name@x`, as forms and HTTPie have it, where `x` is a path or has the ending of a file: else it may be somebody at a host. */
const NAMED_FILE = /^[\w.-]{1,255}@(?=[~/$%]|\.{1,2}[\w/]|.{1,255}\.(?:json|ya?ml|toml|pem|key|kdbx?|pfx|p12)$)/i;

/** The words of a command line, and the files that are held in them behind a sign or a name. */
export function namesOf(command: string): readonly string[] {
  const words = wordsOf(command);
  if (!/@|(?:fileb?|open):/i.test(command)) return words;
  const files = words.flatMap((word) => {
    const before = (BEFORE_FILE.exec(word) ?? NAMED_FILE.exec(word))?.[0];
    return before === undefined || before.length === word.length ? [] : [word.slice(before.length)];
  });
  return files.length === 0 ? words : [...words, ...files];
}
