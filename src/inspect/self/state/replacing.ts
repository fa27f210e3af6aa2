import { operandsIn, optionOf } from '../steps.ts';

/** Copies, each with the option by which it takes whole folders. */
const DEEP: ReadonlyMap<string, RegExp> = new Map([
  ['cp', /^(?:-[A-Za-z]*[rRa][A-Za-z]*|--recursive|--archive)$/],
  ['scp', /^-[A-Za-z]*r/],
  ['copy-item', /^-r/i],
  ['cpi', /^-r/i],
]);
/** What they take is a folder as often as a file, and no option says which. */
const TAKES = /^(?:mv|move|move-item|mi|ln)$/;
const LINKED = /^(?:symboliclink|junction)$/i;

/** What people keep in a client's folder: a copy with one of these names goes into it. */
const GOES_IN =
  /^(?:skills?|agents?|commands|rules|prompts|modes|output-styles|themes|steering|snippets|templates|workflows|memor(?:y|ies))$/i;
const FILE = /^[^.].*\.(?:mdc?|txt|json[c5]?|toml|ya?ml|[cm]?[jt]s|py|sh|ps1|log|theme|css|html)$/i;

/**
 * The folder whose place something takes if there is none yet: `cp -r kit ~/.cursor` makes a copy of `kit` with that name,
 * and all that is in it lies there. Several things at once go into a folder that is there.
 */
export function replaces(name: string, args: readonly string[]): string | undefined {
  if (name === 'new-item' || name === 'ni') return linkMade(args);
  if (!TAKES.test(name) && !args.some((arg) => DEEP.get(name)?.test(arg))) return undefined;
  const words = operandsIn(args);
  const to = optionOf(args, '-t', '--target-directory', '-Destination') ?? words.at(-1);
  const [source, ...others] = words.filter((word) => word !== to);
  if (to === undefined || source === undefined || others.length > 0) return undefined;
  return goesIn(source) ? undefined : to;
}

/** Whether a thing goes into a client's folder and never becomes it, by its name. */
export function goesIn(source: string): boolean {
  const last = source.split(/[/\\]/).findLast((step) => step !== '') ?? '';
  return GOES_IN.test(last) || FILE.test(last);
}

function linkMade(args: readonly string[]): string | undefined {
  if (!args.some((arg) => LINKED.test(arg))) return undefined;
  const [path, named] = [optionOf(args, '-Path'), optionOf(args, '-Name')];
  return path === undefined || named === undefined ? path : `${path}/${named}`;
}
