import { REFERENCE } from '../config/reference.ts';
import { isOwnCopy } from './own-copy.ts';
import { baseName, programOf } from './program.ts';

/** What is started, or spoken to. */
export interface Launch {
  readonly command?: string | undefined;
  readonly args?: readonly string[] | undefined;
  readonly url?: string | undefined;
}

/** What a secret is covered with. */
export const COVER = '[hidden]';

/** What a server is recognised by. A secret in plain text and a reference to it are the same. */
export function launchKey({ command, args = [], url }: Launch): string {
  const alike = (text: string): string => text.replace(REFERENCE, COVER);
  if (url !== undefined) return `url ${alike(urlKey(url))}`;
  const program = programOf([command ?? '', ...args]);
  const isNamed = program?.kind === 'package' || program?.kind === 'image' || program?.kind === 'module';
  const words = isNamed ? [program.kind, program.name, ...program.args] : [baseName(command ?? ''), ...args];
  return `run ${JSON.stringify(words.map(alike))}`;
}

/** Every name of this machine is one. */
function urlKey(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const host = loopbackPort(text) === undefined ? url.host : `localhost:${loopbackPort(text)}`;
  return `${url.protocol}//${host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

/** The port of an address that leads to this machine. */
export function loopbackPort(text: string): number | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** What Sallyport is known by on this machine. Handed in by app. */
export interface Ourselves {
  /** Whole paths of programs that are us: `dist/cli/main.js` of this installation, and links to it. */
  readonly programs: readonly string[];
  /** Where we serve over HTTP. */
  readonly urls: readonly string[];
}

const OUR_NAME = /^(?:.*[\\/])?sallyport(?:@[^\\/]*|\.cmd|\.exe)?$/i;
const OUR_SCRIPT = /(?:^|[\\/])sallyport[\\/]dist[\\/]cli[\\/]main\.js$/i;

/** Whether a command or an address is Sallyport itself. What an entry is called proves nothing. */
export function isOurselves(launch: Launch, { programs, urls }: Ourselves): boolean {
  if (launch.url !== undefined) return urls.some((url) => launchKey({ url }) === launchKey(launch));
  const words = [launch.command ?? '', ...(launch.args ?? [])];
  const serves = words.indexOf('serve');
  return words
    .slice(0, serves < 0 ? undefined : serves)
    .some((word) => OUR_NAME.test(word) || OUR_SCRIPT.test(word) || programs.includes(word) || isOwnCopy(word));
}
