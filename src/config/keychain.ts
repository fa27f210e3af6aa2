import { execFile } from 'node:child_process';

interface Store {
  readonly place: string;
  readonly command: string;
  readonly args: (name: string) => string[];
  /** How a person puts a value there. */
  readonly put: (name: string) => string;
  readonly env?: (name: string) => Record<string, string>;
}

// The name travels in the environment: a PowerShell command line has no safe quoting.
const WINDOWS_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -Namespace Sallyport -Name Vault -MemberDefinition @'
[StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
public struct Credential { public int Flags; public int Type; public IntPtr TargetName; public IntPtr Comment;
  public long LastWritten; public int Size; public IntPtr Blob; public int Persist; public int AttributeCount;
  public IntPtr Attributes; public IntPtr TargetAlias; public IntPtr UserName; }
[DllImport("advapi32.dll", EntryPoint = "CredReadW", CharSet = CharSet.Unicode, SetLastError = true)]
public static extern bool CredRead(string target, int type, int flags, out IntPtr credential);
'@
$found = [IntPtr]::Zero
if (-not [Sallyport.Vault]::CredRead("sallyport:$env:SALLYPORT_KEYCHAIN_NAME", 1, 0, [ref]$found)) { exit 1 }
$entry = [Runtime.InteropServices.Marshal]::PtrToStructure($found, [Type][Sallyport.Vault+Credential])
[Console]::OutputEncoding = [Text.Encoding]::UTF8
[Console]::Out.Write([Runtime.InteropServices.Marshal]::PtrToStringUni($entry.Blob, $entry.Size / 2))
`;

const STORES: Readonly<Record<string, Store>> = {
  darwin: {
    place: "the login keychain (service 'sallyport')",
    command: '/usr/bin/security',
    args: (name) => ['find-generic-password', '-s', 'sallyport', '-a', name, '-w'],
    put: (name) => `security add-generic-password -s sallyport -a '${name}' -w`,
  },
  win32: {
    place: 'the Windows Credential Manager',
    command: 'powershell.exe',
    args: () => ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_SCRIPT],
    put: (name) => `cmdkey /generic:"sallyport:${name}" /user:sallyport /pass`,
    env: (name) => ({ SALLYPORT_KEYCHAIN_NAME: name }),
  },
};

const SECRET_SERVICE: Store = {
  place: "the Secret Service (service 'sallyport')",
  command: 'secret-tool',
  args: (name) => ['lookup', 'service', 'sallyport', 'account', name],
  put: (name) => `secret-tool store --label='Sallyport ${name}' service sallyport account '${name}'`,
};

/** Reads a secret from the keychain of this system. Rejects with where it was looked for and how to put it there. */
export function readKeychain(
  name: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const store = STORES[platform] ?? SECRET_SERVICE;
  const options = { env: { ...env, ...store.env?.(name) }, timeout: 20_000, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(store.command, store.args(name), options, (error, stdout) => {
      const value = stdout.replace(/\r?\n$/, '');
      if (error === null && value !== '') return resolve(value);
      const missing = error !== null && error.code === 'ENOENT';
      const why = missing
        ? `${store.command} is not installed, so ${store.place} cannot be read`
        : `not in ${store.place}`;
      reject(
        new Error(
          `"${name}" is ${why.startsWith('not') ? why : `out of reach: ${why}`}; put it there with: ${store.put(name)}`,
        ),
      );
    });
  });
}
