import type { PlainEntry } from '../../model/journal.ts';
import type { Entry } from '../../model/record.ts';
import type { Head } from './group.ts';

/** Notes of this file are about chains and are read by code; all other notes are for people. */
export const END: PlainEntry = { kind: 'note', about: 'end', message: 'the chain ends here' };

/** A head as text: `12:hash`. */
export const headText = ({ seq, hash }: Head): string => `${seq}:${hash}`;

export function parseHead(text: string): Head | undefined {
  const found = /^(-1|\d+):([\w-]*)$/.exec(text);
  return found?.[2] === undefined ? undefined : { seq: Number(found[1]), hash: found[2] };
}

/** Says in the closer's chain where the chain of a dead owner ended, so that it cannot be cut unseen. */
export const closedNote = (writer: string, head: Head): PlainEntry => ({
  kind: 'note',
  about: 'closed',
  message: `${writer} ${headText(head)}`,
});

/** Which chain a note closes, and where. */
export function parseClosed(entry: Entry): { writer: string; head: Head } | undefined {
  if (entry.kind !== 'note' || entry.about !== 'closed') return undefined;
  const [writer, text] = entry.message.split(' ');
  const head = parseHead(text ?? '');
  return writer === undefined || head === undefined ? undefined : { writer, head };
}

export const isEnd = (entry: Entry): boolean => entry.kind === 'note' && entry.about === 'end';
export const isAbandonment = (entry: Entry): boolean => entry.kind === 'note' && entry.about === 'abandoned';
