import { domainToUnicode } from 'node:url';
import { entitiesOf } from '../../model/entity.ts';
import { asciiHost, isAscii } from '../../model/host.ts';

/** What precedes a host in a link or an address, the host, and what follows it. */
const AROUND_HOST =
  /^([a-z][a-z\d+.-]{1,20}:\/\/|[^\s@/]{1,64}@)?((?:[^\s@/?#:.]{1,63}\.){1,8}[^\s@/?#:.]{2,63})([/?#:]\S*)?$/i;
/** A longer value is no address. */
const LONGEST = 80;
/** Most values have one spelling only, and each that decides is asked. */
const HAS_OTHER = /^\+\d|xn--|[^\0-\x7f]/i;

/** How a value may be written otherwise, if at all: a host in its own letters or as it travels, a telephone number in one piece. */
export function otherSpelling(text: string): string | undefined {
  const value = text.trim();
  if (value.length > LONGEST || !HAS_OTHER.test(value)) return undefined;
  const [, before = '', host, behind = ''] = AROUND_HOST.exec(value) ?? [];
  if (host !== undefined && (!isAscii(host) || host.toLowerCase().includes('xn--'))) {
    const other = isAscii(host) ? domainToUnicode(host) : asciiHost(host);
    return other === '' || other === host ? undefined : before + other + behind;
  }
  return /^\+\d.*\D/s.test(value) && isOne(value, 'phone') ? `+${value.replace(/\D/g, '')}` : undefined;
}

const isOne = (value: string, wanted: string): boolean =>
  entitiesOf(value).some(({ kind, start, end }) => kind === wanted && start === 0 && end === value.length);
