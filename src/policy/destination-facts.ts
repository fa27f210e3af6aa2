import { domainOf } from '../model/host.ts';
import { isObject, type Json, type JsonPointer, pointerKey } from '../model/json.ts';
import { roleAt, type ToolFacts } from '../model/tool.ts';
import { placeOfName, saysMore } from '../model/words/member-name.ts';

/** One place that data would be sent to. `at` is relative to the arguments. */
export class DestinationFacts {
  readonly at: JsonPointer;
  readonly value: string;
  readonly domain: string;
  constructor(at: JsonPointer, value: string) {
    this.at = at;
    this.value = value;
    this.domain = domainOf(value);
  }
}

/** No more are told apart. What is left is one destination that no condition knows: it may be anywhere. */
const MOST = 1_000;
const ELSEWHERE = '';

/**
 * Every destination in the arguments, by the roles of the tool. A list written in one string counts one by one, and the name
 * of a member that is an address itself like a value.
 */
export function destinationsOf(args: Json, facts: ToolFacts): DestinationFacts[] {
  const found: DestinationFacts[] = [];
  if (!Object.values(facts.roles).includes('destination')) return found;
  const take = (text: string, at: JsonPointer): void => {
    if (roleAt(facts, at) !== 'destination') return;
    for (const piece of piecesOf(text)) if (found.length < MOST) found.push(new DestinationFacts(at, piece));
    if (found.length === MOST) found.push(new DestinationFacts(at, ELSEWHERE));
  };
  const walk = (value: Json, at: JsonPointer): void => {
    if (found.length > MOST) return;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) walk(value[i] as Json, `${at}/${i}`);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        const place = `${at}/${pointerKey(key)}`;
        if (saysMore(key)) take(key, placeOfName(place));
        walk(value[key] as Json, place);
      }
    } else if (typeof value === 'string' || typeof value === 'number') take(String(value), at);
  };
  walk(args, '');
  return found;
}

/**
 * The destinations in one string: `Ann <ann@a.example>, bob@b.example` names two. Beside an address only what can be
 * somebody's name is none: `ann@a.example, #general` goes to two places.
 */
function piecesOf(text: string): string[] {
  if (!isAddress(text)) return [text];
  // In `Smith, Ann <ann@a.example>` a comma is part of a name.
  const parts = text.includes('<') ? [text] : text.split(/[,;]/);
  return parts.flatMap((part) => {
    const whole = part.trim();
    if (!isAddress(whole)) return whole === '' ? [] : [whole];
    return whole.split(/[,;\s<>]+/).filter((word) => word !== '' && !NAME.test(word));
  });
}

const isAddress = (text: string): boolean => text.includes('@') || text.includes('://');
/** A word of somebody's name: `O'Hara`, `"Ann`, `J.`, `(Ada)`. A quote may be in any of its runs: each takes what it can, for good. */
const NAME = /^(?=(["'(]*))\1(?=([\p{L}\p{M}'’-]*))\2\.?["')]*$/u;
