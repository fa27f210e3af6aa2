/** Encloses, within a value, what is not known and stays as written: `$1` in `A=$1/x`. */
export const [UNKNOWN, END_UNKNOWN] = ['\ue000', '\ue001'];
export const unknown = (raw: string): string => UNKNOWN + raw + END_UNKNOWN;
/** What nothing is known of at all. */
export const SOMETHING = unknown('$unknown');
/** The folder that the script begins in. */
export const START = unknown('$PWD');
/** What prints the folder of the script, or that of the project around it; in both, what a build made is the project's own. */
const OWN_FOLDER =
  /^["']?(?:\$\(|`)\s{0,9}(?:dirname (?:-- )?"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?|git rev-parse --show-toplevel)\s{0,9}(?:2>\s?\/dev\/null\s{0,9})?(?:\|\| (?:pwd|echo \.)\s{0,9})?[)`]["']?$/;
export const printsOwnFolder = (word: string): boolean => OWN_FOLDER.test(word);
export const isKnown = (value: string): boolean => !value.includes(UNKNOWN);

/** An expansion as written between its braces: `${A:-x}` is of `A`, with the operator `:-` and `x` behind it. */
export interface Expansion {
  readonly name: string;
  /** `${!A}`: the variable that `A` names. */
  readonly isIndirect: boolean;
  /** `@` or `*` for all of a list, or a number. */
  readonly index: string | undefined;
  readonly operator: string;
  readonly rest: string;
}

const WRITTEN =
  /^\$(?:(\w+|[@*])|\{(!?)(\w+|[@*])(?:\[([@*]|\d{1,3})\])?(?:(:?[-=+?]|%%?|##?|\/\/?|\^\^?|,,?|:)([\s\S]*))?\})$/;

/** Undefined for what only the shell knows, such as `$#`, `$$` and lengths. */
export function readExpansion(text: string): Expansion | undefined {
  const found = WRITTEN.exec(text);
  if (found === null) return undefined;
  const [, simple, indirect, name = '', index, operator = '', rest = ''] = found;
  return { name: simple ?? name, isIndirect: indirect === '!', index, operator, rest };
}

/** A value as an operator changes it; undefined where that takes more than is read here. */
export function changed(value: string, operator: string, rest: string): string | undefined {
  if (operator === '' || /^:?[-=+?]$/.test(operator)) return value;
  if (!isKnown(value) || /[$`"'\\?[\]]/.test(rest)) return undefined;
  switch (operator) {
    case '#':
    case '##':
      return withoutStart(value, rest, operator === '##');
    case '%':
    case '%%':
      return withoutEnd(value, rest, operator === '%%');
    case '/':
    case '//': {
      const [from = '', to = ''] = rest.split('/');
      if (from === '' || from.includes('*')) return undefined;
      return operator === '//' ? value.replaceAll(from, () => to) : value.replace(from, () => to);
    }
    case '^^':
      return rest === '' ? value.toUpperCase() : undefined;
    case ',,':
      return rest === '' ? value.toLowerCase() : undefined;
    case '^':
      return rest === '' ? value.charAt(0).toUpperCase() + value.slice(1) : undefined;
    case ',':
      return rest === '' ? value.charAt(0).toLowerCase() + value.slice(1) : undefined;
    default: {
      const [, from, length] = /^\s?(-?\d{1,4})(?::(\d{1,4}))?$/.exec(rest) ?? [];
      if (from === undefined) return undefined;
      const tail = value.slice(Number(from));
      return length === undefined ? tail : tail.slice(0, Number(length));
    }
  }
}

/** Both sides of the only `*` in a pattern; one side for a pattern without any. */
const sidesOf = (pattern: string): readonly string[] | undefined => {
  const sides = pattern.split('*');
  return sides.length <= 2 ? sides : undefined;
};

function withoutStart(value: string, pattern: string, isLongest: boolean): string | undefined {
  const sides = sidesOf(pattern);
  if (sides === undefined) return undefined;
  const [before = '', after] = sides;
  if (!value.startsWith(before)) return value;
  if (after === undefined) return value.slice(before.length);
  const at = isLongest ? value.lastIndexOf(after) : value.indexOf(after, before.length);
  return at < before.length ? value : value.slice(at + after.length);
}

function withoutEnd(value: string, pattern: string, isLongest: boolean): string | undefined {
  const sides = sidesOf(pattern);
  if (sides === undefined) return undefined;
  const [before = '', after] = sides;
  if (after === undefined) return value.endsWith(before) ? value.slice(0, value.length - before.length) : value;
  if (!value.endsWith(after)) return value;
  const upTo = value.slice(0, value.length - after.length);
  const at = isLongest ? upTo.indexOf(before) : upTo.lastIndexOf(before);
  return at < 0 ? value : value.slice(0, at);
}

/** What parts the words of a value: blanks, and what \`IFS\` has where it was set; undefined where nobody knows what that is. */
export function gapsOf(separators: string | undefined): RegExp | undefined {
  if (separators === undefined) return BLANKS;
  return isKnown(separators) ? new RegExp(`[\\s${separators.replace(/[\]\\^-]/g, '\\$&')}]+`) : undefined;
}
const BLANKS = /\s+/;
