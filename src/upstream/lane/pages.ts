import { isObject, type JsonObject } from '../../model/json.ts';
import { itemTexts, members } from '../../model/text/scan.ts';
import { MOST_DEFINITIONS } from '../../model/tool.ts';
import { OpenError } from '../failure.ts';
import type { Lane } from '../lane.ts';

const MOST_PAGES = 64;
const METHOD_NOT_FOUND = -32601;

export interface PagesOptions {
  readonly method: string;
  /** The result's member that holds the items. */
  readonly member: string;
  readonly signal: AbortSignal;
  readonly odd: (message: string) => void;
}

/** All pages of one list, as far as any of it may be shown; each item's exact JSON text is kept. */
export async function listPages(lane: Lane, { method, member, signal, odd }: PagesOptions): Promise<readonly string[]> {
  const items: string[] = [];
  const seen = new Set<string>();
  let params = '{}';
  for (let page = 1; ; page++) {
    const answer = await lane.request(method, params, signal, 0);
    if (answer.kind === 'error' && answer.code === METHOD_NOT_FOUND) return items;
    if (answer.kind !== 'complete')
      throw new OpenError(
        `${method} failed: ${answer.kind === 'input_required' ? 'it asked for input' : answer.message}`,
      );
    items.push(...objectTexts(answer.text, member).slice(0, MOST_DEFINITIONS + 1 - items.length));
    if (items.length > MOST_DEFINITIONS) return items;
    const cursor = answer.value.nextCursor;
    // The empty string is a cursor like any other.
    if (typeof cursor !== 'string') return items;
    if (seen.has(cursor) || page === MOST_PAGES) {
      odd(
        page === MOST_PAGES
          ? `${method} has more than ${MOST_PAGES} pages; the rest is left out`
          : `${method} runs in circles; stopped after page ${page}`,
      );
      return items;
    }
    seen.add(cursor);
    params = `{"cursor":${JSON.stringify(cursor)}}`;
  }
}

/** The exact text of each object in the array that is a member of `text`; anything else in it is no definition. */
export function objectTexts(text: string, member: string): string[] {
  const at = members(text)?.get(member);
  return at === undefined ? [] : itemTexts(text.slice(at.start, at.end)).filter((item) => item.startsWith('{'));
}

/** What a server declares about one kind of list, such as `{"listChanged":true}`; undefined where nothing. */
export function lists(capabilities: JsonObject, kind: string): JsonObject | undefined {
  const said = Object.hasOwn(capabilities, kind) ? capabilities[kind] : undefined;
  return isObject(said) ? said : undefined;
}
