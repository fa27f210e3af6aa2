import { afterJoint, afterSpace, afterString, afterValue, members } from '../text/scan.ts';
import { splice } from '../text/splice.ts';

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACE = 123;

/**
 * Removes members from, and adds them to, the text of a JSON object. A member is everything between two commas, space
 * included; every byte outside the named members stays as it was.
 */

/** The text without the members whose name `drops` says yes to; the text itself where there are none, or it is no object. */
export function dropMembers(text: string, drops: (name: string) => boolean): string {
  const open = afterSpace(text, 0);
  if (text.charCodeAt(open) !== OPEN_BRACE) return text;
  let kept = '';
  let dropped = false;
  let from = open + 1;
  let at = afterSpace(text, from);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = afterString(text, at);
    const raw = text.slice(at, keyEnd);
    const name = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    const value = afterJoint(text, keyEnd);
    at = afterSpace(text, afterValue(text, value));
    if (drops(name)) dropped = true;
    else kept += kept === '' ? text.slice(from, at) : `,${text.slice(from, at)}`;
    if (text.charCodeAt(at) !== COMMA) break;
    from = at + 1;
    at = afterSpace(text, from);
  }
  return dropped ? text.slice(0, open + 1) + kept + text.slice(at) : text;
}

/** The text without the members of these names. */
export function withoutMembers(text: string, names: readonly string[]): string {
  // Most texts have none of them. One that has the name elsewhere, or escaped, is parsed.
  if (!text.includes('\\') && !names.some((name) => text.includes(`"${name}"`))) return text;
  return dropMembers(text, (name) => names.includes(name));
}

/** The text of an object without some members of its `_meta`, and without the whole of it where nothing is left. */
export function dropFromMeta(text: string, drops: (name: string) => boolean): string {
  const at = members(text)?.get('_meta');
  if (at === undefined) return text;
  const meta = text.slice(at.start, at.end);
  const kept = dropMembers(meta, drops);
  if (kept === meta) return text;
  return kept === '{}' ? dropMembers(text, (name) => name === '_meta') : splice(text, [{ span: at, put: kept }]);
}

/** Adds members, as JSON text, at the beginning of an object's text. */
export function putFirst(text: string, put: string): string {
  const open = afterSpace(text, 0) + 1;
  const isEmpty = text[afterSpace(text, open)] === '}';
  return `${text.slice(0, open)}${put}${isEmpty ? '' : ','}${text.slice(open)}`;
}
