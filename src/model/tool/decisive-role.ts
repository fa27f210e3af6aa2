import { entitiesOf } from '../entity.ts';
import { acts, type Role, type ToolFacts } from '../tool.ts';

const DECIDES: ReadonlySet<Role | undefined> = new Set(['destination', 'credential', 'command', 'target']);
/** A longer value is a text: that it shares words with another text means nothing. */
const LONGEST_VALUE = 80;

/**
 * What a value decides; `role` is what is known of its argument. If nothing says what an argument of an acting tool is for,
 * the value itself does: an address says where something goes, and what looks like a proper name (`nightly-2`, `x.y`,
 * `user77`) picks something out.
 */
export function decisiveRole(tool: ToolFacts, text: string, role: Role | undefined): Role | undefined {
  const value = text.trim();
  // A date decides neither where something goes nor what is lost, whatever the argument is called: `valid_to`.
  if (DATE.test(value)) return role === undefined || role === 'destination' || role === 'target' ? undefined : role;
  // `number` may be that of anything: what goes outside reaches who has a telephone number.
  if (role === 'target' && tool.powers.includes('external') && acts(tool) && isPhone(value)) return 'destination';
  if (role !== undefined || !acts(tool)) return role;
  if (value.length > LONGEST_VALUE || value.length < 3) return undefined;
  const entity = entitiesOf(value).find(({ kind }) => kind !== 'path');
  if (entity !== undefined && entity.start === 0 && entity.end === value.length)
    return entity.kind === 'id' || BARE.test(value) ? 'target' : 'destination';
  return isName(value) ? 'target' : undefined;
}

/** Whether a value is a telephone number as it is written for anybody in the world, and nothing else. */
function isPhone(value: string): boolean {
  const [entity] = value.startsWith('+') && value.length < LONGEST_PHONE ? entitiesOf(value) : [];
  return entity?.kind === 'phone' && entity.end === value.length;
}
const LONGEST_PHONE = 40;

/** A date, with or without a time. */
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** Digits alone number a record more often than a telephone or an account, which somebody has given a name as such. */
const BARE = /^\d+$/;

/** Plain letters and several words are content; a date, a time or a measurement is not a name. */
function isName(value: string): boolean {
  if (/\s/.test(value)) return false;
  if (/^[\d\s.,:%+-]+$|^\d{4}-\d\d-\d\d|^\d+(?:\.\d+)?\s?[a-z%]{1,6}$/i.test(value)) return /^\d{4,}$/.test(value);
  return /\p{L}.*\d|\d.*\p{L}|\p{L}[_@/#.-]\p{L}|^[@#]/u.test(value);
}

/** Whether an argument with this role decides where something goes or what is lost. */
export const decides = (role: Role | undefined): boolean => DECIDES.has(role);
