/** True of most servers that are run from a registry. */
export const NEWEST = 'takes the newest version of a package each time it starts';

/** What a person should not overlook in a command. */
const RISKS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\b(?:sudo|doas|runas)\b/, 'runs with another user’s rights'],
  [/\brm\s+-\w*[rf]|\bdel\s+\/|Remove-Item/i, 'deletes files'],
  [/\b(?:curl|wget|iwr|Invoke-WebRequest)\b/i, 'fetches from the network'],
  [
    /\|\s*(?:sh|bash|zsh|node|python3?|iex)\b|\b(?:bash|sh|zsh|cmd|powershell|pwsh)(?:\.exe)?\s+(?:-\w*c\b|\/c)/i,
    'runs text as a program',
  ],
  [
    /(?:~|\/home\/[^/\s]+|\/Users\/[^/\s]+|\$HOME)?\/?\.(?:ssh|aws|gnupg|kube|config\/gcloud)\b/,
    'names a folder of keys',
  ],
  [/(?:^|[\s/\\])(?:npx|uvx|bunx|pnpx)(?:\.cmd|\.exe)?\s(?!.*@\d)/, NEWEST],
  [/--(?:privileged|network[= ]host)|docker\.sock/, 'gives a container the machine'],
];

/** One phrase for each part of a command line that deserves a second look. */
export const risksOf = (commandLine: string): string[] =>
  RISKS.filter(([pattern]) => pattern.test(commandLine)).map(([, what]) => what);
