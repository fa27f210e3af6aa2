export const nameOf = (word: string): string =>
  word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');

/** A path inside a temporary folder. After a list, a brace or a variable, the path may lead anywhere. */
const SCRATCH =
  /^(?:\/(?:var\/)?tmp\/(?!\*)[\w.-]|\$\{?TMPDIR\}?\/[\w.-]|[a-z]:[\\/](?:windows[\\/])?te?mp[\\/][\w.-]|(?:\$env:te?mp|%te?mp%)[\\/][\w.-]|[a-z]:[\\/]users[\\/][\w.-]{1,60}[\\/]appdata[\\/]local[\\/]temp[\\/][\w.-])[^$`{,]*$/i;
/** Whether a command names only such folders, or things in them. */
export const isScratch = (args: readonly string[]): boolean => {
  const targets = args.filter((arg) => !arg.startsWith('-'));
  return targets.length > 0 && targets.every((arg) => SCRATCH.test(arg) && !arg.includes('..'));
};

/** Everything, or something indispensable: the root, a home, a system folder, or a wildcard of these. */
export const EVERYTHING =
  /^(?:\/|\/\*|~\/?\*?|\.\.?\/?|(?:\.{0,2}\/)?\*|\$\{?HOME\}?\/?\*?|\/(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|sbin|srv|sys|usr|var|mnt|media|Users|System|Library|Applications)(?:\/\*?|\/[^/]+\/?\*?)?|[a-z]:[\\/]?\*?|[a-z]:[\\/](?:windows|program files(?: \(x86\))?|programdata)(?:[\\/].*)?|[a-z]:[\\/]users(?:[\\/][^\\/]*)?[\\/]?\*?|%\w+%[\\/]?\*?|\$env:\w+[\\/]?\*?|--no-preserve-root)$/i;

/** Commands of the shell that change what others mean, in ways that are not followed. */
const CHANGES =
  /^(?:\.|alias|bind|builtin|coproc|declare|dirs|emulate|enable|eval|exec|fc|getopts|hash|history|let|local|mapfile|read|readarray|readonly|setopt|shift|shopt|source|typeset|unalias|unset|unsetopt|vared)$/;
export const changesMeaning = (name: string): boolean => CHANGES.test(name);

/** Joins separate words into one command line, quoting those that a shell would split. */
export const joined = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./~*{}$-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
