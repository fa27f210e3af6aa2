import type { NoteEntry } from '../../model/record.ts';

/** `mail: 3 tools`, `mail: ready`, `mail offers nothing any more`. */
const NEWS = /^([\w-]+)(?:: | (?=offers nothing any more$))(.*)$/s;
const WAITS = /^the changed configuration waits for `sallyport trust --config (.+?)` in a terminal: (.*)$/s;
const IS_BACK = /^(.+) is again what is in force$/s;

/**
 * A note as it is written today. Earlier versions wrote words alone: whose news it was, and which configuration waited why, is
 * told from them here and nowhere else.
 */
export function todaysNote(note: NoteEntry): NoteEntry {
  const { about, message, server, file } = note;
  if (about === 'reload') return file === undefined ? { ...note, ...reloadOf(message) } : note;
  if (server !== undefined || !(about === 'listing' || about === 'lockfile' || about === 'server')) return note;
  const [, name, news] = NEWS.exec(message) ?? [];
  return name === undefined || news === undefined ? note : { ...note, server: name, message: news };
}

function reloadOf(message: string): Pick<NoteEntry, 'file' | 'waits'> {
  const [, word, waits] = WAITS.exec(message) ?? [];
  if (word !== undefined && waits !== undefined) return { file: unquoted(word), waits };
  const file = IS_BACK.exec(message)?.[1];
  return file === undefined ? {} : { file };
}

/** A word as it was before it was written for a shell. */
const unquoted = (word: string): string => word.replace(/^(['"])(.*)\1$/s, '$2').replaceAll(String.raw`'\''`, "'");
