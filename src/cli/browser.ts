import { spawn } from 'node:child_process';

type Opener = (url: string) => readonly [command: string, ...args: string[]];

const OPENERS: Readonly<Record<string, Opener>> = {
  darwin: (url) => ['/usr/bin/open', url],
  win32: (url) => ['rundll32.exe', 'url.dll,FileProtocolHandler', url],
};
const XDG: Opener = (url) => ['xdg-open', url];

/**
 * Opens a page in the person's browser, if there is one. The address is passed as one argument and no shell parses it.
 * Throws for anything but http and https.
 */
export function openBrowser(url: URL, platform: NodeJS.Platform = process.platform, env = process.env): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error(`${url.protocol} addresses are not opened`);
  const [command, ...args] = (OPENERS[platform] ?? XDG)(url.href);
  const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true, env });
  // It does not matter if there is no browser: the address was printed.
  child.on('error', () => {});
  child.unref();
}
