import { dropMembers, putFirst } from '../model/json/members.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { itemTexts } from '../model/text/scan.ts';
import { spanAt, splice } from '../model/text/splice.ts';

/** The most values that the protocol lets one answer hold: with one more, typed clients lose the whole answer. */
const MOST = 100;

/** The text of a completion, with no more values than a client may be sent. `hasMore` says where there are more. */
export function fitCompletion(value: JsonObject, text: string): string {
  const { completion } = value;
  if (!isObject(completion) || !Array.isArray(completion.values) || completion.values.length <= MOST) return text;
  const whole = spanAt(text, '/completion');
  const list = spanAt(text, '/completion/values');
  if (whole === undefined || list === undefined) return text;
  const kept = itemTexts(text.slice(list.start, list.end)).slice(0, MOST);
  const within = { start: list.start - whole.start, end: list.end - whole.start };
  const cut = splice(text.slice(whole.start, whole.end), [{ span: within, put: `[${kept.join(',')}]` }]);
  const put = putFirst(
    dropMembers(cut, (name) => name === 'hasMore'),
    '"hasMore":true',
  );
  return splice(text, [{ span: whole, put }]);
}
