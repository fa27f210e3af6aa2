import { destructive, judgeWrite, network } from '../shell/deeds.ts';
import { areLeftovers } from './leftovers.ts';
import { has, isOn, type Judge, operandsOf, some, valuesOf } from './options.ts';

const reaches = network('Connects to another machine.');
const opens = network('Connects to another machine.', 'medium');
const sweeps = network('Tries one machine or port after another.', 'high');
const sends = network('Sends data over the network.', 'medium');
const deletes = network('Deletes something on another machine.', 'medium');
const named = network('Sends data over the network, hidden in a host name.', 'high');

/** More than one address: a network, a range, a wildcard, or a variable that a loop fills in. */
const MANY =
  /^[\d.]+\/(?!32$)\d{1,2}$|^[\da-f:]+\/(?!128$)\d{1,3}$|^(?=.*(?:-|,|\*))(?:[\d*,-]{1,40}\.){3}[\d*,-]{1,40}$|(?:\d{1,3}\.){1,3}(?:\$|\{|%|\[)|^[\w.-]+\/(?!32$)\d{1,2}$/i;
const MOST_HOSTS = 8;
const isMany = (hosts: readonly string[]): boolean =>
  hosts.length > MOST_HOSTS || hosts.some((host) => MANY.test(host));

/** Per scanner: options that take a value, and options that specify many targets, as that scanner spells them. */
const SCANNERS: Readonly<Record<string, { readonly valued: string; readonly many: RegExp }>> = {
  nmap: {
    valued:
      '-p --script --script-args -oN -oX -oG -oA -oS -iL -iR -e -S -g -D --exclude --excludefile --max-rate --min-rate --top-ports --dns-servers --max-retries --host-timeout --source-port --ttl',
    many: /^-i[LR]/,
  },
  masscan: { valued: '-p --ports --rate -e --adapter-ip -c -oX -oJ -oG -oL', many: /^(?:-iL|--includefile)/ },
  zmap: { valued: '-p -o -r -B -n -i -w -b', many: /^(?:-w|--(?:allow|white)list-file)/ },
  fping: { valued: '-c -C -t -p -i -r -b -B -H -I -l -O -S', many: /^(?:-[a-zA-Z]*[gf]|--generate|--file)/ },
  rustscan: { valued: '-p -r -b -t -u', many: /^$/ },
  naabu: { valued: '-p -rate -c', many: /^(?:-list|-l)$/ },
  nbtscan: { valued: '-t -m', many: /^-f$/ },
  'arp-scan': { valued: '-I', many: /^(?:-l|--localnet|-f)/ },
};
const scans: Judge = (args, name) => {
  for (const file of valuesOf(args, '-oN', '-oX', '-oG', '-oA')) {
    const deed = judgeWrite(file);
    if (deed !== undefined) return deed;
  }
  const scanner = SCANNERS[name];
  if (scanner === undefined || has(args, '', '-h', '--help', '-V', '--version')) return undefined;
  if (some(args, scanner.many) || some(args, /^--script(?:=.*)?(?:vuln|exploit|brute|dos)/)) return sweeps;
  const hosts = [...operandsOf(args, scanner.valued.split(' ')), ...(name === 'rustscan' ? valuesOf(args, '-a') : [])];
  // No target, or one with a variable or wildcard, may mean every host.
  return hosts.length === 0 || isMany(hosts) || hosts.some((host) => /[$`*]/.test(host)) ? sweeps : reaches;
};

/** `-z` only checks whether a port is open: for one port that is a question, for many it is a scan. */
const netcat: Judge = (args) => {
  if (has(args, 'e', '--exec', '--sh-exec') || has(args, 'c'))
    return network('Gives another machine a shell on this one.', 'critical');
  if (!some(args, /^-\w*z/)) return opens;
  const [host = '', ...ports] = operandsOf(args, ['-w', '-p', '-s', '-i', '-q', '-X', '-x']);
  return isMany([host]) || ports.length !== 1 || !/^\d+$/.test(ports[0] ?? '') ? sweeps : reaches;
};

/** Letters of curl that take no value, the last one such as sends the rest of the word: `-sSd@x`, `-T.env`. */
const BUNDLED = /^-[fgikLNsSv]{0,8}[dFT]./;
/** Fields of a form as HTTPie reads them: `f@x`, `a=@x`, `a=b`, `a:=1`. */
const FIELD = /^[\w.[\]-]{1,99}(?::?=(?!=)|@)./;

const transfer: Judge = (args, name) => {
  for (const file of valuesOf(args, '-o', '--output', '-O', '--output-document', '-OutFile', '-P')) {
    const deed = judgeWrite(file);
    if (deed !== undefined) return deed;
  }
  if (
    some(
      args,
      /^(?:-d|--data(?:-binary|-raw|-urlencode)?|--json|-F|--form|-T|--upload-file|--post-(?:data|file)|--body-(?:data|file)|-InFile|-Body|-Form)(?:$|=)/,
    ) ||
    some(args, /^(?:-d|-T|-F|--data[\w-]*=).*@/) ||
    (name === 'curl' && some(args, BUNDLED)) ||
    (/^(?:https?|xh)$/.test(name) && some(args, FIELD)) ||
    some(args, /^-X?(?:POST|PUT)$/)
  )
    return sends;
  if (valuesOf(args, '-X', '--request', '-Method', '--method').some((one) => /^DELETE$/i.test(one))) return deletes;
  // curl itself expands `[1-254]` and `{a,b}` and tries every address.
  return some(args, /^(?:https?:\/\/)?[^/?#]{0,300}?(?:\[\d{1,5}-\d{1,5}\]|(?:\d{1,3}\.){1,3}(?:\$|\{))/)
    ? sweeps
    : reaches;
};

/** A single probe, or a sweep if a loop fills in the address or the port. */
const probe: Judge = (args) =>
  some(args, /[$`]\(|`/)
    ? named
    : some(args, MANY) || args.some((arg, i) => arg === '$_' && /^-port$/i.test(args[i - 1] ?? ''))
      ? sweeps
      : undefined;

const ssh: Judge = (args) =>
  has(args, 'R') || some(args, /^-R./) ? network('Lets another machine in here.', 'high') : reaches;

const rsync: Judge = (args) => {
  const isRemote = some(args, /^[\w.@-]+:|^rsync:/);
  if (isOn(args, '--dry-run') || has(args, 'n')) return isRemote ? reaches : undefined;
  const operands = operandsOf(args, ['-e', '--rsh', '-f', '--exclude', '--include']);
  const removesSource = some(args, /^--remove-source-files$/);
  if (removesSource || some(args, /^--del(?:ete(?:-\w+)?)?$/)) {
    const isMade = !isRemote && !removesSource && areLeftovers(operands.slice(-1));
    return destructive('Removes files at the destination that are not at the source.', isMade ? 'low' : 'medium');
  }
  return isRemote ? reaches : judgeWrite(operands.at(-1) ?? '');
};

const each = (judge: Judge, ...names: readonly string[]): [string, Judge][] => names.map((name) => [name, judge]);

/** Commands that use the network, and how far each reaches. */
export const NETWORK: readonly (readonly [name: string, judge: Judge])[] = [
  ...each(transfer, 'curl', 'wget', 'iwr', 'irm', 'invoke-webrequest', 'invoke-restmethod', 'http', 'https', 'xh'),
  ...each(netcat, 'nc', 'ncat', 'netcat'),
  ...each(scans, ...Object.keys(SCANNERS)),
  ...each(() => sweeps, 'netdiscover', 'responder'),
  ...each(
    (args) =>
      some(args, /\b(?:EXEC|SYSTEM|SHELL):/i)
        ? network('Gives another machine a shell on this one.', 'critical')
        : opens,
    'socat',
  ),
  ...each(() => reaches, 'telnet', 'scp', 'sftp', 'ftp', 'tftp', 'aria2c', 'lftp'),
  ...each(
    probe,
    'ping',
    'ping6',
    'test-connection',
    'dig',
    'nslookup',
    'host',
    'arping',
    'traceroute',
    'resolve-dnsname',
  ),
  ['test-netconnection', (args, name) => probe(args, name) ?? reaches],
  ['tnc', (args, name) => probe(args, name) ?? reaches],
  ['ssh', ssh],
  ['rsync', rsync],
];
