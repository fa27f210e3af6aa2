import { type Detector, NOTHING_SPOTTED, type Spotted } from './detector.ts';

/** Fragments are short, in UTF-16 units. Anything longer is prose or a script, and scripts are parsed by a grammar. */
const LONGEST = 2_000;
const HINT = /[;|&`$\n(]|\\[nr]|^\s{0,3}(?:wget|curl|perl|nc|ncat|reg|dir|cmd|powershell|bash)\s/i;
const COMMAND =
  '(?:/?(?:usr/)?s?bin/)?(?:id|whoami|ls|dir|cat|type|echo|ping|sleep|curl|wget|nc|ncat|perl|python3?|ruby|php|bash|sh|zsh|ifconfig|ipconfig|netstat|uname|net|netsh|reg|rm|cp|mv|chmod|nslookup|dig|touch|kill|powershell|cmd|pwd|hostname|env|printenv|tasklist|systeminfo|find|grep|head|tail|tar|base64)';
/** What may follow the name of a command. */
const END = '(?=$|[\\s;|&)`\'"\\\\<>])';

const PATTERNS: readonly (readonly [pattern: RegExp, message: string])[] = [
  // Semicolons and single ampersands occur in prose too: the rest must look like a command.
  [
    new RegExp(
      `[;&\\n]\\s{0,3}${COMMAND}(?:\\s{0,3}(?:$|[;|&)'"\`\\n]|\\\\[nr])|\\s{1,3}(?:-{1,2}[a-z0-9]|/|~|\\.{1,2}/|[A-Z]:\\\\|%\\w|\\$|https?:|\\d{1,3}(?:\\.\\d|\\s{0,3}$|\\s{0,3}&)))`,
      'im',
    ),
    'Ends a value and goes on with a command, as if it were part of a shell command.',
  ],
  [
    new RegExp(`(?:\\|{1,2}|&&)\\s{0,3}${COMMAND}${END}(?!\\s{0,3}\\|\\s)`, 'im'),
    'Ends a value and goes on with a command, as if it were part of a shell command.',
  ],
  [
    new RegExp(
      `\\$\\(\\s{0,3}\`?${COMMAND}${END}|(?:\\w|^\\W{0,3})\`${COMMAND}(?:\\s[^\`\\n]{0,200})?\`\\W{0,3}(?:$|\\w)`,
      'im',
    ),
    'Asks a shell to insert the output of a command.',
  ],
  [new RegExp(`\\\\[nr]\\s{0,3}${COMMAND}(?:$|[;|\\\\\\s])`, 'im'), 'Hides a command behind the end of a line.'],
  [
    /^\s{0,3}\$\{(?:env[.:])?[A-Z0-9_]{0,40}(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)[A-Z0-9_]{0,20}\}\s{0,3}$/m,
    'Is a placeholder for a secret in the environment.',
  ],
  [/\(\)\s{0,3}\{\s{0,3}:\s{0,2};\s{0,3}\}\s{0,3};/, 'Defines a shell function that some shells run at once.'],
  [
    /^[\s|&;:'"]{0,8}(?:eval|exec|system|passthru|shell_exec|popen|proc_open|assert)\s{0,2}\(\s{0,2}['"$]|(?:^|[\s|&;:])php(?:info|version)\(\)|\$\{@?\s{0,3}(?:print|system|exec|passthru)\s{0,2}\(|<\?php\b[^?]{0,80}(?:\$_(?:GET|POST|REQUEST)|system|exec)/im,
    'Is code that a template engine or a script interpreter would run.',
  ],
  [
    /\{\{[^}]{0,80}__\s?(?:class|globals|mro|subclasses|builtins|import)\s?__|\{\{[^}]{0,40}__\s{0,2}(?:class|base)/im,
    'Is an expression that reaches from a template into the program.',
  ],
  [
    /^\s{0,3}(?:(?:wget|curl)\s{1,3}(?:-\S{1,20}\s{1,3}){0,4}https?:\/\/\S{1,500}\s{0,3}$|perl\s{1,3}-e\s|nc(?:at)?\s{1,3}-\w|reg\s{1,3}(?:add|delete)\s|dir\s{1,3}[a-z]:\\|(?:ba)?sh\s{1,3}-c\s|powershell\s{1,3}-\w|cmd(?:\.exe)?\s{1,3}\/c\s)/im,
    'Is a command, where no command belongs.',
  ],
];

function find(text: string): readonly Spotted[] {
  if (text.length < 3 || text.length > LONGEST || !HINT.test(text)) return NOTHING_SPOTTED;
  for (const [pattern, message] of PATTERNS) {
    const hit = pattern.exec(text);
    if (hit !== null)
      return [
        { kind: 'shell.injection', severity: 'medium', start: hit.index, end: hit.index + hit[0].length, message },
      ];
  }
  return NOTHING_SPOTTED;
}

/** A value that would break out of its place in a command line, a template or a script and be executed. */
export const shellFragments: Detector = {
  name: 'shell-fragments',
  kinds: ['shell.injection'],
  maturity: 'sandbox',
  sees: [
    { text: 'host.example; cat /srv/list', kind: 'shell.injection' },
    { text: '8.8.8.8 && whoami', kind: 'shell.injection' },
    { text: 'a | id', kind: 'shell.injection' },
    { text: 'name$(curl -s http://there.example)', kind: 'shell.injection' },
    { text: '() { :; }; echo there', kind: 'shell.injection' },
    { text: "system('ls')", kind: 'shell.injection' },
    { text: '${env.SERVICE_API_KEY}', kind: 'shell.injection' },
    { text: 'bash -c "true"', kind: 'shell.injection' },
  ],
  ignores: [
    'The price is $5 && shipping is free; see ../terms for details.',
    'Read it; type your name below.',
    'Tom & Cat House',
    'a;b;c',
    '| id | name |\n| --- | --- |',
    'R&D budget 2025',
    'use `id` as the key of every row that holds a name',
    'curl and wget compared',
    'https://example.org/?a=1&id=2&type=3',
    'evaluate(x) and exec time',
    'Salt & Pepper',
  ],
  find,
};
