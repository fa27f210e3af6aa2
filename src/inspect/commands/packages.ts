import { destructive, sensitive } from '../shell/deeds.ts';
import { always, has, isOn, type Judge, operandsOf, some, unless, valuesOf, when } from './options.ts';

const withdraws = destructive('Withdraws a package.');
const publishes = sensitive('Publishes a package for everybody.');
const elsewhere = destructive('Installs, and so runs, what is no package of the usual registry.');
const removes = destructive('Removes programs from the machine.', 'medium');

/** A package fetched by address instead of by name runs its own code when it is installed. */
const ADDRESS = /^(?:(?:git\+)?(?:https?|git|ssh):\/\/|git@)/;
const OFFICIAL =
  /^https:\/\/(?:[\w-]+\.)*(?:npmjs\.org|npmjs\.com|yarnpkg\.com|pypi\.org|pythonhosted\.org|rubygems\.org|crates\.io|pytorch\.org|github\.com)(?:[/:]|$)/;
const isOdd = (value: string): boolean => ADDRESS.test(value) && !OFFICIAL.test(value.replace(/^git\+/, ''));

const npm: Judge = (args) => {
  if (isOn(args, '--dry-run')) return undefined;
  const words = operandsOf(args, ['--prefix', '-C', '-w', '--workspace', '--registry', '--tag', '--access', '--otp']);
  const verb = words[0] ?? '';
  if (verb === 'unpublish' || verb === 'deprecate') return withdraws;
  if (verb === 'publish') return publishes;
  if (
    /^(?:owner|access|token|team)$/.test(verb) &&
    /^(?:add|rm|grant|revoke|create|set|edit|destroy)$/.test(words[1] ?? '')
  )
    return sensitive('Changes who may publish a package.');
  if (verb === 'config' || verb === 'set' || verb === 'c')
    return some(words, /^(?:registry|.*:registry|script-shell|.*_authToken)(?:=|$)/) && words.includes('set')
      ? sensitive('Changes where packages come from.')
      : undefined;
  if (
    /^(?:i|install|add|exec|x|dlx|ci)$/.test(verb) &&
    (words.slice(1).some(isOdd) || valuesOf(args, '--registry').some(isOdd))
  )
    return elsewhere;
  return undefined;
};

const runner: Judge = (args) =>
  operandsOf(args).slice(0, 1).some(isOdd) ||
  valuesOf(args, '-p', '--package', '--registry', '--from', '--index-url').some(isOdd)
    ? elsewhere
    : undefined;

const pip: Judge = (args) => {
  if (isOn(args, '--dry-run')) return undefined;
  const words = operandsOf(
    args,
    '-r -c -t --target --python -i --index-url --extra-index-url -f --find-links --trusted-host'.split(' '),
  );
  const at = words.indexOf('install');
  if (at < 0 && !words.includes('add') && !words.includes('sync')) return undefined;
  const from = valuesOf(args, '-i', '--index-url', '--extra-index-url', '-f', '--find-links', '-r', '--index');
  return words.slice(at + 1).some((word) => isOdd(word) || isOdd(word.replace(/^[\w.[\]-]+\s?@\s?/, ''))) ||
    from.some(isOdd)
    ? elsewhere
    : undefined;
};

/** `install` from an address, or from a source or registry that is not an official one. */
const installs: Judge = (args) =>
  args[0] === 'install' &&
  [...operandsOf(args), ...valuesOf(args, '--source', '-s', '--git', '--index', '--registry')].some(isOdd)
    ? elsewhere
    : undefined;

/** Removing programs. `-s` and `--dry-run` of apt are dry runs. */
const remover =
  (verbs: RegExp): Judge =>
  (args) =>
    isOn(args, '--dry-run', '--simulate', '--just-print', '--assumeno') || has(args, 's')
      ? undefined
      : operandsOf(args, ['-o', '-c', '-t'])
            .slice(0, 1)
            .some((word) => verbs.test(word))
        ? removes
        : undefined;

/** Commands that install, remove and publish packages. */
export const PACKAGES: readonly (readonly [name: string, judge: Judge])[] = [
  ...['npm', 'pnpm', 'yarn', 'bun'].map((name) => [name, npm] as const),
  ...['npx', 'bunx', 'pnpx', 'uvx', 'pipx'].map((name) => [name, runner] as const),
  ...['pip', 'pip3', 'uv', 'poetry'].map((name) => [name, pip] as const),
  ['twine', when(/^upload$/, publishes)],
  ['flit', when(/^publish$/, publishes)],
  [
    'cargo',
    (args) =>
      isOn(args, '--dry-run')
        ? undefined
        : args[0] === 'yank'
          ? withdraws
          : args[0] === 'publish'
            ? publishes
            : undefined,
  ],
  ...['apt-key', 'add-apt-repository'].map(
    (name) => [name, always(sensitive('Changes where packages come from.'))] as const,
  ),
  ['gem', (args) => (args[0] === 'yank' ? withdraws : args[0] === 'push' ? publishes : undefined)],
  ['gem', installs],
  ['cargo', installs],
  ['dotnet', (args) => (args[0] === 'nuget' && /^(?:push|delete)$/.test(args[1] ?? '') ? publishes : undefined)],
  ...['apt', 'apt-get', 'aptitude', 'dnf', 'yum', 'zypper', 'apk'].map(
    (name) => [name, remover(/^(?:remove|purge|autoremove|erase|del|rm|full-upgrade)$/)] as const,
  ),
  ['dpkg', when(/^(?:-r|-P|--remove|--purge|--force-\S+)$/, removes)],
  ['rpm', unless((args) => has(args, 'q', '--query', '--test'), when(/^(?:-e\w*|--erase|--nodeps|--force)$/, removes))],
  ['pacman', when(/^-R[a-z]*$/, removes)],
  ['snap', when(/^remove$/, removes)],
  ['flatpak', when(/^(?:uninstall|remove)$/, removes)],
  ['winget', when(/^(?:uninstall|remove)$/i, removes)],
  ['choco', when(/^uninstall$/i, removes)],
];
