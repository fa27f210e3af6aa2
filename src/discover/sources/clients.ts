import type { Machine } from '../client.ts';
import { type ClientSurvey, type FoundServer, type SurveyOptions, troubleText } from '../client-survey.ts';
import type { Seen, Sightings } from '../find.ts';
import { hideLaunch } from '../hidden-launch.ts';
import { isOurselves, loopbackPort } from '../launch.ts';
import { pathOf } from '../places.ts';
import { programOf } from '../program.ts';

export interface ClientSightings extends Sightings {
  /** Files of configurations that clients start Sallyport with. */
  readonly configs: readonly string[];
}

/** What every key of Sallyport itself is: however it is started, it is one. */
export const SALLYPORT = 'sallyport';

/** The servers in the files of every client. */
export function seeClients({ servers, troubles }: ClientSurvey, options: SurveyOptions): ClientSightings {
  const { ourselves = { programs: [], urls: [] } } = options;
  const seen: Seen[] = [];
  const notes: string[] = [];
  const broken: string[] = [];
  const configs = new Set<string>();
  for (const found of servers) {
    const { entry, name, place } = found;
    // Where we serve over HTTP is known only once the files have said with which configurations.
    const isUs = isOurselves(entry, ourselves);
    if (isUs) {
      const config = configOf(found, options.machine);
      if (config !== undefined) configs.add(config);
    }
    if (entry.kind === 'part' || entry.kind === 'broken') {
      const said = `${place.file}:${place.line}: ${name}: ${entry.trouble ?? 'says nothing of what it is'}`;
      (entry.kind === 'part' ? notes : broken).push(said);
    } else seen.push(seenOf({ ...found, isUs }, options));
  }
  return { seen, troubles: [...troubles.map(troubleText), ...broken], notes, configs: [...configs] };
}

function seenOf(found: FoundServer, { machine, seeSecrets = () => [] }: SurveyOptions): Seen {
  const { slot, name, place, entry, isUs } = found;
  const { launch, held, key } = hideLaunch(entry, seeSecrets);
  const port = entry.url === undefined ? undefined : loopbackPort(entry.url);
  return {
    source: 'clients',
    kind: isUs ? 'sallyport' : 'server',
    name,
    by: slot.client.title,
    at: { file: place.file, line: place.line },
    certainty: 'certain',
    reason: `${entry.disabled ? 'disabled' : 'configured'} in ${slot.client.title}${slot.key.length > 1 ? ` for ${slot.project}` : ''}`,
    way: isUs ? 'behind' : entry.disabled ? 'unsure' : 'past',
    launch,
    held,
    keys: [isUs ? SALLYPORT : key],
    marks: [...(port === undefined ? [] : [`port ${port}`]), ...foldersOf(found, machine)],
  };
}

/** The folders that hold the started script, so that code found there is counted as this server's. */
function foldersOf({ entry, slot }: FoundServer, machine: Machine): string[] {
  const program = entry.command === undefined ? undefined : programOf([entry.command, ...entry.args]);
  const file = program?.kind === 'script' ? program.name : entry.command;
  if (file === undefined || !/[\\/]/.test(file)) return [];
  const { isAbsolute, resolve } = pathOf(machine);
  const base = entry.cwd ?? slot.project;
  if (!isAbsolute(file) && (base === undefined || !isAbsolute(base))) return [];
  return folderMarks(isAbsolute(file) ? file : resolve(base ?? '', file), machine);
}

/** Marks of the nearest folders above a file. */
export function folderMarks(file: string, machine: Pick<Machine, 'platform'>): string[] {
  const { dirname } = pathOf(machine);
  const marks: string[] = [];
  for (let folder = dirname(file), i = 0; i < 6 && dirname(folder) !== folder; folder = dirname(folder), i++) {
    marks.push(`folder ${folder}`);
  }
  return marks;
}

function configOf({ entry }: FoundServer, machine: Machine): string | undefined {
  return configIn(entry.args, machine, entry.cwd);
}

/** The configuration that Sallyport is started with, where its whole path is known. */
export function configIn(args: readonly string[], machine: Machine, cwd?: string): string | undefined {
  const at = args.indexOf('--config');
  const joined = args.find((arg) => arg.startsWith('--config='))?.slice('--config='.length);
  const { isAbsolute, join } = pathOf(machine);
  const file = joined ?? (at < 0 ? undefined : args[at + 1]) ?? 'servers.config.yaml';
  if (isAbsolute(file)) return file;
  return cwd !== undefined && isAbsolute(cwd) ? join(cwd, file) : undefined;
}
