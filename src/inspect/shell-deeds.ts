import type { Severity } from '../model/evidence.ts';
import { pathForms } from './path-form.ts';
import { sensitivePlace } from './sensitive.ts';

/** What one command of a script would do. */
export interface Deed {
  readonly kind: 'shell.destructive' | 'shell.network' | 'shell.sensitive';
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

/** What destroys nothing, and is a person's to decide: secrets, rights, other agents, where code goes. */
export const sensitive = (message: string, severity: Severity = 'medium'): Deed => ({
  kind: 'shell.sensitive',
  severity,
  message,
});

/** What writing to a file would do; undefined where it is an ordinary one. */
export function judgeWrite(file: string): Deed | undefined {
  if (/^\/dev\/(?:tcp|udp)\//.test(file)) return network('Opens a connection past every program.', 'critical');
  if (/^\/dev\/(?:sd|nvme|hd|vd|mmcblk|disk|mem)/.test(file)) return destructive('Writes over a disk.', 'critical');
  const path = pathForms(file, '~').at(-1)?.path ?? '';
  if (/^\/(?:etc|boot|bin|sbin|usr\/s?bin|lib)\//.test(path)) return destructive("Writes to the system's own files.");
  const what = sensitivePlace(path);
  return what === undefined ? undefined : destructive(`Writes to a place that holds ${what}.`);
}
