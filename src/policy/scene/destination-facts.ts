import type { Finding } from '../../model/evidence.ts';
import { domainOf } from '../../model/host.ts';
import { isObject, type Json, type JsonPointer, pointerKey } from '../../model/json.ts';
import { decisiveRole } from '../../model/tool/decisive-role.ts';
import { acts, roleAt, type ToolFacts } from '../../model/tool.ts';
import { placeOfName, saysMore } from '../../model/words/member-name.ts';
import { undeclaredIn } from './undeclared.ts';

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

/** No more than these are told apart. The rest counts as one destination that no condition knows, since it may be anywhere. */
const MOST = 1_000;
const ELSEWHERE = '';

/**
 * Every destination in the arguments: by the roles of the tool, in an argument that it does not declare, and an address in one
 * of which nothing is known. A list written in one string counts one by one, and the name of a member that is an address itself
 * like a value.
 */
export function destinationsOf(args: Json, facts: ToolFacts, findings: readonly Finding[] = []): DestinationFacts[] {
  const found: DestinationFacts[] = [];
  const isUndeclared = undeclaredIn(findings);
  const isActing = acts(facts);
  if (!isActing && isUndeclared === undefined && !Object.values(facts.roles).includes('destination')) return found;
  const isOne = (text: string, at: JsonPointer): boolean => {
    const role = roleAt(facts, at);
    if (role === 'destination' || isUndeclared?.(at) === true) return true;
    return role === undefined && isActing && namesPlaces(text, facts);
  };
  const take = (text: string, at: JsonPointer): void => {
    if (!isOne(text, at)) return;
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
    // A switch (`notify_all: true`) that nobody described may send to anybody.
    else if (value === true && isUndeclared?.(at) === true) take(ELSEWHERE, at);
  };
  walk(args, '');
  return found;
}

/** A longer value is a text. */
const LONGEST_LIST = 2_000;

/** Whether a value of which nothing is known is an address, or a list of them. */
function namesPlaces(text: string, facts: ToolFacts): boolean {
  if (text.length > LONGEST_LIST) return false;
  const parts = text.split(text.includes('<') ? /[,;\n]/ : /[,;\s]/).filter((part) => part.trim() !== '');
  return (
    parts.length > 0 &&
    parts.every((part) => decisiveRole(facts, BRACKETED.exec(part)?.[1] ?? part, undefined) === 'destination')
  );
}
/** `Ann <ann@a.example>` */
const BRACKETED = /<([^<>\s]{3,80})>\s{0,8}$/;

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
