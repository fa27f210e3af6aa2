import { isGraver } from '../../model/evidence/severity.ts';
import { CLOUDS } from '../commands/clouds.ts';
import { CLUSTERS } from '../commands/clusters.ts';
import { container } from '../commands/containers.ts';
import { DATABASES } from '../commands/databases.ts';
import { DISKS } from '../commands/disks.ts';
import { FILES } from '../commands/files.ts';
import { git } from '../commands/git.ts';
import { NETWORK } from '../commands/network.ts';
import { asksOnly, type Judge } from '../commands/options.ts';
import { OUTWARD } from '../commands/outward.ts';
import { PACKAGES } from '../commands/packages.ts';
import { PERMISSIONS } from '../commands/permissions.ts';
import { SERVICES } from '../commands/services.ts';
import { WINDOWS } from '../commands/windows.ts';
import { type Deed, destructive, sensitive } from './deeds.ts';
import { nameOf } from './words.ts';

/** Keyed by command name in lower case, without folder or `.exe`. A name may belong to more than one family. */
const JUDGES = new Map<string, readonly Judge[]>();
for (const [name, judge] of [
  ...DISKS,
  ...FILES,
  ...PERMISSIONS,
  ['git', git] as const,
  ...['docker', 'podman', 'nerdctl', 'docker-compose'].map((one) => [one, container] as const),
  ...CLUSTERS,
  ...CLOUDS,
  ...OUTWARD,
  ...DATABASES,
  ...PACKAGES,
  ...SERVICES,
  ...NETWORK,
  ...WINDOWS,
])
  JUDGES.set(name, [...(JUDGES.get(name) ?? []), judge]);

/** Flags that tell command-line agents never to ask for permission. */
const UNASKED = /^--(?:yolo|dangerously-[\w-]+|full-auto|trust-all-tools|allow-all-tools)$/;

/** What a command would do, given its unquoted words, name first; undefined if it is an ordinary one. */
export function judgeCommand(words: readonly string[]): Deed | undefined {
  const name = nameOf(words[0] ?? '');
  const args = words.slice(1);
  if (args.some((arg) => UNASKED.test(arg)))
    return sensitive('Starts another agent that does not ask for permission.', 'high');
  if (name === 'sudo' && args.some((arg) => /^-l+$/.test(arg)))
    return sensitive('Lists what this account may run as another user.');
  if (/^\S*[{,]\S*$/.test(name) && !name.startsWith('${'))
    return destructive('Hides the name of the command that it runs.');
  if (asksOnly(name, args)) return undefined;
  const judges = JUDGES.get(name) ?? (name.startsWith('mkfs.') ? JUDGES.get('mkfs') : undefined);
  let gravest: Deed | undefined;
  for (const judge of judges ?? []) {
    const deed = judge(args, name);
    if (deed !== undefined && isGraver(deed.severity, gravest?.severity)) gravest = deed;
  }
  return gravest;
}
