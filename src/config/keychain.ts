import { type ChildProcess, type ExecFileException, type ExecFileOptions, execFile } from 'node:child_process';

interface Store {
  readonly place: string;
  readonly command: string;
  readonly args: (name: string) => string[];
  /** How a person puts a secret there. */
  readonly put: (name: string) => string;
  readonly env?: (name: string) => Record<string, string>;
  /** How we put one there: the value goes through stdin, as the text that `input` makes of it. */
  readonly write: {
    readonly args: (name: string) => string[];
    readonly input: (name: string, value: string) => string;
  };
}

/** How a script for PowerShell comes by a function of the Credential Manager; texts are read and written as other types. */
const vaultScript = (text: 'IntPtr' | 'string', entry: string, declared: string): string => `
$ErrorActionPreference = 'Stop'
Add-Type -Namespace Sallyport -Name Vault -MemberDefinition @'
[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
public struct Credential { public int Flags; public int Type; public ${text} TargetName; public ${text} Comment;
  public long LastWritten; public int Size; public IntPtr Blob; public int Persist; public int AttributeCount;
  public IntPtr Attributes; public ${text} TargetAlias; public ${text} UserName; }
[DllImport("advapi32.dll", EntryPoint = "${entry}", CharSet = CharSet.Unicode, SetLastError = true)]
public static extern bool ${declared};
'@
`;

// The name travels in the environment: there is no safe quoting on a PowerShell command line.
const WINDOWS_SCRIPT = `${vaultScript('IntPtr', 'CredReadW', 'CredRead(string target, int type, int flags, out IntPtr credential)')}\
$found = [IntPtr]::Zero
if (-not [Sallyport.Vault]::CredRead("sallyport:$env:SALLYPORT_KEYCHAIN_NAME", 1, 0, [ref]$found)) { exit 1 }
$entry = [Runtime.InteropServices.Marshal]::PtrToStructure($found, [Type][Sallyport.Vault+Credential])
[Console]::OutputEncoding = [Text.Encoding]::UTF8
[Console]::Out.Write([Runtime.InteropServices.Marshal]::PtrToStringUni($entry.Blob, $entry.Size / 2))
`;

// Both travel outside the command line, which every process of this user can read.
const WINDOWS_WRITE = `${vaultScript('string', 'CredWriteW', 'CredWrite(ref Credential credential, int flags)')}\
$value = [Console]::In.ReadToEnd()
$entry = New-Object Sallyport.Vault+Credential
$entry.Type = 1; $entry.Persist = 2; $entry.UserName = 'sallyport'
$entry.TargetName = "sallyport:$env:SALLYPORT_KEYCHAIN_NAME"
$entry.Size = $value.Length * 2
$entry.Blob = [Runtime.InteropServices.Marshal]::StringToCoTaskMemUni($value)
if (-not [Sallyport.Vault]::CredWrite([ref]$entry, 0)) { exit 1 }
`;

const STORES: Readonly<Record<string, Store>> = {
  darwin: {
    place: "the login keychain (service 'sallyport')",
    command: '/usr/bin/security',
    args: (name) => ['find-generic-password', '-s', 'sallyport', '-a', name, '-w'],
    put: (name) => `security add-generic-password -s sallyport -a '${name}' -w`,
    write: {
      args: () => ['-i'],
      input: (name, value) => `add-generic-password -U -s sallyport -a ${name} -w ${value}\n`,
    },
  },
  win32: {
    place: 'the Windows Credential Manager',
    command: 'powershell.exe',
    args: () => ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_SCRIPT],
    put: (name) => `cmdkey /generic:"sallyport:${name}" /user:sallyport /pass`,
    env: (name) => ({ SALLYPORT_KEYCHAIN_NAME: name }),
    write: { args: () => ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_WRITE], input: (_name, value) => value },
  },
};

const SECRET_SERVICE: Store = {
  place: "the Secret Service (service 'sallyport')",
  command: 'secret-tool',
  args: (name) => ['lookup', 'service', 'sallyport', 'account', name],
  put: (name) => `secret-tool store --label='Sallyport ${name}' service sallyport account '${name}'`,
  write: {
    args: (name) => ['store', `--label=Sallyport ${name}`, 'service', 'sallyport', 'account', name],
    input: (_name, value) => value,
  },
};

const optionsOf = (store: Store, name: string, env: NodeJS.ProcessEnv) => ({
  env: { ...env, ...store.env?.(name) },
  timeout: 20_000,
  windowsHide: true,
});

/** Reads a secret from the keychain of this system. Rejects with where it was looked for and how to put it there. */
export function readKeychain(
  name: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const store = STORES[platform] ?? SECRET_SERVICE;
  return new Promise((resolve, reject) => {
    run(store.command, store.args(name), optionsOf(store, name, env), (error, stdout) => {
      const value = stdout.replace(/\r?\n$/, '');
      if (error === null && value !== '') return resolve(value);
      const isMissing = error?.code === 'ENOENT' || error?.code === 'ENOTDIR';
      const why = isMissing
        ? `out of reach: ${store.command} is not installed, so ${store.place} cannot be read`
        : `not in ${store.place}`;
      reject(new Error(`"${name}" is ${why}; put it there with: ${store.put(name)}`));
    });
  });
}

/** Whether a keychain exists and answers without asking a person. Reads no secret. */
export function keychainAnswers(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform === 'win32') return Promise.resolve(true);
  const [command, args] =
    platform === 'darwin'
      ? [STORES.darwin?.command ?? '', ['show-keychain-info']]
      : [SECRET_SERVICE.command, SECRET_SERVICE.args('sallyport-probe')];
  return new Promise((resolve) => {
    // Without a service to ask, or with a locked keychain, the programs report an error; for an unknown name they do not.
    run(command, args, { env, timeout: 5_000 }, (error, _, stderr) => {
      if (platform === 'darwin') resolve(error === null);
      else resolve((error === null || error.code === 1) && stderr.trim() === '');
    });
  });
}

/** Whether a keychain can hold a value whole. `security` splits at blanks and quotes; PowerShell misreads what is not ASCII. */
export function keychainHolds(value: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'darwin') return /^[\w.~+/=:@%,-]+$/.test(value);
  return platform === 'win32' ? /^[!-~]+$/.test(value) : /^[^\0-\x1f\x7f]+$/.test(value);
}

/**
 * Puts a secret into the keychain of this system, replacing one of that name. Names are limited to letters, digits, `-` and
 * `_`, and values to what it holds whole, so that nothing has to be quoted. Rejects where that failed.
 */
export function writeKeychain(
  name: string,
  value: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const store = STORES[platform] ?? SECRET_SERVICE;
  if (!PLAIN.test(name) || !keychainHolds(value, platform))
    return Promise.reject(
      new Error(`"${name}" cannot be put into ${store.place}, which takes no such signs; keep it in a file`),
    );
  return new Promise((resolve, reject) => {
    const child = run(store.command, store.write.args(name), optionsOf(store, name, env), (error) => {
      // What the program prints could repeat what it was given.
      if (error === null) resolve();
      else reject(new Error(`"${name}" could not be put into ${store.place}; unlock it, or keep it in a file`));
    });
    child?.stdin?.on('error', () => {});
    child?.stdin?.end(store.write.input(name, value));
  });
}

const PLAIN = /^[A-Za-z0-9_-]+$/;

type Done = (error: ExecFileException | null, stdout: string, stderr: string) => void;

/** Runs a keychain's program. Most of why one cannot be started is told to `done`; the rest, as a PATH that is a file, is thrown. */
function run(file: string, args: readonly string[], options: ExecFileOptions, done: Done): ChildProcess | undefined {
  try {
    return execFile(file, args, { ...options, encoding: 'utf8' }, done);
  } catch (error) {
    done(error as ExecFileException, '', '');
    return undefined;
  }
}
