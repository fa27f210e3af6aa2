export const nameOf = (word: string): string =>
  word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');

export const isFetcher = (name: string): boolean =>
  /^(?:curl|wget|fetch|nc|ncat|netcat|iwr|irm|invoke-webrequest|invoke-restmethod|aria2c|ftp|lynx)$/.test(name);
export const isInterpreter = (name: string): boolean =>
  /^(?:(?:ba|z|da|k|c|tc|a|fi)?sh|python[\d.]*|perl|ruby|node|php|pwsh|powershell|iex|invoke-expression|source|\.|eval|osascript|cmd)$/.test(
    name,
  );
/** Commands that only run another, and how many words of their own they may have before it. */
export const isWrapper = (name: string): boolean =>
  /^(?:sudo|doas|env|nohup|time|timeout|nice|ionice|stdbuf|setsid|command|exec|builtin|busybox|xargs|watch|strace|unbuffer|chroot|parallel|caffeinate|su)$/.test(
    name,
  );

/** Below a folder that is made to be emptied. */
const SCRATCH =
  /^(?:\/(?:var\/)?tmp\/(?!\*)[\w.-]|\$\{?TMPDIR\}?\/[\w.-]|[a-z]:[\\/](?:windows[\\/])?temp[\\/][\w.-]|\$env:TE?MP[\\/][\w.-])/i;
/** Whether a command names only such folders, or something in them. */
export const isScratch = (args: readonly string[]): boolean => {
  const targets = args.filter((arg) => !arg.startsWith('-'));
  return targets.length > 0 && targets.every((arg) => SCRATCH.test(arg) && !arg.includes('..'));
};

/** Everything, or what nobody can do without: the root, a home, a system folder, a wildcard of these. */
export const EVERYTHING =
  /^(?:\/|\/\*|~\/?\*?|\.\.?\/?|\.?\/?\*|\$\{?HOME\}?\/?\*?|\/(?:bin|boot|dev|etc|home|lib\w*|opt|proc|root|sbin|srv|sys|usr|var|mnt|media|Users|System|Library|Applications)(?:\/\*?|\/[^/]+\/?\*?)?|[a-z]:[\\/]?\*?|[a-z]:[\\/](?:windows|users|program files)(?:[\\/].*)?|%\w+%[\\/]?\*?|\$env:\w+[\\/]?\*?|--no-preserve-root)$/i;
