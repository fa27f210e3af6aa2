import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { FoundServer } from '../../discover/client-survey.ts';
import { hideLaunch } from '../../discover/hidden-launch.ts';
import { isObject } from '../../model/json.ts';
import { seeSecrets } from '../discovering.ts';
import { VERSION } from '../version.ts';
import { type Check, doubtful } from './check.ts';

/** The names of servers, by what is started. */
type Behind = ReadonlyMap<string, string>;

/** A client starts by itself what stands behind Sallyport too. `all`: what else clients start, since one adoption takes all of a client's. */
export function goesPast(found: FoundServer, behind: Behind, all: readonly FoundServer[]): Check[] {
  const server = twinOf(found, behind);
  if (server === undefined) return [];
  const { slot, name, place, entry } = found;
  const { id, title } = slot.client;
  const taken = all.filter(
    (each) =>
      each.slot.client.id === id &&
      each.slot.project === slot.project &&
      each.entry.trouble === undefined &&
      twinOf(each, behind) !== undefined,
  );
  const names = [...new Set(taken.map((each) => each.name))].map((each) => ` --server ${each}`).join('');
  const project = slot.project === undefined ? '' : ` in ${slot.project}`;
  // What adoption would leave where it is, it need not be told to take.
  const action =
    entry.trouble === undefined
      ? `Remove ${taken.length > 1 ? 'them' : 'it'} there, or run \`sallyport adopt --client ${id}${names}\`${project}`
      : `Remove it there (adopting leaves it: ${entry.trouble}); where \`${server}\` lacks something of it, write that into the configuration`;
  return [
    doubtful(
      `client ${title}`,
      `${place.file}:${place.line}: "${name}" is ${server} of this configuration, started by the client itself: its calls go past Sallyport`,
      `${action}; then start ${title} anew.`,
    ),
  ];
}

function twinOf({ entry, isUs }: FoundServer, behind: Behind): string | undefined {
  if (isUs || entry.disabled || entry.kind === 'part' || entry.kind === 'broken') return undefined;
  return behind.get(hideLaunch(entry, seeSecrets).key);
}

/** A client starts Sallyport, but not the one that looks: what is found here may be otherwise there. `programs`: of this one. */
export function isAnotherCopy({ slot, entry }: FoundServer, programs: readonly string[]): Check[] {
  const about = `client ${slot.client.title}`;
  const words = [entry.command ?? '', ...entry.args];
  const [other] = words.filter((word) => path.isAbsolute(word) && /main\.js$|sallyport(?:\.cmd|\.exe)?$/i.test(word));
  const wanted = words.map((word) => /^sallyport@(\S+)$/.exec(word)?.[1]).find((found) => found !== undefined);
  const ours = new Set(programs.map(real));
  const version = other === undefined ? wanted : versionOf(real(other));
  const isOther =
    other === undefined ? wanted !== undefined && wanted !== VERSION : existsSync(other) && !ours.has(real(other));
  if (!isOther) return [];
  const which = version === undefined ? '' : `, of version ${version}`;
  return [
    doubtful(
      about,
      `${slot.file} starts another copy of Sallyport than the one that looks (${other ?? `sallyport@${wanted}`}${which}; this is ${VERSION})`,
      'Ask the doctor of that copy as well, or write the path of this one there: both write to the same record.',
    ),
  ];
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** What the package says that a program of ours is part of. */
function versionOf(main: string): string | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(path.join(path.dirname(main), '..', '..', 'package.json'), 'utf8'));
    return isObject(said) && said.name === 'sallyport' && typeof said.version === 'string' ? said.version : undefined;
  } catch {
    return undefined;
  }
}
