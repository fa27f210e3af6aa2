import { startedIn } from '../commands/containers.ts';
import { findsLeftovers } from '../commands/leftovers.ts';
import { operandsOf, valuesOf, wordsBehind } from '../commands/options.ts';
import { foundBehindVerb, fromFirst, startedProcess } from './started.ts';
import { joined, nameOf } from './words.ts';

interface Wrapper {
  /** Letters of the options that take the next word; `long` is the same for options spelled out. */
  readonly letters?: string;
  readonly long?: RegExp;
  /** Number of the wrapper's own operands before the command. */
  readonly own?: number;
}

const NONE: Wrapper = {};
/** Commands whose only effect is to run another command. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      letters: 'ughpCTURDrt',
      long: /^--(?:user|group|host|prompt|close-from|chroot|chdir|role|type|command-timeout|other-user)$/,
    },
  ],
  ['doas', { letters: 'uC' }],
  ['pkexec', { long: /^--user$/ }],
  ['env', { letters: 'uC', long: /^--(?:unset|chdir)$/ }],
  ['time', { letters: 'fo' }],
  ['timeout', { letters: 'ks', long: /^--(?:signal|kill-after)$/, own: 1 }],
  ['nice', { letters: 'n', long: /^--adjustment$/ }],
  ['ionice', { letters: 'cn' }],
  ['chrt', { letters: 'TPD', own: 1 }],
  ['taskset', { own: 1 }],
  ['stdbuf', { letters: 'ioe', long: /^--(?:input|output|error)$/ }],
  ['xargs', { letters: 'IEaLnPsd', long: /^--(?:arg-file|delimiter|max-args|max-procs|max-chars|max-lines)$/ }],
  ['parallel', { letters: 'jaSNCd', long: /^--(?:jobs|arg-file|sshlogin|max-args|colsep|delay|joblog)$/ }],
  ['strace', { letters: 'eoEspuPa' }],
  ['ltrace', { letters: 'eoEspu' }],
  ['chroot', { long: /^--(?:userspec|groups)$/, own: 1 }],
  ['flock', { letters: 'wE', own: 1 }],
  ['exec', { letters: 'a' }],
  ['runuser', { letters: 'ugG', long: /^--(?:user|group)$/ }],
  ['caffeinate', { letters: 'tw' }],
  ['unshare', { letters: 'SGR' }],
  ...'nohup setsid coproc { command builtin busybox toybox unbuffer eatmydata fakeroot setarch winpty start noglob wsl shx'
    .split(' ')
    .map((name): [string, Wrapper] => [name, NONE]),
]);
/** Wrappers that can also run shell builtins. */
const SHELLS_OWN = /^(?:command|builtin|time|noglob|exec)$/;
const MOST_WRAPPERS = 8;

export interface Unwrapped {
  /** Whether it can be a shell builtin: most wrappers, and any path, start a program instead. */
  readonly isBuiltin: boolean;
  /** Whether its words come from the wrapper's input, as with `xargs`. */
  readonly takesInput: boolean;
  /**
   * Index of the command's own name. Last in every object: V8 keeps one note of what a first member is for all objects of
   * three, and that of texts begins with `at` too, a pointer there. A number undid what was compiled for texts.
   */
  readonly at: number;
}

/** Skips wrappers such as `sudo -u x env A=b timeout 5`, with the options and operands that each takes. */
export function unwrap(words: readonly string[]): Unwrapped {
  let at = 0;
  let isBuiltin = true;
  let takesInput = false;
  for (let round = 0; round < MOST_WRAPPERS && at < words.length - 1; round++) {
    const name = nameOf(words[at] ?? '');
    const wrapper = WRAPPERS.get(name);
    // `sudo -l` and `command -v` only print information and run nothing.
    if (wrapper === undefined || (name === 'sudo' && /^-l+$/.test(words[at + 1] ?? ''))) break;
    if (name === 'command' && /^-[pvV]*[vV]/.test(words[at + 1] ?? '')) break;
    // `coproc NAME { rm …; }`: the grammar knows no such thing, and takes all of it for words.
    let next = name === 'coproc' && words[at + 2] === '{' ? at + 2 : at + 1;
    let own = wrapper.own ?? 0;
    for (; next < words.length - 1; next++) {
      const word = words[next] ?? '';
      if (/^-[A-Za-z]+$/.test(word)) {
        // `-iu bob`: what the first such letter takes stands behind it, if anything does.
        const taking = [...word].findIndex((letter, i) => i > 0 && wrapper.letters?.includes(letter));
        if (taking === word.length - 1) next++;
      } else if (wrapper.long?.test(word) === true) next++;
      else if (!/^(?:-|[A-Za-z_]\w*=)/.test(word) && own-- <= 0) break;
    }
    isBuiltin &&= SHELLS_OWN.test(words[at] ?? '');
    takesInput ||= name === 'xargs' || name === 'parallel';
    at = next;
  }
  return { isBuiltin: isBuiltin && !/[\\/]/.test(words[at] ?? ''), takesInput, at };
}

const VALUED_SSH = '-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w'.split(' ');
const VALUED_EXEC = '-e --env --env-file -u --user -w --workdir -n --namespace -c --container --context'.split(' ');

/** The commands that `find` runs, each up to its `;` or `+`. */
function foundCommands(words: readonly string[], starts: RegExp): string[] {
  const found: string[] = [];
  let from = -1;
  for (const [i, word] of words.entries()) {
    if (from < 0) {
      if (starts.test(word)) from = i + 1;
    } else if (word === ';' || word === '+' || word === '\\;') {
      found.push(joined(words.slice(from, i)));
      from = -1;
    }
  }
  if (from >= 0) found.push(joined(words.slice(from)));
  return found;
}

const isLogin = (arg: string): boolean => /^-(?:\w*[li]\w*|-login)?$/.test(arg);
const VALUED_TMUX = '-s -t -n -c -F -x -y -e'.split(' ');

/** The command that is started where a machine, a container or another account begins; a shell where none is named. */
export function handedWords(words: readonly string[]): readonly string[] {
  const [first = '', ...args] = words;
  switch (nameOf(first)) {
    case 'ssh':
      return wordsBehind(args, VALUED_SSH);
    case 'docker':
    case 'docker-compose':
    case 'podman':
    case 'nerdctl': {
      const at = args.findIndex((arg) => /^(?:exec|run)$/.test(arg));
      if (at < 0 || at > 6) return [];
      const rest = args.slice(at + 1);
      const isComposed = /compose$/.test(nameOf(first)) || args.slice(0, at).includes('compose');
      return args[at] === 'run' && !isComposed ? startedIn(rest) : wordsBehind(rest, VALUED_EXEC);
    }
    case 'kubectl':
    case 'oc': {
      const at = args.indexOf('--');
      return at > 0 && args.includes('exec') ? args.slice(at + 1) : [];
    }
    default:
      return [];
  }
}

/** Whether a command is a shell on another machine, or of another account, that reads what it is to do. */
export const isShellElsewhere = (words: readonly string[]): boolean => {
  const [first = '', ...args] = words;
  const name = nameOf(first);
  if (name === 'su') return valuesOf(args, '-c', '--command').length === 0;
  return name === 'ssh' && operandsOf(args, VALUED_SSH).length === 1;
};

/** The folder that a wrapper goes to before it starts its command: `env -C / rm …`. */
export function folderOf(wrapping: readonly string[]): string | undefined {
  for (const [i, word] of wrapping.entries()) {
    const [name, options] = [nameOf(word), wrapping.slice(i + 1)];
    const isRaised = name === 'sudo' || name === 'doas';
    if (isRaised && options.some((option) => /^(?:-[AbBEHikKnPsSvV]*i\w*|--login)$/.test(option))) return '~';
    if (!isRaised && name !== 'env') continue;
    const to = valuesOf(options, isRaised ? '-D' : '-C', '--chdir').at(-1);
    if (to !== undefined) return to;
  }
  return undefined;
}

type Hands = (args: readonly string[], words: readonly string[]) => readonly string[];
const HANDS = new Map<string, Hands>();
const hand = (names: string, hands: Hands): void => {
  for (const name of names.split(' ')) HANDS.set(name, hands);
};
hand('find', (args) =>
  foundCommands(args, /^-(?:exec|execdir|ok|okdir)$/).filter(
    (command) => !(/^rm -[rfv]{1,3} (?:-- )?['"]?\{\}['"]?$/.test(command) && findsLeftovers(args)),
  ),
);
hand('fd fdfind', (args) => foundCommands(args, /^(?:-[xX]|--exec|--exec-batch)$/));
hand('ssh', (args, words) => {
  const run = handedWords(words).join(' ');
  const options = valuesOf(args, '-o').flatMap(
    (one) => /^(?:Proxy|Local|Remote|KnownHosts|AuthorizedKeys)Command[= ](.+)/i.exec(one)?.[1] ?? [],
  );
  // It begins in somebody's home.
  return run === '' ? options : [`cd ~\n${run}`, ...options];
});
hand('su runuser', (args) =>
  valuesOf(args, '-c', '--command').map((code) => (args.some(isLogin) ? `cd ~\n${code}` : code)),
);
hand('script flock nix-shell', (args) => valuesOf(args, '-c', '--command', '--run'));
hand('watch', (args) => [args.slice(args.length - wordsBehind(args, ['-n', '--interval']).length - 1).join(' ')]);
hand('env', (args) => valuesOf(args, '-S', '--split-string'));
hand('trap', (args) => args.slice(0, 1));
hand('alias', (args) =>
  args.flatMap((arg) =>
    arg.includes('=') ? [arg.slice(arg.indexOf('=') + 1).replace(/^(['"])([\s\S]*)\1$/, '$2')] : [],
  ),
);
hand('docker docker-compose podman nerdctl kubectl oc', (_, words) => {
  const run = handedWords(words);
  return run.length === 0 ? [] : [joined(run)];
});
hand(
  'poetry uv pipenv pdm rye hatch conda mamba bundle direnv mise npm pnpm yarn bun npx bunx pnpx',
  (args, [name = '']) => [
    ...valuesOf(args, '-c', '--call').filter((code) => /\s/.test(code)),
    ...foundBehindVerb(nameOf(name), args),
  ],
);
hand('start-process saps', startedProcess);
hand('vagrant', (args) => (args[0] === 'ssh' ? valuesOf(args, '-c', '--command') : []));
hand('tmux', (args) => {
  const run = wordsBehind(args, ['-L', '-S', '-f']);
  const typed = operandsOf(run, VALUED_TMUX).join(' ');
  return /\s/.test(typed) ? [typed] : [];
});
hand('screen', (args) => fromFirst(args, /^-\w*[SctTpe]$/));
hand('systemd-run', (args) =>
  fromFirst(args, /^(?:-[puHME]|--(?:unit|property|host|machine|setenv|uid|gid|working-directory))$/),
);
hand('vi vim nvim ex', (args) =>
  [...valuesOf(args, '-c', '--cmd'), ...args.filter((arg) => arg.startsWith('+')).map((arg) => arg.slice(1))]
    .filter((one) => /^\s*:?\s*!/.test(one))
    .map((one) => one.replace(/^[\s:!]+/, '')),
);
hand('git', (args) => {
  const at = args.findIndex((arg) => /^(?:foreach|run)$/.test(arg));
  if (at > 0 && /^(?:submodule|bisect)$/.test(args[at - 1] ?? '')) return [args.slice(at + 1).join(' ')];
  return args.includes('rebase') ? valuesOf(args, '-x', '--exec') : [];
});
hand('powershell pwsh', (args) =>
  args.flatMap((arg, i) => (/^-e(?:c|n\w*)?$/i.test(arg) ? decoded(args[i + 1] ?? '') : [])),
);

/** Scripts passed to a command as plain words, not by an interpreter's code option. */
export const handedScripts = (words: readonly string[]): readonly string[] =>
  HANDS.get(nameOf(words[0] ?? ''))?.(words.slice(1), words) ?? [];

/** Decodes the value of `-EncodedCommand`: base64 of UTF-16, two bytes per character. */
function decoded(text: string): string[] {
  return /^[A-Za-z0-9+/=]{4,32000}$/.test(text) ? [Buffer.from(text, 'base64').toString('utf16le')] : [];
}
