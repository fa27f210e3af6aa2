import { domainToUnicode } from 'node:url';
import { accountName } from '../../model/entity/key.ts';
import { entitiesOf } from '../../model/entity.ts';
import { asciiHost, isAscii } from '../../model/host.ts';

/** What precedes a host in a link or an address, the host, and what follows it. */
const AROUND_HOST =
  /^([a-z][a-z\d+.-]{1,20}:\/\/|[^\s@/]{1,64}@)?((?:[^\s@/?#:.]{1,63}\.){1,8}[^\s@/?#:.]{2,63})([/?#:]\S*)?$/i;
/** A shorter part of a value occurs everywhere. */
const SHORTEST = 4;
/** A longer value is no address. */
const LONGEST = 80;
/** Words alone are in any text. */
const TELLING = /[\d@._-]/;
/** Where addresses are cut; numbers are where groups of digits end, or in the middle. */
const JOINT = /[@._-]/;
const GROUP = 4;

/** How a value may be written otherwise, if at all: a host in its own letters or as it travels, a telephone number in one piece. */
export function otherSpelling(text: string): string | undefined {
  const value = text.trim();
  if (value.length > LONGEST) return undefined;
  const [, before = '', host, behind = ''] = AROUND_HOST.exec(value) ?? [];
  if (host !== undefined && (!isAscii(host) || host.toLowerCase().includes('xn--'))) {
    const other = isAscii(host) ? domainToUnicode(host) : asciiHost(host);
    return other === '' || other === host ? undefined : before + other + behind;
  }
  return /^\+\d.*\D/s.test(value) && isOne(value, 'phone') ? `+${value.replace(/\D/g, '')}` : undefined;
}

/**
 * The two parts in which an address, or the number of an account, may be told, the more telling one first. Only cut
 * where people cut: each pair is searched for.
 */
export function partsOf(text: string): readonly (readonly [first: string, other: string])[] {
  const value = text.trim();
  if (value.length > LONGEST || !(isOne(value, 'email') || isOne(value, 'account'))) return [];
  const sign = value.indexOf('@');
  const whole = sign < 0 ? accountName(value) : value;
  const found: (readonly [string, string])[] = [];
  for (let cut = SHORTEST; cut <= whole.length - SHORTEST; cut++) {
    const isJoint =
      sign < 0 ? cut % GROUP === 0 || cut === whole.length >> 1 : JOINT.test(whole.slice(cut - 1, cut + 1));
    if (!isJoint) continue;
    const before = whole.slice(0, cut);
    const behind = whole.slice(cut);
    const isFirst = sign < 0 ? before.length >= behind.length : cut > sign;
    const [first, other] = isFirst ? [before, behind] : [behind, before];
    if (TELLING.test(other)) found.push([first, other]);
  }
  return found;
}

const isOne = (value: string, wanted: string): boolean =>
  entitiesOf(value).some(({ kind, start, end }) => kind === wanted && start === 0 && end === value.length);
