import { domainOf } from '../model/host.ts';
import { isObject, type Json, type JsonPointer, pointerKey } from '../model/json.ts';
import { roleAt, type ToolFacts } from '../model/tool.ts';

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

/** The walk stops at this many: a call with so many destinations is asked about anyway. */
const MOST = 1_000;

/** Every destination in the arguments, by the roles of the tool. A list written in one string counts one by one. */
export function destinationsOf(args: Json, facts: ToolFacts): DestinationFacts[] {
  const found: DestinationFacts[] = [];
  if (!Object.values(facts.roles).includes('destination')) return found;
  const walk = (value: Json, at: JsonPointer): void => {
    if (found.length >= MOST) return;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) walk(value[i] as Json, `${at}/${i}`);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) walk(value[key] as Json, `${at}/${pointerKey(key)}`);
    } else if ((typeof value === 'string' || typeof value === 'number') && roleAt(facts, at) === 'destination') {
      for (const piece of piecesOf(String(value))) found.push(new DestinationFacts(at, piece));
    }
  };
  walk(args, '');
  return found;
}

/** The destinations in one string: `Ann <ann@a.example>, bob@b.example` names two. */
function piecesOf(text: string): string[] {
  const pieces = text.split(/[,;\s<>]+/).filter((piece) => piece.includes('@') || piece.includes('://'));
  return pieces.length > 0 ? pieces : [text];
}
