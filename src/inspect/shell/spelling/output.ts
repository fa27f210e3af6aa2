import { nameOf } from '../words.ts';
import { isKnown } from './expansion.ts';

/** The text as `printf` and `echo -e` print it, escapes resolved. */
export const written = (text: string): string =>
  text.includes('\\')
    ? text
        .replace(/\\x([0-9a-f]{1,2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/\\0?([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
        .replace(/\\([nt])/g, (_, sign: string) => (sign === 'n' ? '\n' : '\t'))
    : text;

/** What a command prints that only prints or converts what it is given; undefined for any other. */
export function outputOf(words: readonly string[], input: string | undefined): string | undefined {
  const [first = '', ...args] = words;
  const name = nameOf(first);
  // Converting a part of what is unknown says nothing.
  if (!/^(?:echo|printf|cat)$/.test(name) && !isKnown(args.join('') + (input ?? ''))) return undefined;
  switch (name) {
    case 'echo': {
      const from = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
      const said = from < 0 ? '' : args.slice(from).join(' ');
      return args.slice(0, Math.max(from, 0)).some((arg) => arg.includes('e')) ? written(said) : said;
    }
    case 'printf':
      return args[0]?.startsWith('-') === false ? printed(args[0], args.slice(1)) : undefined;
    case 'cat':
      return args.length === 0 ? input : undefined;
    case 'rev':
      return args.length === 0 && input !== undefined ? [...input].reverse().join('') : undefined;
    case 'base64':
      return args.length === 1 && /^(?:-[dD]|--decode)$/.test(args[0] ?? '') ? decoded(input, 'base64') : undefined;
    case 'xxd':
      return /^(?:-r -p|-p -r|-rp|-pr)$/.test(args.join(' ')) ? decoded(input, 'hex') : undefined;
    case 'dirname':
      return args.length === 1 ? folderOf(args[0] ?? '') : undefined;
    case 'basename':
      return args.length === 1 ? lastOf(args[0] ?? '') : undefined;
    case 'mktemp':
      return madeAnew(args);
    case 'seq':
      return args.every((arg) => /^-?\d{1,6}$/.test(arg)) ? counted(args.map(Number)) : undefined;
    default:
      return undefined;
  }
}

/** More numbers than a variable may have values are as good as unknown. */
const MOST_COUNTED = 64;

/** `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST` */
export function counted(numbers: readonly number[]): string | undefined {
  const [last, first = 1] = numbers.length < 2 ? numbers : [numbers.at(-1), numbers[0]];
  const step = numbers.length === 3 ? (numbers[1] ?? 0) : 1;
  if (last === undefined || numbers.length > 3 || step === 0) return undefined;
  const count = Math.floor((last - first) / step) + 1;
  return count <= MOST_COUNTED
    ? Array.from({ length: Math.max(count, 0) }, (_, i) => first + i * step).join('\n')
    : undefined;
}

/**
 * What `mktemp` makes, right below the folder of temporary files. Where it might make nothing, nothing is said: what is
 * behind an empty name begins at the root.
 */
function madeAnew(args: readonly string[]): string | undefined {
  const options = args.filter((arg) => arg.startsWith('-'));
  const [name, ...more] = args.filter((arg) => !arg.startsWith('-'));
  if (more.length > 0 || !options.every((option) => /^(?:-[dqt]{1,3}|--directory|--quiet|--tmpdir)$/.test(option)))
    return undefined;
  const isBelow = options.some((option) => /^-\w*t|^--tmpdir$/.test(option));
  if (name === undefined) return isBelow ? undefined : '/tmp/tmp.XXXXXXXXXX';
  const place = isBelow ? `/tmp/${name}` : name;
  return /^\/tmp\/[\w.-]{0,60}XXX$/.test(place) ? place : undefined;
}

const ROOT = /^\/+$/;
const folderOf = (path: string): string => {
  if (ROOT.test(path)) return '/';
  const at = path.replace(/\/+$/, '').lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, Math.max(at, 1));
};
const lastOf = (path: string): string => (ROOT.test(path) ? '/' : (path.replace(/\/+$/, '').split('/').at(-1) ?? ''));

/** A format with its `%s` filled in; undefined for any other conversion. */
function printed(format: string, values: readonly string[]): string | undefined {
  let next = 0;
  const filled = written(format).replace(/%[sb%]/g, (sign) => (sign === '%%' ? '%' : (values[next++] ?? '')));
  if (format.replace(/%[sb%]/g, '').includes('%')) return undefined;
  return next === 0 || next >= values.length ? filled : `${filled}${values.slice(next).join('')}`;
}

function decoded(input: string | undefined, coding: 'base64' | 'hex'): string | undefined {
  const text = input?.replace(/\s/g, '') ?? '';
  const isCoded = coding === 'hex' ? /^(?:[0-9a-f]{2})+$/i.test(text) : /^[A-Za-z0-9+/]{4,}={0,2}$/.test(text);
  if (!isCoded) return undefined;
  const plain = Buffer.from(text, coding).toString('utf8');
  return /[\0-\x08\x0e-\x1f\ufffd]/.test(plain) ? undefined : plain;
}
