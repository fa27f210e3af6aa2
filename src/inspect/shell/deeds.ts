import type { Severity } from '../../model/evidence/severity.ts';
import { pathForms } from '../paths/form.ts';
import { sensitivePlace } from '../paths/sensitive.ts';

/** What one command of a script would do. */
export interface Deed {
  readonly kind: 'shell.destructive' | 'shell.network' | 'shell.sensitive' | 'shell.unparsed';
  readonly severity: Severity;
  readonly message: string;
}

export const destructive = (message: string, severity: Severity = 'high'): Deed => ({
  kind: 'shell.destructive',
  severity,
  message,
});
export const network = (message: string, severity: Severity = 'low'): Deed => ({
  kind: 'shell.network',
  severity,
  message,
});

/** Something that destroys nothing but is for a person to decide: secrets, rights, other agents, where code is sent. */
export const sensitive = (message: string, severity: Severity = 'medium'): Deed => ({
  kind: 'shell.sensitive',
  severity,
  message,
});

/** Deeds shared by commands of several families. The first ones are what is done to the machine itself. */
export const off = destructive('Turns the machine off.');
export const services = destructive('Changes which services run on the machine.');
export const itself = destructive('Changes what starts by itself.');
export const processes = destructive('Stops every process.');
export const accounts = destructive('Changes user accounts on the machine.');
export const protection = destructive('Turns off a protection of the system.');
export const firewall = destructive('Opens the firewall.');
export const listed = destructive('Removes every file on a list.', 'medium');
export const logs = destructive('Removes logs.');
export const removesFolder = destructive('Removes a folder with everything in it.', 'medium');
export const removesAllFound = destructive('Removes every file that it finds.', 'medium');
export const givesMachine = destructive('Gives a container control of the whole machine.', 'critical');
export const givesShell = network('Gives another machine a shell on this one.', 'critical');
export const runsDownload = destructive('Runs what it downloads.', 'critical');

/** What writing to a file would do; undefined if it is an ordinary file. */
export function judgeWrite(file: string): Deed | undefined {
  if (/^\/dev\/(?:tcp|udp)\//.test(file))
    return network('Opens a network connection from the shell itself.', 'critical');
  if (/^\/dev\/(?:sd|nvme|hd|vd|mmcblk|disk|mem)/.test(file)) return destructive('Overwrites a disk.', 'critical');
  const path = pathForms(file, '~').at(-1)?.path ?? '';
  if (/^\/(?:etc|boot|bin|sbin|usr\/s?bin|lib)\//.test(path)) return destructive("Writes to the system's own files.");
  const what = sensitivePlace(path);
  return what === undefined ? undefined : destructive(`Writes to a place that holds ${what}.`);
}
