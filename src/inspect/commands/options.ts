import type { Deed } from '../shell/deeds.ts';

/** What a command would do with these arguments; undefined if that is ordinary. */
export type Judge = (args: readonly string[], name: string) => Deed | undefined;

/** Nothing after `--` is an option. */
function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? args : args.slice(0, end);
}

/** Whether an option is present, as one of the letters after a dash or spelled out. */
export const has = (args: readonly string[], short: string, ...long: readonly string[]): boolean =>
  optionsOf(args).some(
    (arg) => long.includes(arg) || (short !== '' && /^-[A-Za-z]+$/.test(arg) && arg.includes(short)),
  );

export const some = (args: readonly string[], pattern: RegExp): boolean => args.some((arg) => pattern.test(arg));

const OFF = /^(?:false|0|f|no|none|off|\$false)$/i;

/** Whether a switch is on in the end: `--x`, `--x=true`, `-X:$true`. The last one counts; `--x=false` turns it off. */
export function isOn(args: readonly string[], ...names: readonly string[]): boolean {
  let is = false;
  for (const arg of optionsOf(args)) {
    const at = arg.search(/[=:]/);
    const name = at < 0 ? arg : arg.slice(0, at);
    if (names.includes(name)) is = at < 0 || !OFF.test(arg.slice(at + 1));
    else if (names.some((one) => arg === one.replace(/^--/, '--no-'))) is = false;
  }
  return is;
}

/** Every value given to an option: `--x=v`, `--x v`, `-xv`, `-x v`. */
export function valuesOf(args: readonly string[], ...names: readonly string[]): readonly string[] {
  const values: string[] = [];
  for (const [i, arg] of args.entries()) {
    const name = names.find(
      (one) => arg === one || arg.startsWith(`${one}=`) || (isLetter(one) && arg.startsWith(one)),
    );
    if (name === undefined) continue;
    if (arg === name) values.push(args[i + 1] ?? '');
    else values.push(arg.slice(name.length).replace(/^=/, ''));
  }
  return values;
}
const isLetter = (name: string): boolean => /^-[A-Za-z]$/.test(name);

/** The words that are neither options nor values of the options in `valued`. */
export function operandsOf(args: readonly string[], valued: readonly string[] = []): readonly string[] {
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') return [...operands, ...args.slice(i + 1)];
    if (!/^[-+]./.test(arg)) operands.push(arg);
    else if (valued.includes(arg)) i++;
  }
  return operands;
}

/** Everything after the first operand: the arguments of a nested command, its own options included. */
export function wordsBehind(args: readonly string[], valued: readonly string[]): readonly string[] {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') return args.slice(i + 2);
    if (!/^-./.test(arg)) return args.slice(i + 1);
    if (valued.includes(arg)) i++;
  }
  return [];
}

/** Returns the deed if any word matches. Dry-run options are left to each judge. */
export const when =
  (pattern: RegExp, deed: Deed): Judge =>
  (args) =>
    some(args, pattern) ? deed : undefined;

/** Always the same deed, whatever the arguments. */
export const always =
  (deed: Deed): Judge =>
  () =>
    deed;

/** Wraps a judge so that harmless calls, such as dry runs, are ignored. */
export const unless =
  (isHarmless: (args: readonly string[]) => boolean, judge: Judge): Judge =>
  (args, name) =>
    isHarmless(args) ? undefined : judge(args, name);

/** Tools whose first words are subcommands; if the last word is `--help`, they do nothing. */
const VERBED =
  /^(?:git|docker|podman|nerdctl|kubectl|oc|helm|npm|pnpm|yarn|bun|cargo|gem|pip3?|uv|poetry|aws|gcloud|gsutil|az|gh|glab|terraform|tofu|pulumi|systemctl|doctl|heroku|fly|flyctl|eksctl|vercel|netlify|wrangler|supabase|firebase|apt|apt-get|dnf|yum|brew|snap|flatpak|winget|choco|prisma|rails|vault|op)$/;
/** Windows commands, for which `/?` asks for help. Elsewhere it is a pattern for a file with a one-letter name. */
const OF_WINDOWS =
  /^(?:reg|sc|net|netsh|schtasks|icacls|cacls|takeown|format|del|erase|rd|wmic|vssadmin|wbadmin|bcdedit|wevtutil|cipher|attrib|taskkill|certutil|bitsadmin|runas|fsutil)$/;

/** Whether a command only asks for help or a version. `-h` does not count: for `shutdown` it halts the machine. */
export function asksOnly(name: string, args: readonly string[]): boolean {
  const last = args.at(-1) ?? '';
  if (args.length === 1 && /^(?:--help|--version|--usage|-V|help|version)$/.test(last)) return true;
  const isHelp = last === '--help' || (last === 'help' && name === 'aws');
  if (!(isHelp && VERBED.test(name)) && !(last === '/?' && OF_WINDOWS.test(name))) return false;
  return args.slice(0, -1).every((arg) => /^[a-z][\w:-]{0,60}$/i.test(arg));
}
