import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Question } from '../../model/relay.ts';
import { namePages } from '../asking/question.ts';
import { sayAnswer, settledAnswer } from '../calls/answer.ts';
import type { Errand } from '../calls/errand.ts';
import { type Answer, CODES } from '../wire.ts';
import { type Asks, asksTooMuch, missing, questionsAnswer, refusal, tooMany } from './input-required.ts';
import { boundTo } from './retry.ts';

type Answered = Extract<Outcome, { kind: 'answered' }>;

/** How long a person may take to visit a web page before its call is made again. */
const PAGE_MS = 15 * 60_000;

/** Whether an upstream refused the call until web pages have been visited. */
export const asksForPages = ({ settled: { result } }: Answered): boolean =>
  result.kind === 'error' && result.code === CODES.urlElicitation;

/**
 * A legacy upstream refused a call until web pages have been visited. A modern client is asked to show them and comes
 * back; a legacy one knows the error itself.
 */
export async function pageAnswer(errand: Errand, { settled }: Answered): Promise<Answer> {
  const { front, visit } = errand;
  const { call, result } = settled;
  const { upstream } = call.target;
  const pages = pagesIn(result.kind === 'error' ? result.data : undefined);
  if (pages === undefined)
    return sayAnswer(
      visit.method,
      'The server wants web pages to be visited first, and its list of them cannot be read; nothing of it is shown.',
      visit.dress,
    );
  if (asksTooMuch(pages)) return tooMany(visit);
  const asks: Asks = pages.map((page, index) => [`page-${index + 1}`, pageQuestion(upstream, page)]);
  const refused = await refusal(errand, call, asks);
  if (refused !== undefined) return refused;
  const { era } = visit.dress;
  const canReturn = era === 'modern' && asks.length > 0 && missing(visit, asks) === undefined;
  if (!canReturn || !settled.use()) {
    const answer = settledAnswer(front.gate, settled, visit.dress);
    if (era === 'modern' || answer.member !== 'error') return answer;
    return { ...answer, text: namePages(answer.text, upstream, pages.length) };
  }
  const now = front.clock();
  return questionsAnswer(visit, asks, front.seal.close({ kind: 'page', ...boundTo(call, now, now + PAGE_MS) }));
}

function pagesIn(data: Json | undefined): readonly JsonObject[] | undefined {
  const pages = isObject(data) ? data.elicitations : undefined;
  return Array.isArray(pages) && pages.every(isObject) ? pages : undefined;
}

/** Whatever mode a server names, each entry of such an error is shown to a person as a page. */
function pageQuestion(upstream: string, page: JsonObject): Question {
  const params = { ...page, mode: 'url' };
  return { upstream, method: 'elicitation/create', params, text: JSON.stringify(params) };
}
