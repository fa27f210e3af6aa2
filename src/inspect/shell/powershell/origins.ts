import { areLeftovers } from '../../commands/leftovers.ts';
import { operandsOf, valuesOf } from '../../commands/options.ts';
import { ITSELF, LONGEST_PIPE, type Pipe, readPipe } from './filters.ts';

/**
 * Where a value comes from, if that matters to what is done with it: what a file says, what was found by going through whole
 * folders, services, or every process. `made` is what was found, and is made again by a tool.
 */
export type Origin = 'read' | 'listed' | 'services' | 'processes' | 'made';

/** What is known of where the values of variables come from. */
export interface Origins {
  get(name: string): Origin | undefined;
}

/** Signs around a value that leave it what it is: `(gc x)`, `"$(gc x)"`, `[string]$s`, `@(gci)`. */
const AROUND = /^(?:["(]|[$@]\(|&\s|\[string(?:\[\])?\]\s{0,3}){1,8}\s{0,5}/i;
const COMMAND = /^(get-[a-z]{3,30}|gc|cat|type|gci|ls|dir|gsv|gps|ps|gcim|gwmi)(?=[\s)|;]|$)([^|;)]{0,400})/i;
const MEMBER = /^\[(?:system\.)?io\.(file|directory)\]::(?:read|get|enumerate)\w{1,30}/i;
const NAME = /^\$\{?(?:(?:script|global|local|private):)?(\w{1,60})/i;
const DEEP = /\s-(?:r(?:e(?:c(?:u(?:r(?:se?)?)?)?)?)?|s|depth)(?=[\s:]|$)/i;

/** Texts in quotes that hold nothing but themselves. */
const LITERAL = String.raw`'[^'$\x60]*'|"[^"$\x60]*"`;
const LITERALS = new RegExp(String.raw`^@?\(?\s*(?:${LITERAL})(?:\s*,\s*(?:${LITERAL}))*\s*\)?\s*$`);
/** A variable and nothing else; a folder's parent, and what stands behind a folder in a path, are other things. */
const VARIABLE = new RegExp(String.raw`^["(]?\$\{?(?:\w{1,20}:)?\w{1,60}\}?(?:\.${ITSELF})?[")]?\s*$`, 'i');
export const isVariable = (text: string): boolean => VARIABLE.test(text.slice(0, LONGEST_PIPE));

/** The variable that an expression begins with, whatever it is in. */
export const variableIn = (text: string): string | undefined =>
  NAME.exec(text.slice(0, LONGEST_PIPE).trim().replace(AROUND, ''))?.[1]?.toLowerCase();

/**
 * Where the value of an expression comes from. A pipe's comes from its first part; but where a filter, or a condition around
 * its use, names what is meant, it was chosen by name.
 */
export function originOf(written: string, known: Origins, meant?: readonly string[]): Origin | undefined {
  const cut = written.slice(0, LONGEST_PIPE).trim();
  const isCut = written.length >= LONGEST_PIPE;
  if (/^@?\(?\s*['"]/.test(cut) && listsLiterals(readPipe(cut, isCut))) return 'made';
  const text = cut.replace(AROUND, '');
  const pipe = (): Pipe => readPipe(text, isCut);
  const isNamed = (): boolean => (meant ?? pipe().named) !== undefined;
  const name = NAME.exec(text)?.[1]?.toLowerCase();
  if (name !== undefined) {
    const origin = known.get(name);
    if (origin === 'made') return pipe().isKept && isVariable(pipe().first) ? origin : undefined;
    return origin === 'processes' && isNamed() ? undefined : origin;
  }
  const member = MEMBER.exec(text)?.[1]?.toLowerCase();
  if (member !== undefined) return member === 'file' ? 'read' : 'listed';
  const [, command = '', rest = ''] = COMMAND.exec(text) ?? [];
  switch (command.toLowerCase()) {
    case 'get-content':
    case 'gc':
    case 'cat':
    case 'type':
      return 'read';
    case 'get-childitem':
    case 'gci':
    case 'ls':
    case 'dir':
      return listsLeftovers(rest, pipe().named ?? meant) && pipe().isKept
        ? 'made'
        : DEEP.test(rest)
          ? 'listed'
          : undefined;
    case 'get-service':
    case 'gsv':
      return 'services';
    case 'get-process':
    case 'gps':
    case 'ps':
      return namesSome(rest) || isNamed() ? undefined : 'processes';
    case 'get-ciminstance':
    case 'get-wmiobject':
    case 'gcim':
    case 'gwmi':
      return /\bwin32_(?:system)?(?:service|driver)\b/i.test(rest)
        ? 'services'
        : /\bwin32_process\b/i.test(rest) && !/-filter\b/i.test(rest) && !isNamed()
          ? 'processes'
          : undefined;
    default:
      return undefined;
  }
}

/** Whether a pipe begins with names alone, and these are of what is made again. */
const listsLiterals = ({ first, isKept }: Pipe): boolean =>
  isKept &&
  LITERALS.test(first) &&
  areLeftovers((first.match(/'[^']*'|"[^"]*"/g) ?? []).map((one) => one.slice(1, -1)));

/** Whether processes are named. */
const namesSome = (options: string): boolean =>
  /\s["']?[\w$]/.test(options.replace(/\s-(?:ea|erroraction)[\s:]\S{1,40}/gi, '').replace(/\s-\*/g, ''));

/** The same as for `find`: what is named or filtered is made again by a tool, and lies nowhere else on the machine. */
function listsLeftovers(options: string, named: readonly string[] = []): boolean {
  const words = options
    .toLowerCase()
    .replace(/["']/g, '')
    .replace(/\s{0,5},\s{0,5}/g, ',')
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^-fi\w{0,5}$/, '-filter').replace(/^-i\w{0,6}$/, '-include'));
  const filters = [...valuesOf(words, '-filter', '-include').flatMap((value) => value.split(',')), ...named];
  const places = [
    ...operandsOf(words, ['-filter', '-include', '-path', '-exclude', '-depth']),
    ...valuesOf(words, '-path'),
  ];
  if (filters.length === 0 || places.some((place) => /^(?:[a-z]:|[\\/~$])|\.\./.test(place)))
    return areLeftovers(places.flatMap((place) => place.split(',')));
  return areLeftovers(filters);
}
