import { wordsOf } from '../reading/words.ts';
import { nameOf } from '../shell/words.ts';
import { unwrap } from '../shell/wrappers.ts';
import { REMOVES } from './steps.ts';

const VERBS = 'approve|deny|except|trust|freeze|thaw|unfreeze|erase|adopt|restore|policy|pin|lock|accept|task';
/** Options, each with or without a value. */
const OPTIONS = String.raw`\s{1,4}(?:-{1,2}[\w=./-]{1,60}\s{1,4}(?:[^\s-]\S{0,80}\s{1,4})?){0,6}`;
/** Sallyport commands by which a person makes a decision, however they are started. */
const OWN_COMMAND = new RegExp(
  String.raw`\b(?:sallyport(?:@[\w.-]{1,30})?["')\x60]{0,2}(?:[\\/][\w.\\/-]{0,80})?|cli[\\/]main\.js["']?)${OPTIONS}(?:${VERBS})\b`,
  'i',
);
/** Sallyport started through a variable or an alias, followed by one of these verbs. */
const NAMED_ELSE = new RegExp(
  String.raw`[=\s]["']?(?:[\w./~-]{0,80}/)?sallyport["']?\s{0,4}[;&\n](?:.|\n){0,200}[$\s]\w{1,30}["']?${OPTIONS}(?:${VERBS})\b`,
  'i',
);
/** Commands that only read, without redirection, pipe or second command. */
const ONLY_READS =
  /^\s{0,8}(?:cat|ls|dir|head|tail|less|more|stat|file|wc|grep|rg|jq|yq|diff|cmp|md5sum|sha256sum|type|get-content|gc|test)\b[^;|&<>`$\n]{0,2000}$/i;
/**
 * Arguments of these commands are only names and texts: in a folder called sallyport, `git add sallyport policy`
 * decides nothing.
 */
const NAMES_ONLY =
  /^\s{0,8}(?:(?:cat|ls|head|tail|stat|file|wc|sort|uniq|[ef]?grep|rg|ag|diff|cmp|cd|mkdir|touch|cp|mv|tee|echo|printf|which|type|whereis|apropos|less|more)\b|git\s{1,4}(?:add|commit|mv|rm|checkout|switch|log|show|grep|tag|branch|blame|diff|stash|notes|shortlog)\b|gh\s{1,4}(?:pr|issue|search|release)\b|(?:npm|pnpm|yarn|pip3?|brew|cargo|apt|apt-cache)\s{1,4}(?:view|info|show|search|ls|list|outdated)\b)/i;
/** With these options or signs, some of the above run what they are given. */
const RUNS_ANYWAY = /--pre\b|\s-O|--open-files|--ext-diff|\s\+!|[<>]\(|\$\(|`/;
/** Whether every command of a pipe only prints, searches or writes down what it is given. */
const onlyNames = (part: string): boolean =>
  !RUNS_ANYWAY.test(part) && part.split('|').every((one) => NAMES_ONLY.test(one));
/** Whatever ends a command or passes its output to the next. */
const PARTS = /&&|\|\||[;\n]|&(?!>)/;
/** Commands whose last word is the destination. */
const LINKS = /^(?:ln|mv|move|move-item|mklink|link|mount|junction)$/;

/** Commands that stop the running program or uninstall it. */
const ENDS =
  /\b(?:pkill|killall|taskkill|stop-process|(?:npm|pnpm|yarn|bun|brew|volta)\s[^;&|\n]{0,60}\b(?:uninstall|remove|rm|un|unlink))\s[^;&|\n]{0,120}(?<![\w/.-])sallyport(?![\w/-])/i;
const ENDS_FOUND =
  /\bkill\b[^;&|\n]{0,60}\b(?:pgrep|pidof)\s[^;&|\n]{0,60}\bsallyport\b|\b(?:pgrep|pidof)\s[^;&|\n]{0,60}\bsallyport\b[^;\n]{0,20}\|[^;\n]{0,60}\bkill\b/i;
/** `$(which sallyport)`: the place where the program is installed. */
const PLACE_OF_PROGRAM =
  /(?:\$\(|`)\s{0,4}(?:which|where|type\s-p|command\s-v|readlink\s-f)\s[^)`]{0,80}sallyport\s{0,4}[)`]/i;
/** Shell keywords that come before a command and are not commands. */
const KEYWORD = /^(?:then|do|else|elif|if|while|until|time|!|\{)$/;
/** Commands that only tell where something is. */
const SAYS = /^(?:echo|printf|readlink|realpath|dirname|basename|which|type)$/;
/** Commands that run the file given first. */
const RUNS_FILE = /^(?:node|bun|deno|npx|tsx)$/;

/** Variables that only say where a user's folders are, at the beginning of a path. */
const PLACE = /\$(?:HOME|XDG_STATE_HOME|SALLYPORT_STATE|\{(?:HOME|XDG_STATE_HOME|SALLYPORT_STATE)\})(?="?\/)/g;

export function onlyReads(command: string): boolean {
  const plain = command.includes('$') ? command.replace(PLACE, '~') : command;
  return ONLY_READS.test(plain) && !/\s--pre\b|\s\+/.test(plain);
}

/** Whether a line may contain a Sallyport command that only a person may give. */
export const answersForUs = (command: string): boolean =>
  command.split(/[;\n|&()]/).some(isVeiled) ||
  (/(?:alias|\w=|-alias)/i.test(command) && NAMED_ELSE.test(command)) ||
  (OWN_COMMAND.test(command) &&
    quotedWhole(command)
      .split(PARTS)
      .some((part) => OWN_COMMAND.test(part) && !onlyNames(part) && !onlyReads(part)));

/**
 * A newline, `;`, `&` or `|` inside quotes does not end a command: it is replaced by a space, so that the command stays
 * in one piece.
 */
export function quotedWhole(command: string): string {
  // If a quote in a comment, a here-document or another shell's quoting could be mistaken for a real one, nothing is
  // joined.
  if (!/["']/.test(command) || /#|<<|\$'|\\["']/.test(command)) return command;
  let whole = '';
  let open = '';
  let from = 0;
  for (let i = 0; i < command.length; i++) {
    const sign = command.charAt(i);
    if (open === '') open = sign === '"' || sign === "'" ? sign : '';
    else if (sign === open) open = '';
    else if (/[;&|\n]/.test(sign)) {
      whole += `${command.slice(from, i)} `;
      from = i + 1;
    }
  }
  // A quote that is never closed is not a quote.
  return open === '' ? whole + command.slice(from) : command;
}

/**
 * Whether Sallyport is started with a command that is only known when it runs: from a variable, a pattern, another line
 * or standard input.
 */
function isVeiled(part: string): boolean {
  if (!/sallyport/i.test(part)) return false;
  const words = part.trim().split(/\s+/);
  const { at, takesInput } = unwrap(words);
  if (!/^["']?sallyport["']?$/.test(nameOf(words[at] ?? ''))) return false;
  const rest = words.slice(at + 1);
  const told = rest.find((word, i) => !word.startsWith('-') && !/^--(?:config|state)$/.test(rest[i - 1] ?? ''));
  return takesInput || (told !== undefined && /[$*?\\`{[]/.test(told));
}

/** Whether a command stops or removes the program, or writes where it is installed; running it is none of these. */
export function touchesProgram(command: string, isProgram: (word: string) => boolean): boolean {
  if (ENDS.test(command) || ENDS_FOUND.test(command)) return true;
  const isPlaced = PLACE_OF_PROGRAM.test(command);
  const plain = isPlaced ? command.replace(new RegExp(PLACE_OF_PROGRAM, 'gi'), 'bin/sallyport') : command;
  if (!/sallyport/i.test(plain)) return false;
  return plain.split(/[;\n|&()]/).some((part) => {
    const [before = '', ...written] = part.split('>');
    if (written.some((one) => wordsOf(one).slice(0, 1).some(isProgram))) return true;
    if (onlyReads(before)) return false;
    const words = commandIn(before);
    if (SAYS.test(nameOf(words[0] ?? ''))) return false;
    const from = RUNS_FILE.test(nameOf(words[0] ?? '')) ? 2 : 1;
    return words.slice(from).some(isProgram);
  });
}

/** The words of a command, its name first; wrappers that only run it are left out. */
function commandIn(part: string): readonly string[] {
  const words = [...wordsOf(part)];
  while (words[0] !== undefined && (KEYWORD.test(words[0]) || /^-|^\w+=/.test(words[0]))) words.shift();
  return words.slice(unwrap(words).at);
}

/** The words that name what a command removes, moves or puts under another name. */
export function goneWith(command: string): readonly string[] {
  return command.split(/[;\n|&()]/).flatMap((part) => {
    if (part.trim() === '') return [];
    const [first = '', ...words] = commandIn(part);
    const name = nameOf(first);
    const named = words.filter((word) => !word.startsWith('-'));
    if (REMOVES.test(name)) return named;
    if (!LINKS.test(name) || (named.length === 1 && LETTER_FIRST.test(part))) return [];
    return named.slice(0, Math.max(1, named.length - 1));
  });
}
/** A name of one letter, which is no word here, as what is moved or linked; not as the value of an option. */
const LETTER_FIRST =
  /^\s*(?:\S{1,80}\s+){0,4}?(?:\S{0,80}\/)?(?:ln|mv|move|move-item|mklink|link)\s+(?:-[finsuv]{1,7}\s+){0,3}(?:(["']?)[^\s"'-]\1\s+){1,8}\S{2,1024}\s*$/;
