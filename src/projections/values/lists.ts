import { entitiesOf } from '../../model/entity.ts';
import { anyItem, type ListRow, standsAlone } from '../../model/evidence/value-list.ts';
import { isAscii } from '../../model/host.ts';
import type { JsonPointer } from '../../model/json.ts';
import { secretTokens } from '../../model/secret-token.ts';
import type { Sighted } from '../../model/view.ts';
import { ownedText } from '../reading/owned-text.ts';

/** How much text is kept, in UTF-16 units, the latest. Who goes through a list has read it just before. */
const MOST = 65_536;
/** What a short text costs besides. */
const EACH = 64;
/** A longer line is no row of a list. */
const LONGEST_ROW = 100;

/** How the keys begin of values that are shown in lists: a longer one is known by its hash alone. */
const LISTED: ReadonlySet<string> = new Set(['email:', 'url:', 'domain:', 'account:', 'phone:', 'id:']);

type Place = Pick<Sighted, 'call' | 'at'>;

interface Kept extends Place {
  readonly text: string;
}

/**
 * Texts that nobody vouches for, as they were, so that a person who is asked about a value in one can be shown those that stand
 * beside it. Only what a result said can be on a list: no argument is read here.
 */
export class Lists {
  readonly #kept: Kept[] = [];
  #size = 0;

  add(text: string, { call, at }: Place): void {
    if (text.length > MOST) return;
    this.#kept.push({ text: ownedText(text), call, at });
    this.#size += text.length + EACH;
    while (this.#size > MOST + EACH) this.#size -= (this.#kept.shift()?.text.length ?? 0) + EACH;
  }

  /** The values of a value's kind that stand in its text, or at the same place of the other records of its result; in order. */
  with(key: string, { call, at }: Place): readonly ListRow[] {
    const rows = new Map<string, ListRow>();
    const kind = key.slice(0, key.indexOf(':') + 1);
    if (!LISTED.has(kind)) return NONE;
    for (const { text } of this.#textsAt(call, at))
      for (const line of text.split(BREAK)) takeRow(rows, line, kind, key);
    return rows.has(key) ? [...rows.values()] : NONE;
  }

  /** Values of printed output are told by their place in it, and a text that is only partly such is kept as a whole. */
  #textsAt(call: string, at: JsonPointer): readonly Kept[] {
    const own = this.#kept.filter((one) => one.call === call);
    const place = anyItem(at);
    const there = own.filter((one) => anyItem(one.at) === place);
    const [whole] = at.split('#');
    return there.length > 0 ? there : own.filter((one) => one.at === whole);
  }
}

const NONE: readonly ListRow[] = Object.freeze([]);

const BREAK = /[\r\n]+/;

/** Takes the values of one line: of a long text only so many would be found. */
function takeRow(rows: Map<string, ListRow>, line: string, kind: string, key: string): void {
  const tokens = secretTokens(line);
  for (const entity of entitiesOf(line)) {
    const { key: other, start, end } = entity;
    if (!other.startsWith(kind) || rows.has(other) || !standsAlone(line, entity)) continue;
    // What is an order's number is no ticket's.
    if (kind === 'id:' && formOf(other) !== formOf(key)) continue;
    if (tokens.some((token) => token.start < end && start < token.end)) continue;
    const spelled = line.slice(start, end);
    const value = isAscii(spelled) ? spelled : asItTravels(other.slice(kind.length));
    const row = `${line.slice(0, start)}${value}${line.slice(end)}`.trim();
    rows.set(other, row.length > LONGEST_ROW || row === value ? { key: other, value } : { key: other, value, row });
  }
}

/** Letters of a link that look like others are told apart as a browser sends them; its host is so already. */
const asItTravels = (name: string): string =>
  name.replace(/[^\0-\x7f]+/gu, (letters) => encodeURIComponent(letters.replace(/\p{Cs}/gu, '\ufffd')));

const formOf = (id: string): string => id.replace(/\d+/g, '0');
