import { codeOf, messageOf } from '../../model/caught.ts';
import { countOf } from '../../model/count.ts';
import { makePayload } from '../payload/payload.ts';
import type { Item } from './group.ts';
import { lostEntry } from './lost.ts';

/** So many narrowings are kept, with so many UTF-16 units of names: to forget one would let its session do more. */
const MOST_NARROWINGS = 10_000;
const MOST_NAMES = 8_000_000;
/** Said when more came: what a process no longer knows it must not judge by. */
export const TOO_MANY =
  'sessions were narrowed so often while the record could not be written that not all of it could be kept: no call passes until Sallyport is started again, and those sessions may then do no more than their purposes allow, or nothing but read unless a person allows it';

/** So many records that could not be written are kept as they are, with this many UTF-16 units of payload. */
const MOST = 20_000;
const MOST_UNITS = 32_000_000;

/**
 * Of a group that could not be written: what is tried again though nobody waits for it any more. What marks said of
 * who was narrowed counts once: whoever closes a dead chain writes it at each attempt.
 */
export function triedAgain(items: readonly Item[]): Item[] {
  const marked = new Set<string>();
  return items.flatMap((item) => {
    const { entry, done, isKept } = item;
    if (done !== undefined && !isKept) return [];
    if (entry.kind === 'purpose' && entry.source === 'outage') {
      const told = JSON.stringify([entry.session, entry.purposes]);
      if (marked.has(told)) return [];
      marked.add(told);
    }
    return { ...item, done: undefined };
  });
}

export const noteItem = (about: string, message: string, at: number): Item => ({
  entry: { kind: 'note', about, message },
  at,
  payload: undefined,
  tool: undefined,
  done: undefined,
});

export const lostText = (lost: number): string =>
  `${countOf(lost, 'text')} will be recorded as lost: memory is full, and the disk takes none`;

/**
 * What is kept of records until the disk takes them again, and how many texts found no room. Results without are recorded as
 * lost: a call without any end would be a riddle, and a session that read its result would come again as one that had not.
 * What was said is recorded as cut to nothing: that it was said counts.
 */
export function keptOf(items: readonly Item[]): { readonly kept: Item[]; readonly lost: number } {
  let units = 0;
  let lost = 0;
  const cut = new Set<string>();
  const kept = items.flatMap((item, i) => {
    const length = item.payload?.text.length ?? 0;
    const isText = item.entry.kind === 'result' || length > 0;
    if (isText && i < MOST && units + length <= MOST_UNITS) {
      units += length;
      return item;
    }
    if (isText) lost++;
    const left = isText ? withoutText(item) : item;
    const about = whoWasTold(left);
    if (about === undefined) return left;
    // That it was said counts once.
    if (cut.has(about)) return [];
    cut.add(about);
    return left;
  });
  return { kept, lost };
}

/** Of something that was said, without its text: to whom and by whom; undefined of everything else. */
function whoWasTold({ entry, payload }: Item): string | undefined {
  if (payload?.text !== '') return undefined;
  if (entry.kind === 'task') return JSON.stringify([entry.session, entry.source, entry.id]);
  if (entry.kind !== 'saying') return undefined;
  return JSON.stringify([entry.session, entry.upstream, entry.labels]);
}

/** Whether sessions were narrowed more often than is kept. */
export function areTooMany(items: readonly Item[]): boolean {
  let many = 0;
  let names = 0;
  for (const { entry } of items) {
    if (entry.kind !== 'purpose') continue;
    many++;
    for (const name of entry.purposes) names += name.length;
    for (const name of entry.tools ?? []) names += name.length;
  }
  return many > MOST_NARROWINGS || names > MOST_NAMES;
}

function withoutText(item: Item): Item {
  const { entry, payload, labels = [] } = item;
  if (entry.kind === 'result')
    return { ...item, entry: lostEntry(entry.call, entry.session, labels), payload: undefined };
  const empty = makePayload(payload?.text ?? '', 0);
  if (entry.kind === 'task') return { ...item, entry: { ...entry, payload: empty.ref }, payload: empty };
  if (entry.kind !== 'saying') return item;
  return { ...item, entry: { ...entry, cut: true, payload: empty.ref }, payload: empty };
}

/** That a record could not be written, why, and what to do. */
export const outageText = (dir: string, failure: NodeJS.ErrnoException): string =>
  `the record in ${dir} could not be written: ${messageOf(failure)}; ${adviceFor(failure.code)}`;

/** The same where none can be kept from the start. */
export const unwritableText = (dir: string, failure: unknown): string =>
  `no record can be kept in ${dir}: ${messageOf(failure)}; ${isFull(codeOf(failure)) ? 'free some space' : 'make it writable for this user'}, or set SALLYPORT_STATE to another place`;

/** Whether the disk has no room, or none left for this user. */
const isFull = (code: string | undefined): boolean => code === 'ENOSPC' || code === 'EDQUOT';

function adviceFor(code: string | undefined): string {
  if (isFull(code)) return 'free some space; calls go on as soon as there is room';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'make the folder writable';
  if (code === 'ENOENT' || code === 'ESTALE') return 'the folder was removed or moved: put it back or restart';
  return 'no call passes until it can be';
}
