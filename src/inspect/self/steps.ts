import { rests, type Steps } from '../../model/steps.ts';
import { nameOf } from '../shell/words.ts';
import { unwrap } from '../shell/wrappers.ts';

/** One command of a line, and the folder it starts in, if the line says so. */
export interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string | undefined;
  /** Whether it takes arguments from the output of the command before it. */
  readonly takesInput: boolean;
}

/** Puts a path as written into the form that is compared. */
export type Plain = (text: string) => string;

/** A line with more commands is unreadable and leads to a question. */
const MOST_STEPS = 1_001;
/** No path is longer. */
const LONGEST_PATH = 4_096;

const SHELL = /^(?:(?:ba|z|da|k)?sh|cmd|powershell|pwsh|eval)$/;
/** Commands that remove what they name. */
export const REMOVES = /^(?:rm|rmdir|rd|del|erase|unlink|shred|trash|srm|remove-item|ri)$/;
const MOVES = /^(?:cd|chdir|pushd|set-location|sl|push-location)$/;

const bare = (word: string): string => word.replace(/^["']+|["']+$/g, '');

/**
 * The commands of a line, each with the folder it starts in. Only a rough split: deeper nesting is left to the shell
 * grammars.
 */
export function* stepsOf(command: string, plain: Plain): Steps<readonly Step[]> {
  const steps: Step[] = [];
  let folder: string | undefined;
  let left = MOST_STEPS;
  for (const part of command.split(/[;\n|&()]/)) {
    if (left-- <= 0) break;
    if (rests(left)) yield;
    const words = part.trim().split(/\s+/).map(bare);
    while (words[0] !== undefined && /^(?:then|do|else|if|while|time|!|\{|\w+=.*)$/.test(words[0])) words.shift();
    let { at, takesInput } = unwrap(words);
    // What follows `sh -c` is a command again.
    while (SHELL.test(nameOf(words[at] ?? '')) && /^[-/][a-z]*[ckr]/i.test(words[at + 1] ?? '')) at += 2;
    const name = nameOf(words[at] ?? '');
    const args = words.slice(at + 1).filter((word) => word !== '');
    if (name === '') continue;
    if (MOVES.test(name)) {
      const to = args.findLast((arg) => !/^[-/][a-z]$/i.test(arg));
      folder = to === undefined ? plain('~') : to === '-' ? undefined : pathFrom(folder, to, plain);
      if (folder !== undefined && folder.length > LONGEST_PATH) folder = undefined;
    } else steps.push({ name, args, folder, takesInput });
  }
  return steps;
}

/** A path resolved against a folder, where that is known. */
export function pathFrom(folder: string | undefined, word: string, plain: Plain): string {
  const path = plain(word);
  return folder === undefined || /^(?:[/~$%]|[a-z]:)/i.test(path) || /^[/~$%]/.test(word)
    ? path
    : plain(`${folder}/${word}`);
}

/** The value of the first of these options, as the next word or joined to it. */
export const optionOf = (args: readonly string[], ...names: readonly string[]): string | undefined => {
  for (const [i, arg] of args.entries()) {
    const name = names.find((one) => arg.toLowerCase() === one.toLowerCase());
    if (name !== undefined) return args[i + 1];
    const hung = names.find((one) => arg.startsWith(one) && (one.length === 2 || arg[one.length] === '='));
    if (hung !== undefined) return bare(arg.slice(hung.length).replace(/^=/, ''));
  }
  return undefined;
};

/** The words of a command that are no options, in the spelling of any system. */
export const operandsIn = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => !/^-.|^\/[a-z]{1,4}$/i.test(arg));
