import path from 'node:path';

/** What a command line runs: the package, image, module or script behind the runner, and what it is given. */
export interface Program {
  readonly kind: 'package' | 'image' | 'module' | 'script' | 'binary';
  /** Without a version. */
  readonly name: string;
  readonly args: readonly string[];
}

interface Runner {
  /** Words between the runner and what it runs, such as `tool run`. */
  readonly behind?: readonly (readonly string[])[];
  readonly kind: Program['kind'];
  /** Flags whose value is the next word. */
  readonly valued: readonly string[];
  /** Of those, the ones whose value is what is run. */
  readonly naming?: readonly string[];
}

const NODE: Runner = { kind: 'script', valued: ['-r', '--require', '--import', '--loader', '-C', '--conditions'] };
const NPX: Runner = { kind: 'package', valued: ['-p', '--package', '-c', '--call'], naming: ['-p', '--package'] };
const DOCKER_VALUED = [
  ...[
    '-v',
    '-e',
    '-p',
    '-w',
    '-u',
    '-l',
    '-m',
    '-h',
    '--name',
    '--env',
    '--env-file',
    '--volume',
    '--mount',
    '--publish',
  ],
  ...['--network', '--net', '--workdir', '--user', '--entrypoint', '--label', '--platform', '--pull', '--add-host'],
  ...['--memory', '--cpus', '--hostname', '--secret', '--tmpfs', '--cap-add', '--cap-drop', '--security-opt', '--gpus'],
];
const DOCKER: Runner = { behind: [['run'], ['container', 'run']], kind: 'image', valued: DOCKER_VALUED };
const UVX: Runner = {
  kind: 'package',
  valued: ['--from', '--with', '--python', '-p', '--index-url', '--refresh-package'],
};
const DENO: Runner = { behind: [['run']], kind: 'script', valued: ['-c', '--config', '--import-map'] };

const RUNNERS: Readonly<Record<string, readonly Runner[]>> = {
  npx: [NPX],
  pnpx: [NPX],
  bunx: [NPX],
  npm: [{ ...NPX, behind: [['exec'], ['x']] }],
  pnpm: [{ ...NPX, behind: [['dlx'], ['exec']] }],
  yarn: [{ ...NPX, behind: [['dlx'], ['exec']] }],
  bun: [
    { ...NPX, behind: [['x']] },
    { ...NODE, behind: [['run'], []] },
  ],
  uvx: [UVX],
  uv: [{ ...UVX, behind: [['tool', 'run']] }],
  pipx: [{ kind: 'package', behind: [['run']], valued: ['--spec', '--python'] }],
  node: [NODE],
  nodejs: [NODE],
  tsx: [NODE],
  'ts-node': [NODE],
  deno: [DENO],
  docker: [DOCKER],
  podman: [DOCKER],
  nerdctl: [DOCKER],
};
const UV_RUN_VALUED = [
  '--directory',
  '--project',
  '--with',
  '--python',
  '-p',
  '--package',
  '--extra',
  '--group',
  '--env-file',
];
const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'fish', 'ash']);

/** The program's name of a path of any system. */
export const baseName = (command: string): string =>
  path.win32.basename(command).replace(/\.(?:exe|cmd|bat|ps1)$/i, '');

/** Looks through runners and shells. Undefined where nothing is named, as with `node -e …`. */
export function programOf(words: readonly string[], depth = 0): Program | undefined {
  const [command, ...rest] = words;
  if (command === undefined || command === '' || depth > 4) return undefined;
  const base = baseName(command);
  const name = base.toLowerCase();
  if (name === 'env') return programOf(rest.slice(rest.findIndex((word) => !/^-|=/.test(word))), depth + 1);
  if (name === 'cmd') return programOf(behindFlag(rest, /^\/c$/i), depth + 1);
  if (SHELLS.has(name)) return ofShell(rest, depth);
  if (/^python[\d.]*w?$/.test(name)) return ofPython(rest);
  if (name === 'uv' && rest[0] === 'run') return programOf(positional(rest.slice(1), UV_RUN_VALUED), depth + 1);
  for (const runner of RUNNERS[name] ?? []) {
    const behind = (runner.behind ?? [[]]).find((steps) => steps.every((step, i) => rest[i] === step));
    if (behind === undefined) continue;
    return run(runner, rest.slice(behind.length));
  }
  if (RUNNERS[name] !== undefined) return { kind: 'binary', name: base, args: rest };
  return fileProgram(command, rest, 'binary');
}

function behindFlag(words: readonly string[], flag: RegExp): readonly string[] {
  const at = words.findIndex((word) => flag.test(word));
  return at < 0 ? [] : words.slice(at + 1);
}

function ofShell(rest: readonly string[], depth: number): Program | undefined {
  const [script] = behindFlag(rest, /^-[a-z]*c$/);
  if (script !== undefined) {
    // What is chained is not one program; `exec` in front of one is usual.
    return /[;&|\n`]|\$\(/.test(script) ? undefined : programOf(wordsOf(script.replace(/^\s*exec\s+/, '')), depth + 1);
  }
  const [file, ...args] = positional(rest, []);
  return file === undefined ? undefined : fileProgram(file, args, 'script');
}

function ofPython(rest: readonly string[]): Program | undefined {
  const at = rest.findIndex((word) => word === '-m' || word === '-c' || !word.startsWith('-'));
  const [first, second] = [rest[at], rest[at + 1]];
  if (first === undefined || first === '-c') return undefined;
  if (first !== '-m') return fileProgram(first, rest.slice(at + 1), 'script');
  return second === undefined ? undefined : { kind: 'module', name: second, args: rest.slice(at + 2) };
}

function run({ kind, valued, naming = [] }: Runner, words: readonly string[]): Program | undefined {
  const named = words.findIndex((word) => naming.includes(word));
  const [first, ...args] = positional(words, valued);
  const name = (named < 0 ? first : words[named + 1])?.slice(0, LONGEST_NAME);
  if (name === undefined) return undefined;
  if (kind === 'script') return words.includes('-e') ? undefined : fileProgram(name, args, 'script');
  // A package may come from an archive or a repository: its last step is its name.
  const plain = /^(?:git\+|https?:|file:)/.test(name)
    ? name
        .replace(/(?:\.git)?(?:[@#].*)?$/, '')
        .split('/')
        .at(-1)
    : name;
  return { kind, name: withoutVersion(plain ?? name, kind), args };
}

/** From the first word on that is neither a flag nor the value of one. */
function positional(words: readonly string[], valued: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length && words[at]?.startsWith('-') === true && words[at] !== '--') {
    at += valued.includes(words[at] as string) ? 2 : 1;
  }
  return words.slice(words[at] === '--' ? at + 1 : at);
}

const withoutVersion = (name: string, kind: Program['kind']): string =>
  kind === 'image'
    ? name.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '')
    : name.replace(/(?<=.)@[^/@]*$/, '').replace(/(?:\[.*\])?(?:[=~!<>]=.*)?$/, '');

/** A file of a package is that package; any other stands for itself. */
function fileProgram(file: string, args: readonly string[], kind: 'script' | 'binary'): Program {
  const steps = file.split(/[\\/]/);
  const at = steps.lastIndexOf('node_modules');
  if (at >= 0 && steps[at + 1] !== undefined) {
    const [first = '', second = ''] = steps.slice(at + 1);
    if (first === '.bin') return { kind: 'binary', name: baseName(second), args };
    return { kind: 'package', name: first.startsWith('@') ? `${first}/${second}` : first, args };
  }
  return kind === 'binary' ? { kind, name: baseName(file), args } : { kind, name: file, args };
}

/** What is longer is no command that anybody could judge. */
const LONGEST = 8_192;
const LONGEST_NAME = 300;

/** The words of a command line, quotes taken away. */
export const wordsOf = (line: string): string[] =>
  [...line.slice(0, LONGEST).matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replaceAll('\\"', '"'),
    ),
  );
