import { isOn, operandsOf, valuesOf } from '../../commands/options.ts';

/** Where a command's output comes from, if that matters to whoever runs it: fetched, or decoded from a disguise. */
export type Feed = 'fetched' | 'decoded';

const FETCHERS =
  /^(?:curl|wget|fetch|nc|ncat|netcat|socat|iwr|irm|invoke-webrequest|invoke-restmethod|aria2c|ftp|lynx|w3m|links|https?|xh|dig|nslookup|host|resolve-dnsname|start-bitstransfer)$/;
/** A command inside a substitution that fetches or decodes. */
const FETCHED_INSIDE =
  /(?:[$<]\(|`)[^)`]{0,200}?\b(?:curl|wget|fetch|nc|ncat|socat|iwr|irm|invoke-webrequest|invoke-restmethod|lynx|downloadstring|dig)\b|^\(\s{0,5}(?:iwr|irm|curl|wget|invoke-webrequest|invoke-restmethod)\b|\.Download(?:String|Data|File)\b/i;
const DECODES =
  /\b(?:base(?:64|32)\s{1,5}(?:-\w*[dD]|--decode)|xxd\s{1,5}-\w*r|openssl\s{1,5}(?:enc|base64)|\brev\b(?![-=/.])|uudecode|frombase64string)/i;
const SUBSTITUTED = /[$<]\(|`|\(\[|FromBase64String/;

/** Feed that a substitution inside a word brings with it. */
export function feedInside(raw: string): Feed | undefined {
  if (!/[$<(`]/.test(raw)) return undefined;
  if (FETCHED_INSIDE.test(raw)) return 'fetched';
  return SUBSTITUTED.test(raw) && DECODES.test(raw) ? 'decoded' : undefined;
}

const isFile = (file: string): boolean => file !== '' && file !== '-' && !file.startsWith('/dev/');

/** The last path segment of an address: the file name used if no other is given. */
const kept = (args: readonly string[]): string[] =>
  operandsOf(args, ['-o', '-H', '-u', '-A', '-e', '-P', '-d', '-X']).flatMap((word) => {
    const name = /^(?:[a-z]+:\/\/)?[^/]+\/(?:[^?#]*\/)?([^/?#]+)(?:[?#].*)?$/i.exec(word)?.[1];
    return name === undefined ? [] : [name];
  });

/** The feed that a command prints, and the files that it fetches into. */
export function feedOf(
  name: string,
  args: readonly string[],
): { readonly feed?: Feed; readonly files: readonly string[] } {
  if (name === 'wget') {
    // `--spider` only checks whether something is there, and fetches nothing.
    if (isOn(args, '--spider') && valuesOf(args, '-e', '--execute').length === 0) return { files: [] };
    const to = [
      ...valuesOf(args, '-O', '--output-document'),
      ...args.flatMap((arg, i) => (/^-[a-zA-Z]+O$/.test(arg) ? (args[i + 1] ?? '') : [])),
    ];
    return { feed: 'fetched', files: to.length > 0 ? to.filter(isFile) : kept(args) };
  }
  if (name === 'curl') {
    const to = [
      ...valuesOf(args, '-o', '--output'),
      ...args.flatMap((arg, i) => (/^-[a-zA-Z]+o$/.test(arg) ? (args[i + 1] ?? '') : [])),
    ];
    const remote = args.some((arg) => /^(?:-[a-zA-Z]*[OJ][a-zA-Z]*|--remote-name(?:-all)?)$/.test(arg));
    return { feed: 'fetched', files: [...to.filter(isFile), ...(remote ? kept(args) : [])] };
  }
  if (/^(?:iwr|irm|invoke-webrequest|invoke-restmethod|start-bitstransfer|aria2c)$/.test(name))
    return {
      feed: 'fetched',
      files: [...valuesOf(args, '-OutFile', '-outfile', '-Destination', '-o', '--out').filter(isFile)],
    };
  if (FETCHERS.test(name)) return { feed: 'fetched', files: [] };
  if (name === 'openssl' && args[0] === 's_client') return { feed: 'fetched', files: [] };
  if ((name === 'aws' || name === 'gsutil' || name === 'gcloud') && args.at(-1) === '-' && args.includes('cp'))
    return { feed: 'fetched', files: [] };
  return DECODES.test(`${name} ${args.slice(0, 8).join(' ').slice(0, 300)}`)
    ? { feed: 'decoded', files: [] }
    : { files: [] };
}

/** A file's name as it would be run: `./x` is `x`. */
export const plainFile = (file: string): string => file.replace(/^(?:\.[\\/])+/, '');
