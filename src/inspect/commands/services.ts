import {
  accounts,
  type Deed,
  destructive,
  firewall,
  itself,
  logs,
  off,
  processes,
  protection,
  sensitive,
  services,
} from '../shell/deeds.ts';
import { always, has, isOn, type Judge, operandsOf, some, unless, when } from './options.ts';

const kernel = destructive('Loads code into the kernel.');
const settings = destructive("Changes the system's own settings.", 'medium');
const net = destructive('Takes the machine off its network.', 'medium');

const pattern = (...pairs: readonly (readonly [name: string, is: RegExp, deed: Deed])[]): [string, Judge][] =>
  pairs.map(([name, is, deed]) => [name, when(is, deed)]);
const each = (deed: Deed, ...names: readonly string[]): [string, Judge][] => names.map((name) => [name, always(deed)]);

/** Flushing rules, deleting a chain, or setting a chain's default policy to ACCEPT opens the firewall. */
const iptables: Judge = (args) => {
  if (has(args, 'F', '--flush') || has(args, 'X', '--delete-chain')) return firewall;
  const at = args.findIndex((arg) => arg === '-P' || arg === '--policy');
  return at >= 0 && args[at + 2] === 'ACCEPT' ? firewall : undefined;
};

const crontab: Judge = (args) => (has(args, 'l') && !has(args, 'r') ? undefined : itself);

const passwd: Judge = (args) => (has(args, 'S', '--status', '--help') ? undefined : accounts);

/** Programs that developers start and stop all day and can restart with one command. */
const OWN_RUN =
  /^(?:node|npm|npx|yarn|pnpm|bun|deno|tsx|tsc|vite|webpack|next|nodemon|esbuild|rollup|jest|vitest|mocha|playwright|cypress|python[\d.]*|flask|uvicorn|gunicorn|celery|pytest|jupyter.*|ruby|rails|puma|sidekiq|java|gradle|mvn|php|cargo|go|dotnet|streamlit|storybook|sleep|serve|http-server|live-server|ts-node|json-server)$/i;
const ends: Judge = (args, name) => {
  const words = operandsOf(args, ['-u', '-U', '-P', '-s', '-t', '-g', '-G', '-signal', '--signal', '-o', '-y']);
  // `pkill -f` matches whole command lines: the first word of the pattern is the program.
  const programs = words.map((word) => (name === 'pkill' ? word.replace(/^\^|\s.*$|\$$/g, '') : word));
  const isOwn =
    programs.length > 0 &&
    programs.every((one) => OWN_RUN.test(one) || /^[\w./-]{2,80}\.(?:[cm]?[jt]s|py|rb|php|jar)$/i.test(one));
  return isOwn && !args.includes('-v')
    ? destructive('Stops programs that a developer is running.', 'low')
    : destructive('Stops processes by name.', 'medium');
};

/** A new account has no special rights by itself. It may get them with a password, a group or a user id of its own. */
const adds: Judge = (args) =>
  has(args, 'o', '--non-unique') ||
  some(args, /^(?:-[a-zA-Z]*[puoGg]|--(?:password|uid|groups|gid|ingroup)=.*)$/) ||
  operandsOf(args, [
    '-d',
    '-c',
    '-s',
    '-k',
    '-e',
    '-f',
    '-b',
    '--home',
    '--home-dir',
    '--shell',
    '--comment',
    '--gecos',
  ]).length > 1
    ? accounts
    : undefined;

/** Commands that affect whether a machine keeps running, and who may use it. */
export const SERVICES: readonly (readonly [name: string, judge: Judge])[] = [
  ...each(off, 'reboot', 'halt', 'poweroff'),
  ['shutdown', unless((args) => has(args, 'c') || some(args, /^(?:--show|\/a)$/), always(off))],
  ['init', when(/^[06]$/, off)],
  ['telinit', when(/^[06]$/, off)],
  ...pattern(
    [
      'systemctl',
      /^(?:stop|disable|mask|poweroff|reboot|halt|kill|isolate|enable|link|edit|set-default|suspend|hibernate|revert|set-property)$/,
      services,
    ],
    ['service', /^stop$/, destructive('Stops services of the machine.')],
    ['rc-service', /^stop$/, services],
    ['chkconfig', /^off$/, services],
    ['loginctl', /^(?:terminate|kill)-/, processes],
    ['launchctl', /^(?:load|unload|bootstrap|bootout|enable|disable|remove|submit|kill|kickstart|setenv)$/, services],
    ['kill', /^-1$/, processes],
    ['journalctl', /^--(?:vacuum-\w+|rotate|flush)/, logs],
    ['logrotate', /^(?:-f|--force)$/, logs],
    ['ufw', /^(?:disable|reset)$/, firewall],
    ['nft', /^(?:flush|destroy)$/, firewall],
    ['ipset', /^(?:flush|destroy)$/, firewall],
    ['pfctl', /^-(?:d|F)/, firewall],
    ['firewall-cmd', /^--(?:panic-off|set-default-zone=trusted|zone=trusted)/, firewall],
    ['setenforce', /^(?:0|permissive)$/i, protection],
    ['csrutil', /^(?:disable|authenticated-root)$/, protection],
    ['spctl', /^--(?:master-disable|global-disable|disable)$/, protection],
    ['aa-teardown', /^/, protection],
    ['nvram', /^(?:-c|-d|[\w-]+=)/, settings],
    ['pmset', /^(?:sleepnow|-a|shutdown)$/, settings],
    ['tmutil', /^(?:delete\w*|disable\w*)$/, destructive('Deletes backups.')],
    ['dscl', /^-?(?:create|delete|append|change|passwd|merge)$/, accounts],
    ['sysadminctl', /^-(?:addUser|deleteUser|resetPasswordFor)$/, accounts],
    ['defaults', /^(?:delete|delete-all)$|^(?:LoginHook|LogoutHook)$/, settings],
    ['ip', /^(?:flush|down)$/, net],
    ['ifconfig', /^down$/, net],
    ['nmcli', /^(?:off|down|delete|disconnect)$/, net],
    ['gpasswd', /^-[adMr]$/, accounts],
  ),
  [
    'auditctl',
    (args) => (some(args, /^-D$/) || (args[args.indexOf('-e') + 1] === '0' && args.includes('-e')) ? logs : undefined),
  ],
  ['update-rc.d', unless((args) => has(args, 'n'), when(/^(?:remove|disable)$/, services))],
  ['iptables', iptables],
  ['ip6tables', iptables],
  ['killall', ends],
  ['pkill', ends],
  ['killall5', always(processes)],
  ['crontab', crontab],
  [
    'at',
    unless((args) => has(args, 'l') || has(args, 'V'), always(destructive('Plans a command for later.', 'medium'))),
  ],
  ['batch', always(destructive('Plans a command for later.', 'medium'))],
  ['systemd-run', when(/^--(?:on-\w+|timer-property)/, itself)],
  [
    'sysctl',
    (args) =>
      has(args, 'wp', '--write') || has(args, 'w') || some(operandsOf(args), /^[\w./-]+=/) ? settings : undefined,
  ],
  ['dmesg', (args) => (has(args, 'C', '--clear') || has(args, 'c') ? logs : undefined)],
  ...each(accounts, 'userdel', 'usermod', 'deluser', 'groupdel', 'chpasswd', 'vipw'),
  ...['useradd', 'adduser'].map((name): [string, Judge] => [name, adds]),
  ['visudo', unless((args) => has(args, 'c', '--check'), always(accounts))],
  ['passwd', passwd],
  ['insmod', always(kernel)],
  ['kldload', always(kernel)],
  ['kextload', always(kernel)],
  ['modprobe', unless((args) => isOn(args, '--dry-run', '--show-depends') || has(args, 'n'), always(kernel))],
  ['rmmod', always(destructive('Takes code out of the kernel.', 'medium'))],
  ['nsenter', always(destructive('Steps out of a container.', 'critical'))],
  ['gpg', when(/^--(?:export-secret-\S+|delete-(?:secret-)\S+)$/, sensitive('Reads or removes secret keys.', 'high'))],
  ['gpg2', when(/^--(?:export-secret-\S+|delete-(?:secret-)\S+)$/, sensitive('Reads or removes secret keys.', 'high'))],
  ['launchd', always(services)],
];
