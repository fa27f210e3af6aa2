import type { Kept } from '../kept-folders.ts';
import { stands } from '../step-names.ts';
import { operandsIn, optionOf } from '../steps.ts';
import type { StateReach } from './reach.ts';

/**
 * What is done to a folder that contains the state directory: `reaches` certainly touches that; `may` does so only if
 * what is unpacked there, which nobody has seen, happens to contain exactly its names. Or whose configuration may be
 * replaced that way.
 */
export type Above = 'reaches' | 'may' | Kept;

/** Unpacking right beside the state directory needs just one name to reach it; from further above, it takes more. */
export function unpacking(path: string, state: StateReach): Above | undefined {
  const aheads = state.aheadOf(path);
  return aheads.some((ahead) => ahead.length === 1) ? 'reaches' : aheads.length > 0 ? 'may' : undefined;
}

/** The names that lead from a folder above to the state directories, one step down. */
export const nextIn = (folder: string, state: StateReach): readonly string[] =>
  state.aheadOf(folder).map(([next = '']) => next);

/** Whether the thing copied has the name of such a step. */
export const isNext = (source: string, nexts: readonly string[]): boolean => {
  if (nexts.length === 0) return false;
  const step = source.slice(source.lastIndexOf('/') + 1);
  return !/^\*+$/.test(step) && nexts.some((next) => stands(step, next));
};

/** Where a command unpacks to; an undefined folder is the one it starts in. */
export function unpacksInto(
  name: string,
  args: readonly string[],
): { readonly folder: string | undefined } | undefined {
  const first = args[0] ?? '';
  switch (name) {
    case 'tar':
    case 'bsdtar':
    case 'gtar': {
      const letters = /^-/.test(first) ? args.filter((arg) => /^-[A-BD-Za-z]/.test(arg)).join('') : first;
      const isOut = /x/.test(letters) || args.some((arg) => /^--(?:extract|get)$/.test(arg));
      return isOut ? { folder: optionOf(args, '-C', '--directory') ?? lastOfBundle(args) } : undefined;
    }
    case 'unzip':
      return args.some((arg) => /^-[A-Za-z]*[lvtZp]/.test(arg)) ? undefined : { folder: optionOf(args, '-d') };
    case '7z':
    case '7za':
    case '7zz':
      return /^[xe]$/.test(first) ? { folder: optionOf(args, '-o') } : undefined;
    case 'unrar':
      return /^[xe]$/.test(first) ? { folder: args.findLast((arg) => /[/\\]$/.test(arg)) } : undefined;
    case 'expand-archive':
      return { folder: optionOf(args, '-DestinationPath', '-Destination', '-Dest') ?? operandsIn(args)[1] };
    case 'cpio':
      return args.some((arg) => /^-[a-z]*i|^--extract$/.test(arg))
        ? { folder: optionOf(args, '-D', '--directory') }
        : undefined;
    case 'jar':
      return /x/.test(first) ? { folder: optionOf(args, '-C') } : undefined;
    case 'patch':
      return args.includes('--dry-run') ? undefined : { folder: optionOf(args, '-d', '--directory') };
    case 'git':
      return args.includes('apply') ? { folder: optionOf(args, '-C', '--directory') } : undefined;
    default:
      return /^python[\d.]*$/.test(name) && args.some((arg) => /^(?:zipfile|tarfile)$/.test(arg)) && args.includes('-e')
        ? { folder: args.at(-1) }
        : undefined;
  }
}

/** `tar -xzC /b`: the last letter of a bundle takes the next word. */
const lastOfBundle = (args: readonly string[]): string | undefined =>
  args.find((_, i) => /^-[A-Za-z]+C$/.test(args[i - 1] ?? ''));
