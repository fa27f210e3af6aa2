import type { Severity } from '../model/evidence.ts';
import { type Deed, destructive, judgeWrite, network, sensitive } from './shell-deeds.ts';
import { EVERYTHING, isScratch, nameOf } from './shell-words.ts';

const has = (args: readonly string[], short: string, ...long: readonly string[]): boolean =>
  args.some((arg) => long.includes(arg) || (short !== '' && /^-[A-Za-z]+$/.test(arg) && arg.includes(short)));
const some = (args: readonly string[], pattern: RegExp): boolean => args.some((arg) => pattern.test(arg));

type Judge = (args: readonly string[]) => Deed | undefined;

const always = (message: string, severity: Severity = 'high'): Judge => {
  const deed = destructive(message, severity);
  return () => deed;
};

const removal: Judge = (args) => {
  const isWide = args.some((arg) => EVERYTHING.test(arg) && !/^\/(?:tmp|var\/tmp)\//.test(arg));
  if (!has(args, 'r', '--recursive') && !has(args, 'R')) {
    return isWide && has(args, 'f', '--force') && some(args, /\*/)
      ? destructive('Removes files without asking.')
      : undefined;
  }
  if (isScratch(args)) return undefined;
  return isWide
    ? destructive('Removes a whole tree that others need.', 'critical')
    : destructive('Removes a folder with everything in it.', 'medium');
};

const transfer: Judge = (args) =>
  some(
    args,
    /^(?:-d|--data(?:-binary|-raw|-urlencode)?|-F|--form|-T|--upload-file|--post-(?:data|file)|--body-(?:data|file)|-InFile|-Body)(?:$|=)/,
  ) ||
  some(args, /^(?:-d|-T|-F|--data[\w-]*=).*@/) ||
  some(args, /^-X?(?:POST|PUT)$/)
    ? network('Sends data over the network.', 'high')
    : network('Reaches over the network.');

/** The file that git is told to write its answer to. */
function written(args: readonly string[]): Deed | undefined {
  const file = args.find((arg) => arg.startsWith('--output='))?.slice('--output='.length);
  return file === undefined ? undefined : judgeWrite(file);
}

const git: Judge = (args) => {
  // `-C folder` and `-c key=value` stand before the word that counts.
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && !/^-[Cc]$/.test(args[i - 1] ?? ''));
  switch (args[at]) {
    case 'push':
      if (has(args, 'f', '--force', '--mirror', '--delete') || some(args, /^(?:--force-with-lease|\+\S|:\S)/))
        return destructive('Overwrites or deletes what others pushed.');
      return network('Pushes to another machine.');
    case 'reset':
      return has(args, '', '--hard')
        ? destructive('Throws away changes that were not committed.', 'medium')
        : undefined;
    case 'clean':
      return has(args, 'f', '--force') ? destructive('Removes files that git does not know.', 'medium') : undefined;
    case 'remote':
      return some(args, /^set-url$/) ? sensitive('Changes where a repository is pushed to.') : undefined;
    case 'show':
    case 'diff':
    case 'log':
    case 'format-patch':
      return written(args);
    case 'filter-branch':
    case 'filter-repo':
      return destructive("Rewrites a repository's history.");
    case 'reflog':
    case 'update-ref':
      return some(args, /^(?:expire|delete|-d)$/) ? destructive("Removes a repository's history.") : undefined;
    case 'config':
      return some(
        args,
        /^(?:core\.(?:hookspath|sshcommand|pager|editor|fsmonitor)|credential\.|alias\.|filter\.|diff\..*(?:command|textconv))/i,
      ) && args.length > 2
        ? destructive('Makes git run a program of its own choice.')
        : undefined;
    default:
      return undefined;
  }
};

const container: Judge = (args) => {
  if (
    some(args, /^--(?:privileged|pid=host|net=host|network=host|userns=host|cap-add=(?:ALL|SYS_ADMIN))$/) ||
    some(args, /(?:^|=|unix:\/\/)\/(?:var\/)?run\/(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock/) ||
    some(args, /^(?:-v|--volume=|--mount=.*source=)?\/:\/?/)
  ) {
    return destructive('Gives a container the whole machine.', 'critical');
  }
  if (some(args, /^prune$/) || (some(args, /^(?:rm|rmi|kill)$/) && has(args, 'f', '--force')))
    return destructive('Removes containers, images or volumes.', 'medium');
  return undefined;
};

const deletes =
  (pattern: RegExp, message: string): Judge =>
  (args) =>
    some(args, pattern) ? destructive(message) : undefined;

const reads =
  (pattern: RegExp): Judge =>
  (args) =>
    some(args, pattern) ? sensitive('Reads a secret out of where it is kept.') : undefined;

/** By the command's own name, lower case, without folder or `.exe`. */
const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['rm', removal],
  ['mkfs', always('Formats a disk.', 'critical')],
  ['wipefs', always('Erases a disk.', 'critical')],
  [
    'fdisk',
    (args) => (has(args, 'l', '--list') ? undefined : destructive('Changes the partitions of a disk.', 'critical')),
  ],
  ['parted', always('Changes the partitions of a disk.', 'critical')],
  ['diskpart', always('Changes the partitions of a disk.', 'critical')],
  ['shred', always('Erases files for good.')],
  ['srm', always('Erases files for good.')],
  [
    'dd',
    (args) =>
      some(args, /^of=\/dev\/(?!null|stdout|stderr)/) ? destructive('Writes over a disk.', 'critical') : undefined,
  ],
  ['truncate', (args) => (some(args, /^(?:0|-s0|--size=0)$/) ? destructive('Empties files.', 'medium') : undefined)],
  [
    'chmod',
    (args) =>
      some(args, /^(?:0?777|a\+rwx|[ugoa]*\+s|[2467]\d{3})$/)
        ? destructive(
            has(args, 'R', '--recursive') ? 'Opens a whole tree to everybody.' : 'Opens a file to everybody.',
            has(args, 'R') ? 'high' : 'medium',
          )
        : undefined,
  ],
  [
    'chown',
    (args) =>
      has(args, 'R', '--recursive') && args.some((arg) => EVERYTHING.test(arg))
        ? destructive('Gives a whole tree to somebody else.')
        : undefined,
  ],
  ['chattr', always('Changes what may be done to files at all.', 'medium')],
  ['git', git],
  ['shutdown', always('Turns the machine off.')],
  ['reboot', always('Turns the machine off.')],
  ['halt', always('Turns the machine off.')],
  ['poweroff', always('Turns the machine off.')],
  ['stop-computer', always('Turns the machine off.')],
  ['restart-computer', always('Turns the machine off.')],
  ['init', deletes(/^[06]$/, 'Turns the machine off.')],
  [
    'systemctl',
    deletes(
      /^(?:stop|disable|mask|poweroff|reboot|halt|kill|isolate|enable|link|edit|set-default)$/,
      'Changes which services of the machine run.',
    ),
  ],
  ['service', deletes(/^stop$/, 'Stops services of the machine.')],
  ['kill', deletes(/^-1$/, 'Ends every process.')],
  ['killall', always('Ends processes by name.', 'medium')],
  ['pkill', always('Ends processes by name.', 'medium')],
  ['killall5', always('Ends every process.')],
  ['crontab', (args) => (has(args, 'l') ? undefined : destructive('Changes what runs by itself.'))],
  ['at', always('Plans a command for later.', 'medium')],
  ['schtasks', deletes(/^\/(?:create|delete|change)$/i, 'Changes what runs by itself.')],
  [
    'history',
    (args) => (has(args, 'c') || has(args, 'd') ? destructive('Removes the history of commands.') : undefined),
  ],
  ['docker', container],
  ['podman', container],
  ['nsenter', always('Steps out of a container.', 'critical')],
  [
    'kubectl',
    (args) =>
      deletes(/^delete$/, 'Deletes objects of a cluster.')(args) ??
      (some(args, /^exec$/) ? sensitive('Runs a command inside a cluster.') : undefined),
  ],
  ['taskkill', deletes(/^\*$/, 'Ends every process.')],
  ['stop-process', deletes(/^\*$/, 'Ends every process.')],
  ['vault', reads(/^(?:read|get)$/)],
  ['op', reads(/^(?:read|get)$/)],
  ['helm', deletes(/^(?:uninstall|delete)$/, 'Deletes a release.')],
  ['terraform', deletes(/^-?destroy$/, 'Destroys infrastructure.')],
  ['tofu', deletes(/^-?destroy$/, 'Destroys infrastructure.')],
  [
    'aws',
    (args) =>
      deletes(/^(?:rb|delete-[\w-]+|terminate-instances|rm)$/, 'Deletes cloud resources.')(args) ??
      reads(/^(?:get-secret-value|get-parameters?|get-session-token|get-login-password)$/)(args),
  ],
  ['gcloud', deletes(/^delete$/, 'Deletes cloud resources.')],
  ['az', deletes(/^(?:delete|purge)$/, 'Deletes cloud resources.')],
  ['gh', deletes(/^delete$/, 'Deletes something on GitHub.')],
  ['npm', deletes(/^unpublish$/, 'Withdraws a package.')],
  ['dropdb', always('Drops a database.', 'critical')],
  ['redis-cli', deletes(/^flush(?:all|db)$/i, 'Empties a database.')],
  ['iptables', (args) => (has(args, 'F', '--flush') ? destructive('Opens the firewall.') : undefined)],
  ['ufw', deletes(/^(?:disable|reset)$/, 'Opens the firewall.')],
  ['setenforce', deletes(/^0$/, "Turns off the system's own protection.")],
  ['userdel', always('Changes the accounts of the machine.')],
  ['useradd', always('Changes the accounts of the machine.')],
  ['usermod', always('Changes the accounts of the machine.')],
  ['passwd', always('Changes the accounts of the machine.')],
  ['visudo', always('Changes the accounts of the machine.')],
  ['insmod', always('Loads code into the kernel.')],
  ['modprobe', always('Loads code into the kernel.')],
  [
    'remove-item',
    (args) =>
      some(args, /^-r(?:ecurse)?$/i) && !isScratch(args)
        ? destructive(
            'Removes a folder with everything in it.',
            args.some((arg) => EVERYTHING.test(arg)) ? 'critical' : 'medium',
          )
        : undefined,
  ],
  ['rd', deletes(/^\/s$/i, 'Removes a folder with everything in it.')],
  ['rmdir', deletes(/^\/s$/i, 'Removes a folder with everything in it.')],
  ['del', deletes(/^\/[sq]$/i, 'Removes files without asking.')],
  ['erase', deletes(/^\/[sq]$/i, 'Removes files without asking.')],
  ['format', deletes(/^[a-z]:/i, 'Formats a disk.')],
  ['format-volume', always('Formats a disk.', 'critical')],
  ['clear-disk', always('Erases a disk.', 'critical')],
  ['vssadmin', deletes(/^delete$/i, 'Deletes backups.')],
  ['wbadmin', deletes(/^delete$/i, 'Deletes backups.')],
  ['bcdedit', deletes(/^\/(?:set|delete)/i, 'Changes how the machine starts.')],
  ['reg', deletes(/^(?:delete|add|import)$/i, 'Changes the registry.')],
  ['wevtutil', deletes(/^(?:cl|clear-log)$/i, 'Removes logs.')],
  ['clear-eventlog', always('Removes logs.')],
  ['set-mppreference', always("Turns off the system's own protection.")],
  ['curl', transfer],
  ['wget', transfer],
  ['iwr', transfer],
  ['irm', transfer],
  ['invoke-webrequest', transfer],
  ['invoke-restmethod', transfer],
  ['start-bitstransfer', transfer],
  ...[
    'nc',
    'ncat',
    'netcat',
    'socat',
    'telnet',
    'ssh',
    'scp',
    'sftp',
    'ftp',
    'tftp',
    'nmap',
    'masscan',
    'aria2c',
    'lftp',
    'test-netconnection',
  ].map((name): [string, Judge] => [
    name,
    () => network('Reaches over the network.', /^(?:nc|ncat|netcat|socat|nmap|masscan)$/.test(name) ? 'medium' : 'low'),
  ]),
  ['rsync', (args) => (some(args, /^[\w.@-]+:|^rsync:/) ? network('Reaches over the network.') : undefined)],
  ['dig', (args) => (some(args, /[$`]/) ? network('Sends data over the network, in a name.', 'high') : undefined)],
  ['nslookup', (args) => (some(args, /[$`]/) ? network('Sends data over the network, in a name.', 'high') : undefined)],
]);

/** Flags by which agents on the command line are told to ask for nothing. */
const UNASKED = /^--(?:yolo|dangerously-[\w-]+|full-auto|trust-all-tools|allow-all-tools)$/;

/** What a command would do, its words unquoted and the name first; undefined where it is an ordinary one. */
export function judgeCommand(words: readonly string[]): Deed | undefined {
  const name = nameOf(words[0] ?? '');
  const args = words.slice(1);
  const judge = JUDGES.get(name) ?? (name.startsWith('mkfs.') ? JUDGES.get('mkfs') : undefined);
  if (some(args, UNASKED)) return sensitive('Starts another agent that asks nobody.', 'high');
  if (name === 'sudo' && some(args, /^-l+$/)) return sensitive('Asks what this account may do as another.');
  if (/[{,]/.test(name)) return destructive('Hides the name of the command that it runs.');
  if (judge !== undefined) return judge(args);
  if (name === 'find' && some(args, /^-delete$/)) return destructive('Removes every file that it finds.', 'medium');
  if ((name === 'tee' || name === 'cp' || name === 'mv' || name === 'ln' || name === 'install') && args.length > 0)
    return judgeWrite(args.at(-1) ?? '');
  return undefined;
}
