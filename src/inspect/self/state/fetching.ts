import { operandsIn, optionOf } from '../steps.ts';

/** Where a command puts what it fetches under names that the line does not say; an undefined folder is the one it starts in. */
export function fetchesInto(
  name: string,
  args: readonly string[],
): { readonly folder: string | undefined } | undefined {
  const has = (option: RegExp): boolean => args.some((arg) => option.test(arg));
  switch (name) {
    case 'git':
      return args.includes('clone') ? { folder: clonedInto(args.slice(args.indexOf('clone') + 1)) } : undefined;
    case 'gh':
      if (args[0] === 'repo' && args[1] === 'clone') return { folder: clonedInto(args.slice(2)) };
      return args[1] === 'download' ? { folder: optionOf(args, '-D', '--dir') } : undefined;
    case 'degit':
    case 'tiged':
      return { folder: operandsIn(args)[1] };
    case 'curl':
      return has(/^-[A-Za-z#]*J|^--remote-header-name$/) ? { folder: optionOf(args, '--output-dir') } : undefined;
    case 'wget':
      return has(/^-(?!n)[A-Za-z]*[rmi]|^--(?:content-disposition|trust-server-names|recursive|mirror|input-file)\b/)
        ? { folder: optionOf(args, '-P', '--directory-prefix') }
        : undefined;
    case 'aws':
    case 'gsutil':
    case 'rclone':
      return has(/^(?:sync|rsync|copy|--recursive|-r)$/) ? { folder: operandsIn(args).at(-1) } : undefined;
    default: {
      // What a package has at its top lies right in the target; npm keeps it in a folder of its own below its prefix.
      const target = /^(?:pip[\d.]*|uv|python[\d.]*)$/.test(name) && args.includes('install');
      const folder = target ? optionOf(args, '-t', '--target') : undefined;
      return folder === undefined ? undefined : { folder };
    }
  }
}

/** The folder that a clone is given, or else that with the name of what is cloned. */
function clonedInto(args: readonly string[]): string | undefined {
  const last = operandsIn(args).at(-1);
  const isRemote = last !== undefined && (/:\/\/|^[\w.-]+@[\w.-]+:/.test(last) || operandsIn(args).length === 1);
  return isRemote
    ? last
        .replace(/\/+$/, '')
        .replace(/\.git$/, '')
        .split(/[/:]/)
        .at(-1)
    : last;
}
