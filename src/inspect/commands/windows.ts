import {
  accounts,
  type Deed,
  destructive,
  firewall,
  itself,
  listed,
  logs,
  network,
  off,
  processes,
  protection,
  sensitive,
  services,
} from '../shell/deeds.ts';
import { isWhatIf } from './files.ts';
import { always, type Judge, some, unless, when } from './options.ts';

const registry = destructive('Changes the registry.');
const backups = destructive('Deletes backups.');
const rights = destructive('Changes permissions on the machine.');
const fetches = network('Downloads with a tool that is not meant for that.', 'high');
const remote = destructive('Runs code that comes from another machine.', 'critical');

/** Cmdlets that act as soon as they are called, unless `-WhatIf` is given. */
const cmdlets = (deed: Deed, ...names: readonly string[]): [string, Judge][] =>
  names.map((name) => [name, unless(isWhatIf, always(deed))]);
const words = (deed: Deed, is: RegExp, ...names: readonly string[]): [string, Judge][] =>
  names.map((name) => [name, unless(isWhatIf, when(is, deed))]);

const isKey = (args: readonly string[]): boolean => some(args, /^(?:registry::|hk(?:lm|cu|cr|u|cc)[:\\]|hkey_)/i);
const item: Judge = (args) => {
  if (isWhatIf(args)) return undefined;
  if (some(args, /\\(?:run|runonce|winlogon|image file execution options)(?:\\|["']?$)/i)) return itself;
  return isKey(args) ? registry : undefined;
};

const accountChange: Judge = (args) =>
  /^(?:user|localgroup|group|accounts)$/i.test(args[0] ?? '') &&
  (some(args, /^\/(?:add|delete|active)/i) ||
    (/^user$/i.test(args[0] ?? '') && args.length > 2 && !/^\//.test(args[2] ?? '')))
    ? accounts
    : /^stop$/i.test(args[0] ?? '')
      ? services
      : undefined;

/** Windows commands, both cmd and PowerShell. */
export const WINDOWS: readonly (readonly [name: string, judge: Judge])[] = [
  ...cmdlets(off, 'stop-computer', 'restart-computer'),
  ...cmdlets(services, 'stop-service', 'spsv', 'set-service', 'remove-service', 'suspend-service', 'new-service'),
  ...cmdlets(
    itself,
    'register-scheduledtask',
    'unregister-scheduledtask',
    'set-scheduledtask',
    'register-scheduledjob',
    'register-wmievent',
    'set-wmiinstance',
    'disable-scheduledtask',
  ),
  ...cmdlets(
    accounts,
    'new-localuser',
    'remove-localuser',
    'set-localuser',
    'add-localgroupmember',
    'new-aduser',
    'remove-aduser',
    'set-adaccountpassword',
    'enable-localuser',
    'disable-localuser',
    'add-adgroupmember',
  ),
  ...cmdlets(
    protection,
    'set-mppreference',
    'add-mppreference',
    'uninstall-windowsfeature',
    'disable-windowsoptionalfeature',
    'disable-bitlocker',
  ),
  // With process scope the change is temporary, and common in installation instructions.
  [
    'set-executionpolicy',
    unless((args) => some(args, /^process$/i) || some(args, /^(?:restricted|allsigned)$/i), always(protection)),
  ],
  ...cmdlets(logs, 'clear-eventlog', 'remove-eventlog', 'limit-eventlog'),
  ...cmdlets(backups, 'remove-vm', 'remove-vmsnapshot', 'disable-computerrestore'),
  ...cmdlets(firewall, 'remove-netfirewallrule', 'disable-netfirewallrule'),
  ...words(firewall, /^(?:false|\$false)$/i, 'set-netfirewallprofile'),
  ...'set-itemproperty sp new-itemproperty new-item ni remove-itemproperty rp set-item si rename-itemproperty clear-item clear-itemproperty remove-item ri'
    .split(' ')
    .map((name): [string, Judge] => [name, item]),
  ...cmdlets(rights, 'set-acl'),
  // `ls | ForEach-Object Delete`
  ...words(listed, /^delete$/i, 'foreach-object', 'foreach'),
  ...words(processes, /^\*$/, 'taskkill', 'stop-process', 'spps'),
  ...words(itself, /^\/(?:create|delete|change)$/i, 'schtasks'),
  ...words(services, /^(?:stop|delete|config|create|failure|sdset)$/i, 'sc'),
  ...words(registry, /^(?:delete|add|import|copy|restore|load)$/i, 'reg'),
  ['regedit', when(/^\/s$/i, registry)],
  ['regini', always(registry)],
  ['net', accountChange],
  ['net1', accountChange],
  [
    'netsh',
    (args) =>
      some(args, /^(?:off|disable|reset|delete|add|set|portproxy)$/i) && !some(args, /^(?:show|dump)$/i)
        ? firewall
        : undefined,
  ],
  ['takeown', always(rights)],
  ['icacls', when(/^\/(?:grant|deny|setowner|reset|inheritance|remove|restore)/i, rights)],
  ['cacls', when(/^\/[gpe]$/i, rights)],
  ['attrib', when(/^[+-][rhs]$/i, destructive('Hides files, or shows hidden ones.', 'medium'))],
  ['vssadmin', when(/^(?:delete|resize)$/i, backups)],
  ['wbadmin', when(/^delete$/i, backups)],
  ['wmic', when(/^(?:delete|call|terminate)$/i, destructive('Changes the machine past its usual tools.'))],
  ['bcdedit', when(/^\/(?:set|delete|import)/i, destructive('Changes how the machine starts.'))],
  ['wevtutil', when(/^(?:cl|clear-log|sl|set-log)$/i, logs)],
  ['fsutil', when(/^(?:deletejournal|setzerodata|dirty)$/i, destructive('Changes a disk past its usual tools.'))],
  ['set-psreadlineoption', when(/^savenothing$/i, destructive('Keeps no history of commands.'))],
  ['forfiles', when(/\b(?:del|erase|rd|rmdir)\b/i, listed)],
  ['cipher', when(/^\/w/i, destructive('Erases files for good.'))],
  ['sdelete', always(destructive('Erases files for good.'))],
  ['certutil', when(/^[-/](?:urlcache|verifyctl|decode|decodehex)$/i, fetches)],
  ['bitsadmin', when(/^\/(?:transfer|addfile|create|setnotifycmdline)$/i, fetches)],
  ['start-bitstransfer', always(network('Connects to another machine.'))],
  ['mshta', when(/^(?:https?|javascript|vbscript):|^\\\\/i, remote)],
  ['regsvr32', when(/^\/i:(?:https?|\\\\)|^https?:/i, remote)],
  ['rundll32', when(/javascript:|^https?:|^\\\\/i, remote)],
  ['msiexec', when(/^(?:https?:|\\\\)/i, remote)],
  ['start-process', when(/^runas$/i, sensitive('Starts a program with the rights of an administrator.'))],
  ['runas', always(sensitive('Starts a program as somebody else.'))],
];
