import { liesInProject } from '../commands/leftovers.ts';

/** Places that are harmless to read and dangerous to write. */
export const STARTUP = 'what runs by itself at a start or login';

/** What `.env` and its like hold. Projects bring a template of it, and their scripts ask whether it is there. */
export const SETTINGS = 'a file of secrets for a program';
const APPLICATION = 'credentials of an application';
const HISTORY = 'a history of commands';
/** What holds, beside secrets, what is said anywhere: the name of a project, a region, a port. */
export const MIXED: ReadonlySet<string> = new Set([STARTUP, SETTINGS, APPLICATION, HISTORY]);
const FROM_TEMPLATE = /^((?:~?\/)?(?:[\w.-]{1,80}\/){0,8}\.env)\.(?:example|sample|template|dist)$/;

/**
 * Whether a file of settings would be made of the template beside it, as a set-up begins: no secret is read. In full, as it reads
 * after `cd`, only in a project of the user's.
 */
export function isFromTemplate(from: string, to: string): boolean {
  const [, file] = FROM_TEMPLATE.exec(from.replace(/^\.\//, '')) ?? [];
  const made = to.replace(/^\.\//, '');
  return file !== undefined && liesInProject(file) && (made === file || made === `${file}.local`);
}

/**
 * Places that hold keys, passwords or the system's own settings, as regular expressions over the end or a part of a
 * path in the plain form of `form.ts` (forward slashes, lower case).
 */
const PLACES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(?:^|\/)\.ssh(?:\/|$)|(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|authorized_keys)$/, 'SSH keys'],
  [/(?:^|\/)\.aws\/(?:credentials|config)|(?:^|\/)\.aws$|(?:^|\/)\.boto$/, 'AWS credentials'],
  [
    /(?:^|\/)\.config\/gcloud(?:\/|$)|(?:^|\/)gcloud\/(?:credentials\.db|application_default_credentials\.json)|(?:^|\/)\.azure\/|(?:^|\/)\.kube\/config|(?:^|\/)\.docker\/config\.json|(?:^|\/)\.oci\//,
    'cloud credentials',
  ],
  [
    /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)*$|(?:^|\/)(?!(?:\w+[._-])?(?:example|sample|template|dist|test|tests|default|defaults|ci)\.env$)[\w-][\w.-]{0,60}\.env$/,
    SETTINGS,
  ],
  [
    /(?:^|\/)\.(?:netrc|npmrc|pypirc|git-credentials|pgpass|my\.cnf|vault-token|htpasswd|s3cfg)$|(?:^|\/)_netrc$|(?:^|\/)\.config\/(?:gh\/hosts\.yml|hub)$|(?:^|\/)\.terraform\.d\/credentials|(?:^|\/)\.gem\/credentials|(?:^|\/)\.cargo\/credentials/,
    'passwords of a tool',
  ],
  [
    /(?:^|\/)\.gnupg(?:\/|$)|\.kdbx?$|(?:^|\/)\.password-store(?:\/|$)|(?:^|\/)keychains?(?:\/|$)|(?:^|\/)\.local\/share\/keyrings(?:\/|$)/,
    'a key ring',
  ],
  [
    /^\/(?:private\/)?etc\/(?:shadow$|sudoers$|master\.passwd|ssl\/private|ssh\/ssh_host|krb5\.keytab|security\/passwd)|(?:^|\/)etc\/(?:shadow|gshadow|sudoers|passwd)(?:[-~]|\.(?:bak|old|orig|d))?(?:\/|$)/,
    "the system's accounts",
  ],
  [
    /^\/proc\/(?:self|\d+|thread-self|\*)\/(?:environ|mem|maps|cmdline|fd|root|cwd)|^\/proc\/(?:kcore|kallsyms|sysrq-trigger)|^\/dev\/k?mem$/,
    "a running program's memory or settings",
  ],
  [
    /^\/var\/run\/secrets|^\/run\/secrets|^(?!\/(?:var\/)?tmp\/)(?:.*\/)?(?:docker|containerd|crio|podman)\.sock$|(?:^|\/)serviceaccount\/token/,
    'the secrets or the socket of a container host',
  ],
  [
    /(?:^|\/)(?:google-chrome|google\/chrome|chromium|brave-browser|microsoft\/edge|bravesoftware)\/(?:.*\/)?(?:login data|cookies|local state|web data)$|(?:^|\/)(?:\.mozilla\/firefox|firefox\/profiles)(?:\/|$)|(?:^|\/)library\/cookies\//,
    'a browser profile',
  ],
  [
    /^[a-z]:\/windows\/(?:system32\/config|repair|ntds)|(?:^|\/)system32\/config\/(?:sam|system|security)|(?:^|\/)ntds\.dit$|(?:^|\/)unattend\.xml$|(?:^|\/)microsoft\/(?:credentials|protect|vault)(?:\/|$)|(?:^|\/)web\.config$/,
    "Windows' accounts or stored passwords",
  ],
  [
    /(?:^|\/)(?:\.bash_history|\.zsh_history|\.python_history|\.psql_history|\.mysql_history|consolehost_history\.txt)$/,
    HISTORY,
  ],
  [
    /(?:^|\/)(?:wp-config\.php|credentials\.json|client_secrets?\.json|service[-_]?account[\w-]*\.json|secrets?\.(?:ya?ml|json|toml)|\.git\/config|\.htaccess)$|(?:^|\/)[\w-]*private[-_]?key[\w-]*\.(?:pem|key)$/,
    APPLICATION,
  ],
  [
    /(?:^|\/)\.(?:bashrc|zshrc|profile|bash_profile|bash_login|bash_logout|zprofile|zlogin|zlogout|zshenv|xprofile|xinitrc)$|(?:^|\/)\.config\/fish\/(?:config\.fish$|conf\.d\/)|(?:^|\/)(?:microsoft\.(?:powershell|vscode)_)?profile\.ps1$/,
    STARTUP,
  ],
  [
    /^\/etc\/(?:cron|profile|ld\.so\.preload|systemd\/system|rc\.local|init\.d|pam\.d)|(?:^|\/)\.(?:config|local\/share)\/systemd\/user\/|(?:^|\/)\.config\/autostart\/|(?:^|\/)library\/launch(?:agents|daemons)\/|(?:^|\/)start menu\/programs\/startup\/|^\/var\/spool\/cron/,
    STARTUP,
  ],
  // What git and every start of Python run.
  [
    /(?:^|\/)\.git\/hooks\/[\w-]+$|(?:^|\/)(?:site|user)customize\.py$|(?:^|\/)(?:site|dist)-packages\/[^/]+\.pth$/,
    STARTUP,
  ],
];

// One quick pattern first: most paths are ordinary.
const ANY =
  /ssh|id_|keys|\.aws|boto|cloud|azure|kube|docker|oci|\.env|\.[a-z]{2,10}rc\b|netrc|git|pgpass|cnf|token|passw|cfg|\/hub|credential|gnupg|kdb|key|etc\/|proc\/|dev\/|secrets|sock\b|chrom|brave|edge|firefox|cookies|windows|system32|ntds|unattend|microsoft|web\.config|history|wp-config|service|private|htaccess|profile|zshenv|zlog|bash_log|xinit|fish|customize|\.pth\b|systemd|cron|autostart|launch|startup|hooks/;

/** Whether a text in lower case may name such a place. */
export const mayBeSensitive = (text: string): boolean => ANY.test(text);

/** What a path (in plain form) would disclose or change; undefined if it is an ordinary one. */
export function sensitivePlace(path: string): string | undefined {
  if (!mayBeSensitive(path)) return undefined;
  for (const [pattern, what] of PLACES) if (pattern.test(path)) return what;
  return undefined;
}

const SYSTEM =
  /^\/(?:etc|proc|sys|boot|(?:private\/)?var\/log|var\/(?:lib|spool|mail|apache\d?|db)|usr\/(?:local\/)?(?:apache\d?|nginx|etc)|private\/etc|system\/library)(?:\/|$)|^[a-z]:\/(?:windows|winnt|inetpub|program files(?: \(x86\))?|programdata|boot\.ini)(?:\/|$)|^\/(?:program files|inetpub|winnt)\//;

/** Logs of a web server contain what strangers sent, so a path that climbs to one may be meant to get that executed. */
const SERVER_LOGS = /(?:^|\/)(?:apache\d?|httpd|nginx|lighttpd|tomcat\d?)\/logs?\//;
const SERVER_LOG = /\/(?:access|error)[._]log$/;

/** Whether a path (in plain form) is a web server's log. */
export const isServerLog = (path: string): boolean =>
  SERVER_LOGS.test(path) || (SERVER_LOG.test(path) && /(?:^|\/)logs?\//.test(path));

/**
 * Whether a path (in plain form) belongs to the system or to a server on it, logs included: not secret, but seldom
 * changed by an agent that does honest work. Reading there is ordinary work and left to rules.
 */
export const isSystemPlace = (path: string): boolean => SYSTEM.test(path);
