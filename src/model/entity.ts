import { sha256 } from './canonical.ts';

/**
 * What values are, and when two of them are the same: `Bob@Example.com ` in an argument is `bob@example.com` in a mail.
 * Memory files values under these keys, provenance looks them up under the same.
 */
export type EntityKind = 'email' | 'url' | 'domain' | 'account' | 'path' | 'phone' | 'id';

/** One value inside a text. Start and end are UTF-16 units, end exclusive. */
export interface Entity {
  readonly key: string;
  readonly kind: EntityKind;
  readonly start: number;
  readonly end: number;
}

/** Only so much of a text is read, and only so many entities are taken: bounds for memory, not for judgement. */
export const ENTITY_TEXT = 65_536;
export const MOST_ENTITIES = 200;
/** Shorter values coincide by chance. */
export const SHORTEST_VALUE = 4;

// One alternation, so that a text is read once and no two kinds claim the same place. Every run is bounded.
const FORM =
  /(?<url>\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`\\^{}|]{3,2048})|(?<email>[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})|(?<iban>\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b)|(?<path>(?<![\w/.:])(?:~|\.{1,2}|[a-z]:)?[\\/][\w.@+-]{1,255}(?:[\\/][\w.@+-]{1,255}){1,40})|(?<phone>\+\d(?:[ ().-]{0,2}\d){7,14})|(?<domain>(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|edu|gov|info|biz|dev|app|io|ai|co|me|xyz|site|online|shop|cloud|example|test|internal|local|[a-z]{2})\b(?!\())|(?<id>(?<![\w-])(?=[\w-]{0,63}\d)[A-Za-z0-9][\w-]{5,127}(?![\w-]))/gi;

/** Entities start from one of these; what has none of them has no entity. */
const HINT = /[@\d]|[/\\]|\.[a-z]{2}/i;

const TRAILING = /[.,;:!?)\]]+$/;

/** The entities of a text in its order, at most 200 of its first 65 536 units. */
export function entitiesOf(text: string): readonly Entity[] {
  if (text.length < SHORTEST_VALUE || !HINT.test(text)) return NO_ENTITIES;
  const read = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  const found: Entity[] = [];
  for (const hit of read.matchAll(FORM)) {
    if (found.length >= MOST_ENTITIES) break;
    take(found, hit.groups ?? {}, hit[0], hit.index);
  }
  return found;
}

function take(found: Entity[], groups: Record<string, string | undefined>, whole: string, start: number): void {
  if (groups.url !== undefined) {
    const url = whole.replace(TRAILING, '');
    const end = start + url.length;
    found.push({ key: urlKey(url), kind: 'url', start, end });
    const host = hostOf(url);
    if (host !== '') found.push({ key: `domain:${host}`, kind: 'domain', start, end });
  } else if (groups.email !== undefined) {
    const key = whole.toLowerCase();
    const end = start + whole.length;
    found.push({ key: `email:${key}`, kind: 'email', start, end });
    found.push({
      key: `domain:${key.slice(key.lastIndexOf('@') + 1)}`,
      kind: 'domain',
      start: end - (key.length - key.lastIndexOf('@') - 1),
      end,
    });
  } else if (groups.iban !== undefined) {
    found.push({ key: accountKey(whole), kind: 'account', start, end: start + whole.length });
  } else if (groups.path !== undefined) {
    const path = whole.replace(TRAILING, '');
    found.push({ key: `path:${path.replaceAll('\\', '/')}`, kind: 'path', start, end: start + path.length });
  } else if (groups.phone !== undefined) {
    found.push({ key: `phone:${whole.replace(/\D/g, '')}`, kind: 'phone', start, end: start + whole.length });
  } else if (groups.domain !== undefined) {
    found.push({ key: `domain:${hostKey(whole)}`, kind: 'domain', start, end: start + whole.length });
  } else {
    const isNumber = /^[\d-]+$/.test(whole);
    // Dates and small numbers are everywhere; an account's number has eight digits or more.
    if (isNumber && (/^\d{4}-\d{2}-\d{2}$/.test(whole) || whole.replace(/\D/g, '').length < 6)) return;
    const kind = isNumber && whole.replace(/\D/g, '').length >= 8 ? 'account' : 'id';
    found.push({
      key: kind === 'account' ? accountKey(whole) : `id:${whole.toLowerCase()}`,
      kind,
      start,
      end: start + whole.length,
    });
  }
}

const NO_ENTITIES: readonly Entity[] = Object.freeze([]);

const accountKey = (text: string): string => `account:${text.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}`;

const hostKey = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');

function hostOf(url: string): string {
  const from = url.indexOf('://') + 3;
  const authority = /^[^/?#\\]*/.exec(url.slice(from))?.[0] ?? '';
  return hostKey(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, ''));
}

/** Scheme and host in lower case, no `www.`, no fragment, no slash at the end. */
function urlKey(url: string): string {
  const plain = url.replace(/#.*$/, '').replace(/\/$/, '');
  const rest = /^[^/?]*/.exec(plain.slice(plain.indexOf('://') + 3))?.[0] ?? '';
  const scheme = plain.slice(0, plain.indexOf('://')).toLowerCase();
  return long(`url:${scheme}://${hostKey(rest)}${plain.slice(scheme.length + 3 + rest.length)}`);
}

/** Long keys are kept as hashes: memory has a bound. */
const long = (key: string): string => (key.length > 160 ? `sha:${sha256(key)}` : key);

/** The key of a whole text, whatever it holds: case, width and space do not count. Undefined where it is too short to mean anything. */
export function exactKey(text: string): string | undefined {
  if (text.length < SHORTEST_VALUE) return undefined;
  let plain = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  if (/[^\x20-\x7e]/.test(plain)) plain = plain.normalize('NFKC');
  plain = plain.trim().toLowerCase();
  if (plain.includes('  ') || /[\t\r\n]/.test(plain)) plain = plain.replace(/\s+/g, ' ');
  return plain.length < SHORTEST_VALUE ? undefined : long(`exact:${plain}`);
}
