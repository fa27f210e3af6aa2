import { isAnything, stands } from '../step-names.ts';

/** What a state directory contains. A folder that merely has the same name does not matter until one of these follows. */
export const STATE_PARTS: readonly string[] = [
  'journal',
  'approvals',
  'sessions',
  'clients',
  'frozen',
  'tasks',
  'keys',
  'tokens',
  'credentials',
  'adoptions',
  'locks',
  'trust.json',
  'discovery.json',
];
/** The parts that hold keys and secrets; a pattern or a recursive search may find them too. */
const SHUT =
  /(?:^|[\s/\\"'=])(?:keys|credentials|adoptions)(?![\w.-])|(?<!\/(?:journal|approvals|sessions|clients|frozen|tasks|tokens))\/[^\s/]*[*?[{]|\s(?:-[a-z]*r[a-z]*|--recursive)(?=\s)/i;

/** Whether a text that reaches the state directory may be about its keys and secrets. */
export const namesSecrets = (text: string): boolean => SHUT.test(text);

/** The parts that tell what other sessions sent, received, asked for and were told. */
const OTHERS = /(?:^|[\s/\\"'=])(?:journal|approvals|tasks)(?![\w.-])/i;
/** Commands that tell names, sizes and hashes, and nothing of what is in a file. */
const LISTS = /^\s{0,8}(?:ls|dir|stat|file|wc|test|md5sum|sha256sum)\b/i;

/** Whether a text that reaches the state directory would read what other sessions did. */
export const namesOthers = (text: string, isCommand: boolean): boolean =>
  OTHERS.test(text) && !(isCommand && LISTS.test(text));

/** Names of the files in each part: a repository may well have a folder `journal` with code in it. */
const FORMS: readonly (readonly [part: string, name: RegExp])[] = [
  ['journal', /\.(?:jsonl|lease)$/],
  ['approvals', /\.(?:verdict|spent|hold)$/],
  ['frozen', /^\w+\.[\da-f*]+\.json$/],
  ['tokens', /^[\da-f*]{2,}\.json$/],
  ['tasks', /^[\w*-]+\.[\w*-]+\.json$/],
  ['keys', /^(?:token|checkpoint|\*)\.(?:key|\*)$/],
  ['adoptions', /\.json$/],
];

/** Whether the steps below a folder called sallyport name a file that only Sallyport writes. */
export const isOwnFile = (steps: readonly string[]): boolean => {
  const [part = '', ...rest] = steps;
  if (rest.length === 0) return part === 'trust.json' || part === 'discovery.json';
  return FORMS.some(([name, form]) => stands(part, name) && form.test(rest.at(-1) ?? ''));
};

export const isPart = (step: string | undefined): boolean =>
  step !== undefined && !isAnything(step) && STATE_PARTS.some((part) => stands(step, part));
