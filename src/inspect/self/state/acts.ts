import { PIECE, rests, type Steps } from '../../../model/steps.ts';
import { actsOnFound, isFound } from '../found.ts';
import type { Kept } from '../kept-folders.ts';
import { operandsIn, optionOf, pathFrom, REMOVES, type Step, stepsOf } from '../steps.ts';
import { fetchesInto } from './fetching.ts';
import type { StateReach, Terrain } from './reach.ts';
import { replaces } from './replacing.ts';
import { type Above, isNext, nextIn, unpacking, unpacksInto } from './unpacking.ts';

const FILLS = /^(?:cp|mv|rsync|ditto|robocopy|xcopy|copy|copy-item|cpi|move|move-item|mi|install|scp|pax)$/;
const GRANTS = /^(?:chmod|chown|chgrp|setfacl|icacls|takeown)$/;
/** Commands that always take the contents of a folder, not the folder itself. */
const CONTENTS = /^(?:ditto|robocopy|xcopy)$/;
const CODE = /^(?:python[\d.]*|node|ruby|perl|php|deno|bun)$/;
const CODE_FILLS = /extractall|unpack_archive|copytree|cpsync|copy_tree/i;
const CODE_ACTS =
  /rmtree|rm_rf|rmsync|rimraf|remove_tree|extractall|unpack_archive|copytree|cpsync|copy_tree|remove_dir_all/i;
/** A line without any of these is not examined further. */
const VERBS =
  /\b(?:rm|rd|del|erase|unlink|shred|trash|srm|ri|cp|mv|ln|ditto|copy|cpi|mi|ni|move|install|scp|pax|find|fd|tar|7z\w?|unrar|jar|cpio|patch|apply|chmod|chown|chgrp|icacls|takeown|setfacl|docker|podman|nerdctl|finch|clone|download|curl|wget|sync|aws|gsutil|rclone|degit|tiged)\b|rmdir|remove-item|rsync|robocopy|xcopy|copy-item|move-item|new-item|bsdtar|gtar|unzip|expand-archive|zipfile|tarfile|rmtree|extractall|unpack_archive|copytree|rmsync|cpsync|rimraf/i;
const LONGEST_VERB = 16;
/** Typical names of files in a state directory. */
const SAMPLES = ['a-1.jsonl', 'abcd2345.verdict', 'abcd2345.hold', 'trust.json', 'token.key', 'a.lease'];

/**
 * What a line of commands does to a folder that contains the state directory: removes, fills or opens it; or whose
 * configuration lies in a folder that it fills with what nobody has seen.
 */
export function* actsAbove(command: string, terrain: Terrain): Steps<Above | undefined> {
  if (!(yield* hasVerb(command))) return undefined;
  const { state, plainest } = terrain;
  const steps = yield* stepsOf(command, plainest);
  if (steps.some(({ name }) => CODE.test(name)) && CODE_ACTS.test(command)) {
    const words = command.split(/["'(),\s]/).filter((word) => word.length > 1 && /[/\\~]/.test(word));
    for (const [i, word] of words.entries()) {
      if (rests(i)) yield;
      if (isHeld(plainest(word), state)) return 'reaches';
    }
    // What is filled stands behind what it is filled from.
    const kept = CODE_FILLS.test(command) ? terrain.keeps(plainest(words.at(-1) ?? '')) : undefined;
    if (kept !== undefined) return kept;
  }
  const acts: (Above | undefined)[] = [];
  for (const [i, step] of steps.entries()) {
    if (rests(i)) yield;
    acts.push(yield* actOf(step, steps.slice(i + 1), terrain));
  }
  return gravest(acts);
}

/** Choices that are written out make a line of megabytes from one that may be read. */
function* hasVerb(line: string): Steps<boolean> {
  for (let at = 0; at < line.length; at += PIECE) {
    if (at > 0) yield;
    if (VERBS.test(line.slice(at, at + PIECE + LONGEST_VERB))) return true;
  }
  return false;
}

/** What is so of each of many words, which are looked at a few at a time. */
function* each<T>(words: readonly string[], look: (word: string) => T): Steps<T[]> {
  const found: T[] = [];
  for (const [i, word] of words.entries()) {
    if (rests(i)) yield;
    found.push(look(word));
  }
  return found;
}

function* anyOf(words: readonly string[], is: (word: string) => boolean): Steps<boolean> {
  for (const [i, word] of words.entries()) {
    if (rests(i)) yield;
    if (is(word)) return true;
  }
  return false;
}

const gravest = (acts: readonly (Above | undefined)[]): Above | undefined =>
  acts.includes('reaches') ? 'reaches' : acts.find((act) => act !== undefined);

function* actOf(step: Step, later: readonly Step[], terrain: Terrain): Steps<Above | undefined> {
  const { name, args, folder } = step;
  const { state, plainest } = terrain;
  const at = (word: string): string => pathFrom(folder, word, plainest);
  const over = (word: string | undefined): Above | undefined => {
    const path = word === undefined ? folder : at(word);
    return path === undefined ? undefined : unpacking(path, state);
  };
  const keptIn = (word: string | undefined): Kept | undefined => {
    const path = word === undefined ? folder : at(word);
    const kept = path === undefined ? undefined : terrain.keeps(path);
    // Where our configuration lies a project may lie as well, to which patches are applied every day.
    return kept === 'config' && PATCHES.test(name) ? undefined : kept;
  };
  const gravestOver = function* (words: readonly string[]): Steps<Above | undefined> {
    return gravest(yield* each(words, over));
  };
  if (REMOVES.test(name))
    return (yield* anyOf(operandsIn(args), (word) => isHeld(at(word), state))) ? 'reaches' : undefined;
  if (name === 'find' || name === 'fd') return finds(step, later, terrain) ? 'reaches' : undefined;
  if (GRANTS.test(name)) {
    const isDeep = args.some((arg) => /^-[a-z]*R|^--recursive$|^\/t$/i.test(arg));
    return isDeep ? yield* gravestOver(operandsIn(args)) : undefined;
  }
  const filled = FILLS.test(name) ? yield* fills(step, terrain) : undefined;
  if (filled !== undefined) return filled;
  const taken = replaces(name, args);
  if (taken !== undefined) return keptIn(taken) === 'client' ? 'client' : undefined;
  if (CONTAINERS.test(name)) return yield* gravestOver(mountsIn(args));
  const to = unpacksInto(name, args);
  if (to !== undefined) return over(to.folder) ?? keptIn(to.folder);
  const fetched = fetchesInto(name, args);
  // Into an empty folder, or by names that the other side chooses: none of ours is likely to be there.
  return fetched !== undefined && keptIn(fetched.folder) === 'client' ? 'client' : undefined;
}

const PATCHES = /^(?:patch|git)$/;
const CONTAINERS = /^(?:docker|podman|nerdctl|finch)$/;

/** The folders that a container is given: `-v /a:/b`, `--mount type=bind,src=/a,dst=/b`. */
const mountsIn = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    const option = /^(?:-v|--volume)$/.test(args[i - 1] ?? '') ? arg : /^(?:-v|--volume=)(.+)$/.exec(arg)?.[1];
    const folder = /^((?:[A-Za-z]:)?[^:]+):/.exec(option ?? '')?.[1] ?? MOUNTED.exec(arg)?.[1];
    return folder === undefined ? [] : [folder];
  });
const MOUNTED = /(?:^|[,=])(?:src|source)=([^,]+)/;

const isHeld = (path: string, state: StateReach): boolean =>
  path.length > 1 && (state.isAbove(path) || (/[*?[]/.test(path) && state.reaches(path)));

/** Copying and moving: something with the name of the next step lands on that step, and so may the contents of a folder. */
function* fills({ name, args, folder }: Step, { state, keeps, plainest }: Terrain): Steps<Above | undefined> {
  if (name === 'rsync' && args.some((arg) => /^(?:-[a-z]*n[a-z]*|--dry-run)$/i.test(arg))) return undefined;
  const words = operandsIn(args);
  const named = optionOf(args, '-t', '--target-directory', '-Destination');
  const last = name === 'robocopy' ? 1 : words.length - 1;
  const to = named ?? words[last];
  if (to === undefined) return undefined;
  const sources = words.filter((word, i) => (named === undefined ? i !== last : word !== named));
  const path = pathFrom(folder, to, plainest);
  const nexts = nextIn(path, state);
  if (nexts.length > 0 && (yield* anyOf(sources, (source) => isNext(plainest(source), nexts)))) return 'reaches';
  const takesContents =
    CONTENTS.test(name) ||
    (name === 'cp' && args.some((arg) => /^(?:-[A-Za-z]*T[A-Za-z]*|--no-target-directory)$/.test(arg))) ||
    sources.some((source) => /(?:^|[/\\])(?:\.?|\*+)$/.test(source));
  const above = takesContents ? unpacking(path, state) : undefined;
  if (above !== undefined) return above;
  // A copy of what lies beside our configuration is in the user's own hands, and our names in it are seen when written.
  if (takesContents && keeps(path) === 'client') return 'client';
  const isOver = (source: string): boolean => keeps(`${path}/${plainest(source).split('/').at(-1) ?? ''}`) === 'client';
  return (yield* anyOf(sources, isOver)) ? 'client' : undefined;
}

/** Whether `find` acts on all that it finds from a folder above, unless it looks for names that no file of ours has. */
function finds(step: Step, later: readonly Step[], { state, plainest }: Terrain): boolean {
  const found = actsOnFound(step, later, plainest);
  const aheads = found?.places.flatMap((place) => state.aheadOf(place)) ?? [];
  if (found === undefined || aheads.length === 0) return false;
  return found.names.length === 0 || isFound(found.names, [...SAMPLES, ...aheads.flat()]);
}
