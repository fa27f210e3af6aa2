import path from 'node:path';
import type { Identity } from './lockfile.ts';

type Package = Pick<Identity, 'package' | 'packageVersion' | 'image'>;

/** What a runner starts, as far as its command line says; a version that is not written there may be any. */
export function packageOf(command: string, args: readonly string[]): Package {
  const runner = path.posix.basename(command.replaceAll('\\', '/')).replace(/\.(?:cmd|exe|ps1)$/i, '');
  switch (runner) {
    case 'npx':
    case 'bunx':
      return npmPackage(named(args, ['-p', '--package']) ?? plainWords(args, NPX_VALUES)[0]);
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun': {
      const [verb, ...rest] = plainWords(args, NPX_VALUES);
      if (verb === undefined || !['exec', 'x', 'dlx'].includes(verb)) return {};
      return npmPackage(named(args, ['-p', '--package']) ?? rest[0]);
    }
    case 'uvx':
      return pythonPackage(named(args, ['--from']) ?? plainWords(args, UV_VALUES)[0]);
    case 'pipx': {
      const [verb, first] = plainWords(args, ['--pip-args', '--python', '--spec', '--index-url']);
      return verb === 'run' ? pythonPackage(named(args, ['--spec']) ?? first) : {};
    }
    case 'docker':
    case 'podman':
    case 'nerdctl': {
      const [verb, first] = containerWords(args);
      return verb === 'run' && first !== undefined ? { image: first } : {};
    }
    default:
      return {};
  }
}

const NPX_VALUES = ['-p', '--package', '-c', '--call', '--registry', '--cache', '--prefix', '--userconfig', '-w'];
const UV_VALUES = [
  '--from',
  '--with',
  '-p',
  '--python',
  '--index',
  '--index-url',
  '--extra-index-url',
  '--default-index',
];

/** The words of a command line that are neither options nor their values. After `--` all words are. */
function plainWords(args: readonly string[], valued: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') continue;
    if (!word.startsWith('-')) words.push(word);
    else if (valued.includes(word)) i++;
  }
  return words;
}

/** The value of an option, in either spelling. */
function named(args: readonly string[], options: readonly string[]): string | undefined {
  for (const [i, word] of args.entries()) {
    if (options.includes(word)) return args[i + 1];
    const option = options.find((each) => each.startsWith('--') && word.startsWith(`${each}=`));
    if (option !== undefined) return word.slice(option.length + 1);
  }
  return undefined;
}

/** Options of `run` that take no value; for all others the next word is the value. */
const SWITCHES =
  /^(?:-[itdPq]+|--(?:rm|init|interactive|tty|detach|privileged|read-only|no-healthcheck|publish-all|quiet))$/;

function containerWords(args: readonly string[]): string[] {
  const at = args.indexOf('run');
  if (at < 0) return [];
  for (let i = at + 1; i < args.length; i++) {
    const word = args[i] ?? '';
    if (!word.startsWith('-')) return ['run', word];
    if (!SWITCHES.test(word) && !word.includes('=')) i++;
  }
  return ['run'];
}

function npmPackage(word: string | undefined): Package {
  if (word === undefined || !/^(?:@[\w.-]+\/)?[\w.-]+(?:@[^@\s]+)?$/.test(word)) return {};
  const at = word.indexOf('@', 1);
  return at < 0 ? { package: word } : { package: word.slice(0, at), packageVersion: word.slice(at + 1) };
}

function pythonPackage(word: string | undefined): Package {
  const hit = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?:(?:==|@)([^@\s]+))?$/.exec(word ?? '');
  if (hit?.[1] === undefined) return {};
  return hit[2] === undefined ? { package: hit[1] } : { package: hit[1], packageVersion: hit[2] };
}
