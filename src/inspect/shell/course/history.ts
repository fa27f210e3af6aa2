import { type Deed, destructive } from '../deeds.ts';
import type { SyntaxNode } from '../node.ts';

export const FORGETS: Deed = destructive('Removes the history of commands.');

/** Assignments that stop a shell from keeping a history. */
const KEEPS_NONE = /\b(?:HISTFILE=(?:["']{2}|["']?\/dev\/null|\s|$)|(?:HISTSIZE|HISTFILESIZE|SAVEHIST)=["']?0\b)/;
/** `unset` with any option not listed here fails and does nothing; with `-f` it removes functions. */
const UNSETS = /^unset(?:\s+-[vnm]+)*\s+(?:--\s+)?(?!-)(?:.*\s)?["']?HIST(?:FILE|SIZE|FILESIZE)\b/;

/** What a line does to a shell's history: `clears` it in memory, `writes` that to its file, or `forgets` it for good. */
export type Memory = 'clears' | 'writes' | 'forgets';

export function memoryOf(name: string, args: readonly string[]): readonly Memory[] {
  if (name === 'history') {
    // fish has no history apart from its file.
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

/** The same for a node that sets or unsets variables. */
export function memoryOfSetting({ type, text }: SyntaxNode): readonly Memory[] {
  const is = type === 'unset_command' ? UNSETS.test(text) : text.length < 4096 && KEEPS_NONE.test(text);
  return is ? ['clears'] : [];
}

const MOST_PARENTS = 60;
const OTHERS = /^(?:subshell|command_substitution|process_substitution)$/;

/**
 * Whether a node runs in the shell that reads the script, and so can change that shell's state: not in a subshell, a
 * substitution or the background, and in a pipe only as the last part, which some shells run themselves.
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
