import { decodings } from '../../model/text/decode.ts';

const BEGINS =
  /^(?:file:\/\/|~|%[a-z]|\$\{?[A-Z]|\.{1,2}(?:[\\/]|$)|[\\/]|[A-Za-z]:[\\/]|[\w.@%+-]{1,255}[\\/]|\.[A-Za-z][\w.-]{0,80}$|[\w-]{1,80}\.(?:json|ya?ml|toml|env|pem|key|db|sqlite|cfg|conf|ini|kdbx?|pfx|p12)$)/i;
/** What only somebody who climbs has in a path, wherever it stands. */
const CLIMBS = /\.\.|%2e|%c0|\0/i;
/** Every path-like text has one of these; a plain word or a number has none. */
const SIGN = /[/\\.~%$\0]/;
const HOME = /^(?:~(?=$|[\\/])|\$\{?HOME\}?|%USERPROFILE%|%HOMEDRIVE%%HOMEPATH%|\$env:USERPROFILE)/i;

/** Whether a text could be a path: short, on one line, and shaped like one. */
export const isPathLike = (text: string): boolean =>
  text.length > 1 &&
  text.length <= 4096 &&
  SIGN.test(text) &&
  !text.includes('\n') &&
  !/^[a-z][a-z0-9+.-]{2,20}:\/\/(?!\/)/i.test(text) &&
  (BEGINS.test(text) || CLIMBS.test(text));

/** A path in one normal form: forward slashes, `~` and its variants expanded, `.` and `..` resolved as far as possible. */
export interface PathForm {
  /** In lower case: a protected file needs no less protection on a file system that ignores case. */
  readonly path: string;
  readonly isAbsolute: boolean;
  /** How many levels it climbs above its start, and how many times it contains `..`. */
  readonly climbs: number;
  readonly dots: number;
  /** Whether this form appeared only after decoding. */
  readonly isEncoded: boolean;
  /** Whether it is absolute and left its first folder through `..`. */
  readonly leavesTop: boolean;
}

function formOf(text: string, home: string, isEncoded: boolean): PathForm {
  let plain = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^file:\/\/(?:localhost)?/i, '')
    .replaceAll('\\', '/');
  plain = plain.replace(HOME, home.replaceAll('\\', '/')).replace(/^\/([a-z]:\/)/i, '$1');
  // `//?/` and `//./` make Windows skip its own checks; the same path follows them.
  plain = plain.replace(/^\/\/[?.]\/(?:UNC\/)?/i, '').toLowerCase();
  const isAbsolute = /^(?:\/|[a-z]:\/)/.test(plain);
  const kept: string[] = [];
  let climbs = 0;
  let dots = 0;
  let leavesTop = false;
  const steps = plain.split('/');
  for (const [i, raw] of steps.entries()) {
    // Windows drops dots and spaces at the end of a name, and `::$DATA` names the file itself.
    const step = raw === '.' || raw === '..' ? raw : raw.replace(/(?<=[^.\s])[. ]+$/, '').replace(/::\$data$/, '');
    if (step === '' || step === '.') continue;
    // `src/...` at an end stands for all below, as build tools and version control write it.
    if (!/^\.{2,}(?:;.*)?$/.test(step) || (raw === '...' && i > 0 && i === steps.length - 1)) {
      kept.push(step);
      continue;
    }
    dots++;
    if (kept.length === 0) climbs++;
    else {
      if (kept.length === 1) leavesTop = true;
      kept.pop();
    }
  }
  return {
    path: `${plain.startsWith('/') ? '/' : ''}${kept.join('/')}`,
    isAbsolute,
    climbs,
    dots,
    isEncoded,
    leavesTop,
  };
}

/** The forms of a path: as written and after each decoding; the last is the plainest. */
export function pathForms(text: string, home: string): readonly PathForm[] {
  const texts = [...decodings(text)];
  const plain = texts.at(-1) ?? text;
  // Some servers turn `0x2e0x2e/` and `\.\./` into `../../`; nobody writes either for an honest reason.
  if (/0x(?:2e|2f|5c)/i.test(plain))
    texts.push(plain.replace(/0x2e/gi, '.').replace(/0x2f/gi, '/').replace(/0x5c/gi, '\\'));
  else if (plain.includes('\\/')) texts.push(plain.replace(/\\(?=[./])/g, ''));
  return texts.map((one, i) => formOf(one, home, i > 0));
}

/** Whether a path is a folder or inside it. Both in `path` form. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || (path.startsWith(folder) && (folder.endsWith('/') || path.charCodeAt(folder.length) === 47));

/** A configured path in the form in which paths of calls are compared. */
export const plainPath = (path: string, home: string): string => formOf(path, home, false).path;
