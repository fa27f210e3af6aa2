import { type Deed, givesShell, network } from '../shell/deeds.ts';
import type { Program } from '../shell/program.ts';
import { EVERYTHING } from '../shell/words.ts';
import { has, type Judge, operandsOf, some } from './options.ts';

const sendsHome = network('Sends a whole home folder, or hidden files in it, to another machine.', 'high');
const sendsFolder = network('Sends the whole working folder to another machine.', 'medium');
const sendsSettings = network('Sends environment variables, which often hold secrets.', 'high');

/** A home folder, a settings folder in it, or something wider. */
const HOME =
  /^(?:~|\$\{?HOME\}?|\/(?:home|Users)\/[\w.-]{1,60}|\/root|[a-z]:[\\/]Users[\\/][\w.-]{1,60}|\$env:USERPROFILE|%USERPROFILE%)[\\/]?(?:\*|\.[\w-]+[\\/]?\*?)?$/i;
const HERE = /^(?:\.{1,2}[\\/]?|\.?[\\/]?\*|\$\{?PWD\}?[\\/]?|\$\(pwd\)|%CD%)$/i;
const REMOTE = /^(?:s3|gs|az|abfss?|b2|r2|oss|cos|swift):\/\/|^https?:\/\/|^[\w.@-]{2,}:(?![\\/]{2})/i;

/** What sending these sources means, by how much they cover. */
function width(sources: readonly string[]): Deed | undefined {
  if (sources.some((source) => !HERE.test(source) && (HOME.test(source) || EVERYTHING.test(source)))) return sendsHome;
  return some(sources, HERE) ? sendsFolder : undefined;
}

/** A copy from this machine to a remote one: sources first, destination last. Copies from a remote place are ignored. */
export function outward(words: readonly string[]): Deed | undefined {
  const to = words.at(-1) ?? '';
  if (words.length < 2 || !REMOTE.test(to)) return undefined;
  return width(words.slice(0, -1).filter((source) => !REMOTE.test(source)));
}

const VALUED =
  '--acl --exclude --include --storage-class --region --profile --endpoint-url --content-type --cache-control --sse -e --rsh -i -P -o -F -J -l -c --config --transfers --filter --account-name --account-key'.split(
    ' ',
  );

/** A tool whose arguments are a verb followed by paths. */
const storage =
  (verbs: RegExp, dry: readonly string[]): Judge =>
  (args) => {
    const words = operandsOf(args, VALUED);
    const at = words.findIndex((word) => verbs.test(word));
    return at < 0 || at > 2 || has(args, '', ...dry) ? undefined : outward(words.slice(at + 1));
  };

const azure: Judge = (args) => {
  const words = operandsOf(args, VALUED);
  if (words[0] !== 'storage' || !some(words.slice(1, 3), /^(?:upload|upload-batch|copy)$/)) return undefined;
  const from = args.flatMap((arg, i) => (/^(?:-s|--source|-f|--file)$/.test(arg) ? [args[i + 1] ?? ''] : []));
  return width(from);
};

/** Commands that send files off the machine. */
export const OUTWARD: readonly (readonly [name: string, judge: Judge])[] = [
  ['aws', storage(/^(?:cp|sync|mv)$/, ['--dryrun'])],
  ['gsutil', storage(/^(?:cp|mv|rsync)$/, [])],
  ['gcloud', storage(/^(?:cp|mv|rsync)$/, ['--dry-run'])],
  ['rclone', storage(/^(?:copy|copyto|sync|move|moveto)$/, ['--dry-run', '-n'])],
  ['s3cmd', storage(/^(?:put|sync)$/, ['--dry-run', '-n'])],
  ['mc', storage(/^(?:cp|mirror|mv)$/, [])],
  ['azcopy', storage(/^(?:copy|cp|sync)$/, ['--dry-run'])],
  ['az', azure],
  ['scp', (args) => outward(operandsOf(args, VALUED))],
  ['rsync', (args) => (has(args, 'n', '--dry-run') ? undefined : outward(operandsOf(args, VALUED)))],
];

/** Output that must not leave through a pipe: a shell's output, all environment variables, a whole home folder. */
export function givenBy(name: string, args: readonly string[], program: Program | undefined): Deed | undefined {
  if (/^(?:ba|z|da|k)?sh$/.test(name) && (program?.from === 'input' || some(args, /^-[a-z]*i/))) return givesShell;
  if (/^(?:env|printenv)$/.test(name) && operandsOf(args).length === 0) return sendsSettings;
  if (name === 'export' && args.includes('-p')) return sendsSettings;
  return /^(?:tar|zip|7z|cpio|find|cat)$/.test(name) && operandsOf(args).some((word) => HOME.test(word))
    ? sendsHome
    : undefined;
}

/** Whether a command passes on only what it selects from its input, such as `grep`. */
export const sifts = (name: string): boolean => /^(?:[ef]?grep|rg|wc|jq|cut|head|tail|sha\d+sum|md5sum)$/.test(name);

/** Whether a command sends its input to another machine. */
export function sendsInput(name: string, args: readonly string[]): boolean {
  if (/^(?:nc|ncat|netcat|socat|telnet)$/.test(name)) return !has(args, 'z') || some(args, /^-\w*e/);
  if (name === 'openssl') return args[0] === 's_client';
  if (name === 'curl') return some(args, /@-$/) || (some(args, /^(?:-T|--upload-file)$/) && args.includes('-'));
  return name === 'wget' && some(args, /^--(?:post|body)-file=-$/);
}
