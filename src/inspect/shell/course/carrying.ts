import { operandsOf, some, valuesOf } from '../../commands/options.ts';
import type { Course } from '../course.ts';
import type { Deed } from '../deeds.ts';

/** Where a command moves things, and what it removes with all that is in it. */
export function readMoves(name: string, args: readonly string[], deed: Deed | undefined, course: Course): void {
  const isOfGit = name === 'git' && operandsOf(args, GIT_VALUES)[0] === 'mv';
  if (MOUNTS.test(name)) course.moves.move(['/'], args.at(-1) ?? '');
  else if (name === 'mklink') course.moves.move(['/'], args.find((arg) => !arg.startsWith('/')) ?? '');
  else if (name === 'robocopy' && some(args, /^\/move?$/i)) course.moves.move(args.slice(0, 1), args[1] ?? '');
  else if (name === 'new-item' && some(args, /^-(?:target|value)$/i))
    course.moves.move(['/'], valuesOf(args, '-Path', '-Name')[0] ?? operandsOf(args, LINK_VALUES)[0] ?? '');
  else if (MOVES.test(name) || isOfGit || (name === 'rclone' && /^move(?:to)?$/.test(args[0] ?? '')))
    readMove(isOfGit ? args.slice(args.indexOf('mv') + 1) : name === 'rclone' ? args.slice(1) : args, course);
  else course.moves.lose(treesLost(name, args, deed));
}

function readMove(args: readonly string[], course: Course): void {
  // `parallel mv {} dist ::: a b`
  const listed = args.findIndex((arg) => arg.startsWith(':::'));
  const own = listed < 0 ? args : args.slice(0, listed);
  const given = valuesOf(own, '-t', '--target-directory', '-Destination').at(-1);
  const renamed = valuesOf(own, '-NewName').at(-1);
  const from = [...valuesOf(own, '-Path', '-LiteralPath'), ...operandsOf(own, MOVE_VALUES)];
  const to = given ?? renamed ?? (from.length > 1 ? from.pop() : undefined) ?? '';
  course.moves.move(from, given === undefined ? to : `${to}/`);
}
const MOVES = /^(?:g?mv|mmv|move|mi|move-item|ren|rni|rename-item)$/;
/** What lies at such a place lies elsewhere, and goes there. */
const MOUNTS = /^(?:mount(?:[._]\w{1,20})?|\w{1,20}fs)$/;
const LINK_VALUES = ['-ItemType', '-Type', '-Target', '-Value'];
const GIT_VALUES = ['-C', '-c', '--git-dir', '--work-tree'];
const MOVE_VALUES = '-t --target-directory -S --suffix -Destination -Path -LiteralPath -NewName'.split(' ');

/** What a command removes with all that is in it. */
function treesLost(name: string, args: readonly string[], deed: Deed | undefined): readonly string[] {
  if (deed?.kind === 'shell.destructive' && deed.severity === 'low') {
    if (/^(?:rimraf|del-cli)$/.test(name)) return operandsOf(args);
    if (/^(?:rsync|rclone|robocopy)$/.test(name)) return operandsOf(args).slice(-1);
  }
  if (name === 'unlink' || (LOSES_TREE.test(name) && some(args, /[*?]/))) return args;
  if (/^(?:find|fd)$/.test(name)) return deed === undefined ? [] : args.slice(0, Math.max(0, args.findIndex(isTest)));
  return LOSES_TREE.test(name) && some(args, DEEP) ? args : [];
}
const isTest = (arg: string): boolean => /^[-(!]/.test(arg);
export const LOSES_TREE = /^(?:g?rm|ri|del|rd|rmdir|erase|remove-item)$/;
const DEEP = /^-\w*r|^--recursive$|^\/s$/i;
