import type { Entity } from '../../model/entity.ts';
import { domainOf } from '../../model/host.ts';
import type { JsonPointer } from '../../model/json.ts';
import type { Memory, Sighted } from '../../model/view.ts';

/** Of this key nothing was ever read. */
const NOBODY = '';

/** The key of an address that is the whole of a destination: one in a link is only told to whoever the link leads to. */
export function personIn(piece: string, [address]: readonly Entity[], domain: string): string {
  const isWhole =
    address?.kind === 'email' &&
    /^[<("']*$/.test(piece.slice(0, address.start)) &&
    /^[>)"']*$/.test(piece.slice(address.end));
  return isWhole && domainOf(piece.slice(address.start, address.end)) === domain ? address.key : NOBODY;
}

/**
 * Tells of values, by the fields they were read in, whether each of these people has them in a record of their own. Nobody whom this
 * session has named before: with letter after letter, one gets all of a document that has their address somewhere.
 */
export function ownOf(people: readonly string[], memory: Memory): (fields: readonly Sighted[]) => boolean {
  const records = people.map((key) =>
    memory.given(key) === undefined ? memory.find(key).flatMap((seen) => recordOf(seen) ?? []) : [],
  );
  return (fields) =>
    records.length > 0 && records.every((own) => fields.some((field) => own.some((record) => isIn(record, field))));
}

/** An item of a list, or a text with no list around the value. */
interface Entry {
  readonly call: string;
  readonly at: JsonPointer;
}

/**
 * The record that an address stands in as a field. Not where it only echoes a call: whoever has an address looked up would
 * get a record of their own for it.
 */
function recordOf({ call, at, shape, isEcho }: Sighted): Entry | undefined {
  if (shape !== 'field' || isEcho === true) return undefined;
  const inside = at.indexOf('#') + 1;
  return { call, at: at.slice(0, inside) + (LIST_ITEM.exec(at.slice(inside))?.[0] ?? '') };
}
const LIST_ITEM = /^.*\/\d+(?=\/)/;

/** More of a list is a listing that names somebody, and no record of theirs. */
const isIn = (record: Entry, { call, at, shape }: Sighted): boolean =>
  call === record.call &&
  shape === 'field' &&
  at.startsWith(record.at === '' || record.at.endsWith('#') ? record.at : `${record.at}/`) &&
  !TENTH.test(at.slice(record.at.length));
const TENTH = /\/\d{2,}(?=\/|$)/;
