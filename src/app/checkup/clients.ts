import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from '../../discover/client.ts';
import { type FoundServer, surveyClients, type Trouble } from '../../discover/client-survey.ts';
import type { ServerEntry } from '../../discover/entry.ts';
import { configIn } from '../../discover/sources/clients.ts';
import { ownPrograms } from '../own-program.ts';
import { bad, type Check, doubtful, good } from './check.ts';
import { goesPast, isAnotherCopy } from './ways-past.ts';

export interface Where extends Machine {
  /** Of a project, which may have files of its own. */
  readonly folder: string;
  /** A configuration that names agents, and what a client is started as to be one. */
  readonly agents?: { readonly file: string; readonly launches: readonly string[] };
  /** The servers of the configuration, by what is started. */
  readonly behind?: ReadonlyMap<string, string>;
  /** Programs that count as Sallyport besides this one: for tests. */
  readonly programs?: readonly string[];
}

/** Looks at how clients start Sallyport: they do so in a folder of their own, with a short PATH. */
export async function checkClients(where: Where): Promise<Check[]> {
  const { programs = ownPrograms() } = where;
  const ourselves = { programs, urls: [] };
  const { servers, troubles } = await surveyClients({ machine: where, projects: [where.folder], ourselves });
  return [
    ...troubles.map(unreadable),
    ...servers.flatMap((found) => checkEntry(found, { ...where, programs }, servers)),
  ];
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** What keeps a client from starting its servers, ours or not: it says so nowhere that a person looks. */
function unreadable({ clients, place, what }: Trouble): Check {
  const about = `client ${clients.map(({ title }) => title).join(', ')}`;
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column} cannot be read: `;
  return bad(about, `${where}${what}`, 'Correct it: the client reads no server there.');
}

function checkEntry(
  server: FoundServer,
  { agents, programs = [], behind = NOTHING }: Where,
  all: readonly FoundServer[],
): Check[] {
  const { slot, name, place, entry, isUs } = server;
  const about = `client ${slot.client.title}${slot.project === undefined ? '' : ` for ${slot.project}`}`;
  if (entry.kind === 'broken' && !entry.disabled) {
    const said = `${place.file}:${place.line}:${place.column} server "${name}": ${entry.trouble}`;
    return [doubtful(about, said, 'Give it a command or a url, or remove the entry.')];
  }
  if (!isUs) return goesPast(server, behind, all);
  if (entry.url !== undefined) return [];
  const wrong = [...wrongWith(entry, slot.file, about, programs), ...strangeTo(agents, entry, slot.file, about)];
  const found = [...wrong, ...isAnotherCopy(server, programs)];
  return found.length === 0 ? [good(about, `${slot.file} starts Sallyport by whole paths`)] : found;
}

/** Where agents are named, whoever is none of them gets nothing: no tool is missing in a way that a person could see. */
function strangeTo(agents: Where['agents'], { args }: ServerEntry, file: string, about: string): Check[] {
  if (agents === undefined || configIn(args, { platform: process.platform, home: '', env: {} }) !== agents.file)
    return [];
  const at = args.indexOf('--agent');
  const agent = at === -1 ? undefined : args[at + 1];
  if (agent !== undefined && agents.launches.includes(agent)) return [];
  const as = agent === undefined ? 'as no agent' : `as agent ${agent}, which is none`;
  return [
    bad(
      about,
      `${file} starts it ${as}, and ${agents.file} grants tools to agents alone: the client gets none`,
      `Add "--agent" and one of these to its args: ${agents.launches.join(', ')}.`,
    ),
  ];
}

function wrongWith(
  { command = '', args, cwd }: ServerEntry,
  file: string,
  about: string,
  programs: readonly string[],
): Check[] {
  const checks: Check[] = [];
  const config = args.indexOf('--config');
  const named = config === -1 ? undefined : args[config + 1];
  const isWhole = (name: string): boolean => path.isAbsolute(name) || name.startsWith('${');
  if (!args.includes('serve'))
    checks.push(bad(about, `${file} starts it without \`serve\``, 'Add "serve" to its args.'));
  if (named === undefined) {
    if (cwd === undefined)
      checks.push(bad(about, `${file} names no configuration`, 'Add "--config" and its whole path to the args.'));
  } else if (!isWhole(named)) {
    if (cwd === undefined)
      checks.push(
        bad(about, `${file} names ${named}, relative to a folder of the client's own choice`, 'Write its whole path.'),
      );
  } else if (path.isAbsolute(named) && !existsSync(named)) {
    checks.push(bad(about, `${file} names ${named}, which does not exist`, 'Correct the path after --config.'));
  }
  const script = args.find((arg) => /main\.js$/.test(arg));
  if (script !== undefined && !isWhole(script)) {
    checks.push(
      bad(about, `${file} names ${script}, relative to a folder of the client's own choice`, 'Write its whole path.'),
    );
  } else if (script !== undefined && path.isAbsolute(script) && !existsSync(script)) {
    const [here = ''] = programs;
    checks.push(bad(about, `${file} names ${script}, which does not exist`, `Write the path of this copy: ${here}`));
  }
  if (path.isAbsolute(command) && !existsSync(command)) {
    checks.push(bad(about, `${file} starts ${command}, which does not exist`, 'Correct its command.'));
  } else if (!isWhole(command) && /[\\/]/.test(command)) {
    checks.push(
      bad(about, `${file} starts ${command}, relative to a folder of the client's own choice`, 'Write its whole path.'),
    );
  } else if (command === 'sallyport') {
    checks.push(
      doubtful(
        about,
        `${file} starts it by name, and programs started from a desktop have a shorter PATH`,
        'Write the whole path of its command.',
      ),
    );
  }
  return checks;
}
