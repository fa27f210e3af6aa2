import { rests, type Steps } from '../../model/steps.ts';
import { namesOf, wordsOf } from '../reading/words.ts';
import { spreadOut } from './choices.ts';
import { setsClient } from './client-commands.ts';
import { CLIENT_FILES, OWN_PROGRAM } from './client-files.ts';
import { patternKind } from './file-patterns.ts';
import { actsInClientFolder } from './found.ts';
import { answersForUs, goneWith, quotedWhole, touchesProgram } from './own-commands.ts';
import { endsIn, literal, type OwnKind, type OwnPlaces } from './own-places.ts';
import { SPACE } from './step-names.ts';

/** What of ours a command names or decides; undefined where it names nothing of ours. */
export function* touchedBy(command: string, places: OwnPlaces): Steps<OwnKind | undefined> {
  const text = spacedWhole(command, places)
    // `${X:-~/.state}/x` names a folder and a variable; `sally"port"` is one word to a shell.
    .replace(/\$\{(\w{1,60})(?::?[-=+?]([^}]{0,200}))?\}(\S{0,200})/g, '$$$1$3 $2');
  const bare = text.replace(/["'^`]/g, '');
  const said = quotedWhole(text).replace(/["'^`]/g, '');
  if (answersForUs(command) || answersForUs(said) || answersForUs(said.replaceAll('\\', ''))) return 'self.state';
  if (isLong(command)) yield;
  if (setsClient(command)) return 'self.client-config';
  const isProgram = (word: string): boolean => OWN_PROGRAM.test(places.plainest(word));
  if (touchesProgram(command, isProgram)) return 'self.program';
  if (isLong(command)) yield;
  if (touchesProgram(bare, isProgram)) return 'self.program';
  if (isLong(command)) yield;
  const words = bare === text ? namesOf(text) : [...namesOf(text), ...namesOf(bare)];
  if (isLong(command)) yield;
  const spread = spreadOut(bare);
  if (isLong(command)) yield;
  const named = yield* namedIn([...words, ...patternsIn(bare), ...(spread === bare ? [] : wordsOf(spread))], places);
  if (named !== undefined) return named;
  if (yield* joinsState(words, places)) return 'self.state';
  if (isLong(command)) yield;
  const removed = yield* removedBy(spread, places);
  if (removed !== undefined) return removed;
  if (isLong(command)) yield;
  return joinsClientFile(words) || (yield* actsInClientFolder(spread, places)) ? 'self.client-config' : undefined;
}

/** A shorter command is looked at without a pause where nothing in it comes in thousands. */
const isLong = (command: string): boolean => command.length > 4_096;

/** A command in which every name of ours that has a space is one word, however it is quoted. */
export const spacedWhole = (command: string, { spaced }: OwnPlaces): string =>
  spaced.reduce((all, step) => all.replace(spacedOut(step), step.replaceAll(' ', SPACE)), command);

/** Matches a name with spaces, in any quoting that keeps it one word. */
const spacedOut = (step: string): RegExp =>
  new RegExp(step.split(' ').map(literal).join('(?:[\\\\^`]?\\s|["\']\\s["\']|["\']\\s|\\s["\'])'), 'gi');

/** Words with sets (`[…]`) and choices (`{…}`), which are split elsewhere. */
const patternsIn = (command: string): readonly string[] =>
  /[[{]/.test(command) ? (command.match(/[^\s;|&<>()=]{2,1024}/g)?.filter((word) => /[[{]/.test(word)) ?? []) : [];

/** Whether a word has a character that a path or a pattern needs; a word without any is a plain name at most. */
const isSigned = (word: string): boolean => /[/\\.~$%*?[{\u0080-\uffff]/.test(word);

const WILD = /[*?[{$]/;

/** What a single word names. */
function* namedIn(words: readonly string[], places: OwnPlaces): Steps<OwnKind | undefined> {
  for (const [i, word] of [...new Set(words)].entries()) {
    if (rests(i)) yield;
    if (!isSigned(word) && !places.names.has(word.toLowerCase())) continue;
    const kind =
      places.kindOf(word) ?? (WILD.test(word) ? patternKind(places.plainest(word), places.keeps) : undefined);
    // Running the program is harmless; anything else done to it was checked before.
    if (kind !== undefined && kind !== 'self.program') return kind;
  }
  return undefined;
}

/** Whether words lead to the state directory together: a folder above in one, the rest of the way in another. */
function* joinsState(words: readonly string[], places: OwnPlaces): Steps<boolean> {
  const paths = new Map<string, string>();
  for (const [i, word] of words.entries()) {
    if (rests(i)) yield;
    if (!paths.has(word)) paths.set(word, isSigned(word) ? places.plainest(word) : word.toLowerCase());
  }
  return yield* places.state.joins(words.map((word) => paths.get(word) ?? word));
}

/** Whose folder a command removes, moves or links: one with something of ours in it, or one in which a client keeps its own. */
function* removedBy(command: string, places: OwnPlaces): Steps<OwnKind | undefined> {
  let isClients = false;
  for (const [i, word] of goneWith(command).entries()) {
    if (rests(i)) yield;
    if (places.isAround(word)) return 'self.state';
    isClients ||= isSigned(word) && places.keeps(places.plainest(word)) === 'client';
  }
  return isClients ? 'self.client-config' : undefined;
}

/** `cd ~/.cursor && tee mcp.json`: the folder is in one word, the file in another. */
function joinsClientFile(words: readonly string[]): boolean {
  const lower = [...new Set(words)].map((word) => word.toLowerCase().replaceAll('\\', '/').replace(/\/$/, ''));
  return CLIENT_FILES.some((file) => {
    const slash = file.lastIndexOf('/');
    if (slash < 0) return false;
    const [folder, name] = [file.slice(0, slash), file.slice(slash + 1)];
    return lower.some((word) => endsIn(word, [folder])) && lower.some((word) => endsIn(word, [name]));
  });
}
