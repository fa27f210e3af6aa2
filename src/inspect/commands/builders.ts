import type { Fetched } from '../shell/course/fetched.ts';
import { type Deed, destructive, network, runsDownload } from '../shell/deeds.ts';
import type { Program } from '../shell/program.ts';
import { nameOf } from '../shell/words.ts';
import { operandsOf, valuesOf } from './options.ts';

const INSTALLS = destructive('Installs or builds from what it downloads.');
const CLUSTER = destructive('Installs what it downloads in a cluster.');
/** Medium: whoever asks for a repository to be set up asks for this. Whether to fetch it is asked where a text named it. */
const BUILDS = network('Builds or runs a whole project that it has just downloaded.', 'medium');
/** All that is said of what was fetched. */
export const OF_FETCHED: readonly Deed[] = [runsDownload, INSTALLS, CLUSTER, BUILDS];

/** The words of a command, and what is known of what it is given. */
interface Use {
  readonly name: string;
  readonly args: readonly string[];
  readonly operands: readonly string[];
  readonly fetched: Fetched;
  readonly isFed: boolean;
  readonly isRaised: boolean;
}

const USES = new Map<string, (use: Use) => Deed | undefined>();
const uses = (names: string, judge: (use: Use) => Deed | undefined): void => {
  for (const name of names.split(' ')) USES.set(name, judge);
};
/** A command that runs a file, which stands behind one of these options. */
const runs =
  (...options: readonly string[]) =>
  ({ args, fetched }: Use): Deed | undefined =>
    valuesOf(args, ...options).some((one) => fetched.has(one)) ? runsDownload : undefined;

uses('kubectl oc', ({ args, operands, fetched, isFed }) => {
  const isAsked = args.some((arg) => /^--dry-run(?!=none)/.test(arg));
  if (isAsked || !/^(?:apply|create|replace|run)$/.test(operands[0] ?? '')) return undefined;
  const given = valuesOf(args, '-f', '--filename', '-k', '--kustomize');
  const isRemote = given.some((one) => /^(?:https?:|git@|[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|dev)\/)/.test(one));
  return isRemote || given.some((one) => fetched.has(one)) || (isFed && given.includes('-')) ? CLUSTER : undefined;
});
uses('helm', ({ args, operands, fetched }) =>
  /^(?:install|upgrade)$/.test(operands[0] ?? '') && has(fetched, operands) && !args.includes('--dry-run')
    ? CLUSTER
    : undefined,
);
uses('psql pgcli cockroach clickhouse-client sqlcmd', runs('-f', '--file', '-i', '--queries-file'));
uses('sqlite3 duckdb mysql mariadb', ({ args, fetched }) => {
  const read = args.flatMap((arg) => /^\.?(?:read|source|\\\.)\s+(\S+)/i.exec(arg.trim())?.[1] ?? []);
  return read.some((one) => fetched.has(one.replace(/["']/g, ''))) ? runsDownload : undefined;
});
uses('java', runs('-jar'));
uses('ansible-playbook', ({ args, operands, fetched }) =>
  has(fetched, operands) && !args.some((arg) => /^(?:--check|-C|--syntax-check|--list-\w+)$/.test(arg))
    ? runsDownload
    : undefined,
);
uses('start-process saps invoke-item ii start open xdg-open', ({ operands, fetched }) =>
  operands.some((word) => fetched.has(word)) ? runsDownload : undefined,
);
uses('dpkg rpm installer msiexec add-appxpackage', ({ args, fetched }) => {
  const isAsked = args.some((arg) => /^(?:-I|-c|-q\w*|--info|--contents|-e|--checksig|-K)$/.test(arg));
  return !isAsked && args.some((arg) => fetched.has(arg)) ? INSTALLS : undefined;
});
uses('apt apt-get dnf yum brew snap', ({ operands, fetched }) =>
  /^(?:install|localinstall)$/.test(operands[0] ?? '') && operands.some((word) => fetched.has(word))
    ? INSTALLS
    : undefined,
);
uses('terraform tofu', ({ operands, fetched }) =>
  operands[0] === 'apply' && [...fetched.files].some((one) => one.endsWith('.tf')) ? INSTALLS : undefined,
);
uses('docker podman docker-compose', containers);

/** What a command does with a fetched file, folder or input; undefined if it runs none of it. */
export function deedOfFetched(use: Omit<Use, 'operands'>): Deed | undefined {
  return (USES.get(use.name) ?? builds)({ ...use, operands: operandsOf(use.args) });
}

const has = (fetched: Fetched, words: readonly string[]): boolean =>
  words.some((word) => fetched.has(word) || /^https?:\/\//.test(word));

function containers({ name, args, operands: words, fetched, isFed }: Use): Deed | undefined {
  if (words.includes('build') || words.includes('buildx')) {
    const isRemote = words.some((word) => /^(?:https?:\/\/|git@|github\.com\/)/.test(word));
    if (isRemote || (isFed && args.includes('-')) || fetched.has('Dockerfile')) return INSTALLS;
    return fetched.isHere || words.some((word) => fetched.holds(word)) ? BUILDS : undefined;
  }
  const isStarted =
    (name === 'docker-compose' || words.includes('compose')) &&
    /^(?:up|run|build)$/.test(words.find((word) => /^(?:up|run|build|config|ps|down)$/.test(word)) ?? '');
  if (!isStarted) return undefined;
  const given = valuesOf(args, '-f', '--file');
  const files = given.length > 0 ? given : ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
  if (files.some((file) => fetched.has(file))) return INSTALLS;
  return fetched.isHere ? BUILDS : undefined;
}

const BUILDERS =
  /^(?:make|gmake|ninja|just|task|rake|mvn|gradle|sbt|bundle|composer|dotnet|tox|nox|pytest|vagrant|meson|scons|bazel|npm|pnpm|yarn|bun|npx|pip3?|poetry|uv|cargo|go)$/;
/** Verbs of package managers and build tools that run code from the folder; their other verbs only read it. */
const RUNS_FOLDER =
  /^(?:i|install|ci|run|start|test|t|exec|build|rebuild|prepare|sync|develop|generate|up|check|bench|compile|package|verify|restore)$/;
const ONLY_LOOKS = /^(?:-n|--dry-run|--just-print|--recon|--ignore-scripts|--help|--version|-h|-q|--question)$/;

/** A build tool in a fetched folder, a package manager with a fetched list, or a program called by its path in one. */
function builds({ name, args, operands: words, fetched, isRaised }: Use): Deed | undefined {
  if (args.some((arg) => ONLY_LOOKS.test(arg))) return undefined;
  const isBuilder = BUILDERS.test(name);
  if (
    isBuilder &&
    /^(?:npm|pnpm|yarn|bun)$/.test(name) &&
    fetched.has('package.json') &&
    /^(?:i|install|ci|)$/.test(words[0] ?? '')
  )
    return INSTALLS;
  if (isBuilder && valuesOf(args, '-r', '--requirement').some((one) => fetched.has(one))) return INSTALLS;
  if (/^g?make$/.test(name) && (fetched.has('Makefile') || fetched.has('makefile'))) return runsDownload;
  if (!isBuilder) return undefined;
  const isThere =
    fetched.isHere ||
    [...words, ...valuesOf(args, '-C', '--prefix', '--cwd', '--directory', '--manifest-path')].some((word) =>
      fetched.holds(word),
    );
  if (!isThere) return undefined;
  const isMaker = /^(?:make|gmake|ninja|just|task|rake|mvn|gradle|sbt|tox|nox|pytest|scons|bazel)$/.test(name);
  const verb = words[0] ?? '';
  if (!isMaker && !RUNS_FOLDER.test(verb) && !(verb === '' && /^(?:yarn|bundle|cargo)$/.test(name))) return undefined;
  // Something installed into the system, or built as root, remains after the folder is gone.
  return isRaised || (isMaker && words.includes('install')) ? INSTALLS : BUILDS;
}

/** Build scripts that a repository ships with itself. */
const WRAPPERS = /^(?:gradlew|mvnw|configure|autogen\.sh|bootstrap(?:\.sh)?)$/;
const OF_SHELLS = /^(?:(?:ba|z|da|k|fi)?sh|source|\.|powershell|pwsh|cmd)$/;

/** Judges running a program from a fetched folder, by its path or through its interpreter. */
export function runsOfTree(words: readonly string[], program: Program | undefined, fetched: Fetched): Deed | undefined {
  const [path = ''] = words;
  const file = program?.from === 'file' && program.code === '' ? (words[program.at + 1] ?? '') : path;
  if (program !== undefined && (program.from !== 'file' || words[program.at] === '-m')) return undefined;
  const isThere =
    fetched.holds(file) || (fetched.isHere && (program !== undefined ? !/^[/~-]/.test(file) : /^\.[\\/]/.test(file)));
  if (!isThere || /^g?make$/.test(nameOf(path))) return undefined;
  const isStarted = program === undefined || OF_SHELLS.test(nameOf(path));
  if (WRAPPERS.test(nameOf(file))) return BUILDS;
  return isStarted || /(?:^|[\\/])(?:setup|install)\.\w+$/.test(file) ? runsDownload : BUILDS;
}
