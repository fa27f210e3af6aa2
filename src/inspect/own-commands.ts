import { nameOf } from './shell-words.ts';
import { isWrapper } from './shell-wrappers.ts';
import { wordsOf } from './words.ts';

const VERBS = 'approve|deny|except|trust|freeze|thaw|unfreeze|erase|adopt|restore|policy|pin|lock|accept|task';
/** Options, each with a value or without. */
const OPTIONS = String.raw`\s{1,4}(?:-{1,2}[\w=./-]{1,60}\s{1,4}(?:[^\s-]\S{0,80}\s{1,4})?){0,6}`;
/** Commands by which a person answers for Sallyport, in whatever way they are started. */
const OWN_COMMAND = new RegExp(
  String.raw`\b(?:sallyport(?:@[\w.-]{1,30})?["')\x60]{0,2}(?:[\\/][\w.\\/-]{0,80})?|cli[\\/]main\.js["']?)${OPTIONS}(?:${VERBS})\b`,
  'i',
);
/** The program in a variable or under another name, and what it is told to do. */
const NAMED_ELSE = new RegExp(
  String.raw`[=\s]["']?(?:[\w./~-]{0,80}/)?sallyport["']?\s{0,4}[;&\n](?:.|\n){0,200}[$\s]\w{1,30}["']?${OPTIONS}(?:${VERBS})\b`,
  'i',
);
/** Commands that only read, without redirection, pipe or a second command. */
const ONLY_READS =
  /^\s{0,8}(?:cat|ls|dir|head|tail|less|more|stat|file|wc|grep|rg|jq|yq|diff|cmp|md5sum|sha256sum|type|get-content|gc|test)\b[^;|&<>`$\n]{0,2000}$/i;
/** Words behind these are names and texts: in a folder called sallyport, `git add sallyport policy` answers for nothing. */
const NAMES_ONLY =
  /^\s{0,8}(?:(?:cat|ls|head|tail|stat|file|wc|grep|rg|diff|cmp|cd|mkdir|touch|cp|mv)\b|git\s{1,4}(?:add|commit|mv|rm|checkout|switch)\b)(?!.*--pre\b)[^|<>`$]{0,4000}$/i;
/** What ends a command, or hands what it printed to another. */
const PARTS = /&&|\|\||[;\n]|&(?!>)/;
const REMOVES = /^(?:rm|rmdir|rd|del|erase|unlink|shred|trash|srm|remove-item|ri)$/;
/** The last of their words is where it goes. */
const LINKS = /^(?:ln|mv|move|move-item|mklink|link|mount|junction)$/;

export const onlyReads = (command: string): boolean => ONLY_READS.test(command) && !/\s--pre\b|\s\+/.test(command);

/** Whether a command could be one of ours that only a person may give. */
export const answersForUs = (command: string): boolean =>
  (/(?:alias|\w=|-alias)/i.test(command) && NAMED_ELSE.test(command)) ||
  (OWN_COMMAND.test(command) &&
    command.split(PARTS).some((part) => OWN_COMMAND.test(part) && !NAMES_ONLY.test(part) && !onlyReads(part)));

/** The words for what a command takes away, moves, or puts under another name. */
export function goneWith(command: string): readonly string[] {
  return command.split(/[;\n|&()]/).flatMap((part) => {
    const words = [...wordsOf(part)];
    while (words[0] !== undefined && (isWrapper(nameOf(words[0])) || /^-|^\w+=/.test(words[0]))) words.shift();
    const name = nameOf(words.shift() ?? '');
    const named = words.filter((word) => !word.startsWith('-'));
    if (REMOVES.test(name)) return named;
    return LINKS.test(name) ? named.slice(0, Math.max(1, named.length - 1)) : [];
  });
}
