import { decodePercent } from '../../model/text/decode.ts';

/** One freely chosen part of an address: a label of its host, a step of its path, a value of its query. */
export interface UrlPart {
  readonly of: 'host' | 'path' | 'query';
  /** The name of a query value; '' for other parts. */
  readonly name: string;
  /** The decoded text: percent and plus signs are resolved. */
  readonly text: string;
  /** Whether it percent-encodes plain letters and digits, once or several times over: no address needs that. */
  readonly isMasked?: boolean;
}

const URL_TEXT = /\b(?:https?|wss?|ftp):\/\/[^\s"'<>`\\]{4,2048}/gi;
const MASKED = /(?:%(?:25){0,3}(?:3\d|[46][1-9a-f]|[57][0-9a])){6}/i;
const MOST_URLS = 20;
const MOST_PARTS = 40;

/** The addresses in a text, at most 20. */
export const urlsIn = (text: string): readonly string[] =>
  text.includes('://')
    ? [...text.matchAll(URL_TEXT)].slice(0, MOST_URLS).map(([url]) => url.replace(/[.,;:!?)\]]+$/, ''))
    : [];

/** The freely chosen parts of an address as written, case kept; at most 40. For the host: the labels before the last two. */
export function urlParts(url: string): UrlPart[] {
  const rest = url.slice(url.indexOf('://') + 3);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const [before = '', ...after] = rest.slice(authority.length).split('#');
  const query = before.indexOf('?');
  const path = query < 0 ? before : before.slice(0, query);
  const parts: UrlPart[] = hostParts(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, ''));
  const add = (of: UrlPart['of'], name: string, text: string): void => {
    if (text === '') return;
    const plain = decodePercent(text);
    parts.push(MASKED.test(text) ? { of, name, text: plain, isMasked: true } : { of, name, text: plain });
  };
  for (const step of path.split('/')) add('path', '', step);
  for (const list of [query < 0 ? '' : before.slice(query + 1), after.join('#')]) {
    for (const pair of list.split(/[&;]/)) {
      const equals = pair.indexOf('=');
      add('query', equals < 0 ? '' : pair.slice(0, equals), pair.slice(equals + 1).replaceAll('+', ' '));
    }
  }
  return parts.slice(0, MOST_PARTS);
}

/** The labels of a host that the domain's owner can choose without registering anything. */
const hostParts = (host: string): UrlPart[] =>
  /^[\d.]+$|^\[/.test(host)
    ? []
    : host
        .split('.')
        .slice(0, -2)
        .filter((label) => label !== '' && label.toLowerCase() !== 'www')
        .map((text) => ({ of: 'host' as const, name: '', text }));
