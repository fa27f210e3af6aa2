import { type Deed, destructive } from './shell-deeds.ts';
import type { SyntaxNode } from './shell-node.ts';

export const FORGETS: Deed = destructive('Removes the history of commands.');

/** Settings by which a shell keeps no history. */
const KEEPS_NONE = /\b(?:HISTFILE=(?:["']{2}|["']?\/dev\/null|\s|$)|(?:HISTSIZE|HISTFILESIZE|SAVEHIST)=["']?0\b)/;
/** What `unset` knows: with any other option it says so and does nothing; with `-f` it forgets functions. */
const UNSETS = /^unset(?:\s+-[vnm]+)*\s+(?:--\s+)?(?!-)(?:.*\s)?["']?HIST(?:FILE|SIZE|FILESIZE)\b/;

/** What a line does to a shell's memory of commands: `clears` what it has, `writes` that to the file, or `forgets` for good. */
export type Memory = 'clears' | 'writes' | 'forgets';

export function memoryOf(name: string, args: readonly string[]): readonly Memory[] {
  if (name === 'history') {
    // The history of fish is its file.
    if (/^(?:clear|delete)$/.test(args[0] ?? '')) return ['forgets'];
    const letters = args.filter((arg) => /^-[a-z]+/.test(arg)).join('');
    return [
      ...(/[cd]/.test(letters) ? (['clears'] as const) : []),
      ...(/w/.test(letters) ? (['writes'] as const) : []),
    ];
  }
  if (name === 'clear-history') return ['clears'];
  return name === 'set' && args.join(' ').includes('+o history') ? ['clears'] : [];
}

/** The same of a node that sets or unsets variables. */
export function memoryOfSetting({ type, text }: SyntaxNode): readonly Memory[] {
  const is = type === 'unset_command' ? UNSETS.test(text) : text.length < 4096 && KEEPS_NONE.test(text);
  return is ? ['clears'] : [];
}

const MOST_PARENTS = 60;
const OTHERS = /^(?:subshell|command_substitution|process_substitution)$/;

/**
 * Whether a node runs in the shell that reads the script, whose state it can change: not in brackets, a substitution or the
 * background, and in no part of a pipe but the last, which some shells run themselves.
 */
export function isShellsOwn(node: SyntaxNode): boolean {
  let here = node;
  for (let i = 0; i < MOST_PARENTS; i++) {
    if (here.nextSibling?.type === '&') return false;
    const parent = here.parent;
    if (parent === undefined || parent === null) return true;
    if (OTHERS.test(parent.type)) return false;
    if (parent.type === 'pipeline' && here.nextSibling !== null && here.nextSibling !== undefined) return false;
    here = parent;
  }
  return true;
}
