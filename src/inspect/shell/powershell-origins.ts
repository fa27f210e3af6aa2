import { areLeftovers } from '../commands/leftovers.ts';
import { operandsOf, valuesOf } from '../commands/options.ts';
import { LONGEST_PIPE, namedIn } from './powershell-filters.ts';

/**
 * Where a value comes from, if that matters to what is done with it: what a file says, what was found by going through whole
 * folders, services, or every process. `made` is what was found, and is made again by a tool.
 */
export type Origin = 'read' | 'listed' | 'services' | 'processes' | 'made';

/** What is known of where the values of variables come from. */
export type Origins = ReadonlyMap<string, Origin>;

/** Signs around a value that leave it what it is: `(gc x)`, `"$(gc x)"`, `[string]$s`, `@(gci)`. */
const AROUND = /^(?:["(]|[$@]\(|&\s|\[string(?:\[\])?\]\s{0,3}){1,8}\s{0,5}/i;
const COMMAND = /^(get-[a-z]{3,30}|gc|cat|type|gci|ls|dir|gsv|gps|ps|gcim|gwmi)(?=[\s)|;]|$)([^|;)]{0,400})/i;
const MEMBER = /^\[(?:system\.)?io\.(file|directory)\]::(?:read|get|enumerate)\w{1,30}/i;
const NAME = /^\$\{?(?:(?:script|global|local|private):)?(\w{1,60})/i;
const DEEP = /\s-(?:r(?:e(?:c(?:u(?:r(?:se?)?)?)?)?)?|s|depth)(?=[\s:]|$)/i;

/** Where the value of an expression comes from; that of a pipe is what it begins with, unless its filters name what is meant. */
export function originOf(written: string, known: Origins): Origin | undefined {
  const text = written.slice(0, LONGEST_PIPE).trim().replace(AROUND, '');
  const named = (): readonly string[] | undefined => namedIn(text, written.length >= LONGEST_PIPE);
  const name = NAME.exec(text)?.[1]?.toLowerCase();
  if (name !== undefined) {
    const origin = known.get(name);
    return origin === 'processes' && named() !== undefined ? undefined : origin;
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
      return listsLeftovers(rest, named()) ? 'made' : DEEP.test(rest) ? 'listed' : undefined;
    case 'get-service':
    case 'gsv':
      return 'services';
    case 'get-process':
    case 'gps':
    case 'ps':
      return namesSome(rest) || named() !== undefined ? undefined : 'processes';
    case 'get-ciminstance':
    case 'get-wmiobject':
    case 'gcim':
    case 'gwmi':
      return /\bwin32_(?:system)?(?:service|driver)\b/i.test(rest)
        ? 'services'
        : /\bwin32_process\b/i.test(rest) && !/-filter\b/i.test(rest) && named() === undefined
          ? 'processes'
          : undefined;
    default:
      return undefined;
  }
}

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

/** The name and the value of an assignment or of a loop over values; none where it is neither. */
export function givenBy(text: string): readonly [name: string, value: string] | undefined {
  const [, assigned, looped, value = ''] =
    /^(?:(?:\[[\w.[\]]{1,40}\])?\$(?:\w{1,20}:)?(\w{1,60})\s{0,20}\+?=|foreach\s{0,5}\(\s{0,5}\$(\w{1,60})\s{1,5}in\s)\s{0,20}([\s\S]{0,1000})/i.exec(
      text.slice(0, 1_200),
    ) ?? [];
  const name = assigned ?? looped;
  return name === undefined ? undefined : [name.toLowerCase(), value];
}
