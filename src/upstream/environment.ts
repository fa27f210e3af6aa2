/**
 * What a server inherits of our environment: enough to find programs and a home, and nothing that holds a secret. Everything
 * else is set in the configuration, where it can be read.
 */
const INHERITED = {
  posix: ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TMPDIR', 'TZ'],
  win32: [
    'APPDATA',
    'COMSPEC',
    'HOMEDRIVE',
    'HOMEPATH',
    'LOCALAPPDATA',
    'NUMBER_OF_PROCESSORS',
    'OS',
    'PATH',
    'PATHEXT',
    'PROCESSOR_ARCHITECTURE',
    'PROGRAMDATA',
    'PROGRAMFILES',
    'PROGRAMFILES(X86)',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'TEMP',
    'TMP',
    'USERNAME',
    'USERPROFILE',
    'WINDIR',
  ],
  // Where a company's own certificates are; without them npx and uvx fail there.
  both: ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
} as const;

export type Variables = Readonly<Record<string, string>>;

/** The environment of a server: the short list of `own`, then the configured variables, then our mark. */
export function serverEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  configured: Variables,
  platform: NodeJS.Platform,
): Variables {
  const isWindows = platform === 'win32';
  const allowed = new Set<string>([...INHERITED[isWindows ? 'win32' : 'posix'], ...INHERITED.both]);
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    // Windows spells PATH as Path; shells export functions as variables that start with "()".
    const known = isWindows ? name.toUpperCase() : name;
    if (value !== undefined && allowed.has(known) && !value.startsWith('()')) env[isWindows ? known : name] = value;
  }
  for (const [name, value] of Object.entries(configured)) env[isWindows ? name.toUpperCase() : name] = value;
  // Tells a client, or another Sallyport, started below a server where it is: how many of us are above it.
  env.SALLYPORT_DOWNSTREAM = String((Number(own.SALLYPORT_DOWNSTREAM) || 0) + 1);
  return env;
}

/** What `${…}` in env, args, cwd, url and headers of a server can stand for. */
export interface Placeholders {
  readonly sessionId: string;
  readonly sessionDir: string;
  readonly workspace: string;
}

export function fillPlaceholders(text: string, values: Placeholders): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{(session\.id|session\.dir|workspace)\}/g, (_, name: string) =>
    name === 'session.id' ? values.sessionId : name === 'session.dir' ? values.sessionDir : values.workspace,
  );
}

/** Whether any of the texts differs from session to session. */
export const namesSession = (texts: readonly string[]): boolean => texts.some((text) => text.includes('${session.'));
