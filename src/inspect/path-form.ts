import { decodings } from '../model/decode.ts';

const PATH_LIKE =
  /^(?:file:\/\/|~|%[a-z]|\$\{?[A-Z]|\.{1,2}(?:[\\/]|$)|[\\/]|[A-Za-z]:[\\/]|[\w.@%+-]{1,255}[\\/])|^\.[A-Za-z][\w.-]{0,80}$|^[\w-]{1,80}\.(?:json|ya?ml|toml|env|pem|key|db|sqlite|cfg|conf|ini|kdbx?|pfx|p12)$|\.\.|%2e|%c0|\0/i;
/** One of these is in every such text; a word or a number has none. */
const SIGN = /[/\\.~%$\0]/;
const HOME = /^(?:~(?=$|[\\/])|\$\{?HOME\}?|%USERPROFILE%|%HOMEDRIVE%%HOMEPATH%|\$env:USERPROFILE)/i;

/** Whether a text could be a path: short, one line, and shaped like one. */
export const isPathLike = (text: string): boolean =>
  text.length > 1 &&
  text.length <= 4096 &&
  SIGN.test(text) &&
  !text.includes('\n') &&
  !/^[a-z][a-z0-9+.-]{2,20}:\/\/(?!\/)/i.test(text) &&
  PATH_LIKE.test(text);

/** A path in one form: forward slashes, `~` and its relatives written out, `.` and `..` resolved as far as they go. */
export interface PathForm {
  /** Lower case: a protected file is not less protected where case does not count. */
  readonly path: string;
  readonly isAbsolute: boolean;
  /** How many levels it climbs above where it starts, and how many times it says `..`. */
  readonly climbs: number;
  readonly dots: number;
  /** Whether it said so only after decoding. */
  readonly isEncoded: boolean;
  /** Absolute and left its first folder by `..`. */
  readonly leavesTop: boolean;
}

function formOf(text: string, home: string, isEncoded: boolean): PathForm {
  let plain = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^file:\/\/(?:localhost)?/i, '')
    .replaceAll('\\', '/');
  plain = plain.replace(HOME, home.replaceAll('\\', '/')).replace(/^\/([a-z]:\/)/i, '$1');
  // `//?/` and `//./` are Windows' ways past its own checks; behind them stands the same path.
  plain = plain.replace(/^\/\/[?.]\/(?:UNC\/)?/i, '').toLowerCase();
  const isAbsolute = /^(?:\/|[a-z]:\/)/.test(plain);
  const kept: string[] = [];
  let climbs = 0;
  let dots = 0;
  let leavesTop = false;
  for (const raw of plain.split('/')) {
    // Windows drops dots and spaces at the end of a name, and reads a stream's name off it.
    const step = raw === '.' || raw === '..' ? raw : raw.replace(/(?<=[^.\s])[. ]+$/, '').replace(/::\$data$/, '');
    if (step === '' || step === '.') continue;
    if (!/^\.{2,}(?:;.*)?$/.test(step)) {
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

/** The forms of a path, as it is written and as it reads after decoding; the last is the plainest. */
export function pathForms(text: string, home: string): readonly PathForm[] {
  const texts = [...decodings(text)];
  const plain = texts.at(-1) ?? text;
  // `0x2e0x2e/` and `\.\./` are what some servers make `../` of; nobody honest writes either.
  if (/0x(?:2e|2f|5c)/i.test(plain))
    texts.push(plain.replace(/0x2e/gi, '.').replace(/0x2f/gi, '/').replace(/0x5c/gi, '\\'));
  else if (plain.includes('\\/')) texts.push(plain.replace(/\\(?=[./])/g, ''));
  return texts.map((one, i) => formOf(one, home, i > 0));
}

/** Whether a path is a folder or stands in it. Both in `path` form. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || (path.startsWith(folder) && (folder.endsWith('/') || path.charCodeAt(folder.length) === 47));

/** A configured path in the form that paths of calls are compared in. */
export const plainPath = (path: string, home: string): string => formOf(path, home, false).path;
