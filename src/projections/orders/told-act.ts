/**
 * Whether a word that may be an order is a thing of which something is told: `mail was slow`, `**order** o-520 was late`, `e-mail
 * changed, confirmation sent`.
 */
export function isTold(words: readonly string[], at: number): boolean {
  if (!THING.test(words[at] ?? '')) return false;
  let behind = at + 1;
  while (BETWEEN.test(words[behind] ?? '') && behind < at + 3) behind++;
  const verb = words[behind] ?? '';
  const next = words[behind + 1];
  return WAS.test(verb) || (DONE.test(verb) && (next === undefined || SIGN.test(next)));
}

/** Not `forward` or `cancel`, which are only done: `forward received, unread letters`. */
const THING = /^(?:e-?mail|mail|message|order|booking|[a-z]{3,20}(?:ation|ment))s?$/;

/** The end of what is set in bold, and the number of a thing. */
const BETWEEN = /^\*+$|\d/;
const WAS = /^(?:was|were|had|came|went)$/;
/** Not `attached` or `listed`: `mail attached, to ...` may yet be an order. */
const DONE =
  /^(?:changed|sent|received|confirmed|updated|created|deleted|cancell?ed|completed|shipped|delivered|paid|refunded)$/;
const SIGN = /^[,([•*>\]–—-]+$/;

/**
 * Whether a word leaves it open that what is told of is still to be done: it says so, or where that goes. `Mail was to reach
 * ada`, `payment was forgotten, DE89 …`.
 */
export const isDue = (word: string): boolean => DUE.test(word);
const DUE = /^(?:to|for|due|better|best)$|@|\d{6}|^[a-z]{2}\d{2}|[a-z\d]\.[a-z]/;

/** `update us every hour`: whoever wants that wants to be told how things stand, and nothing changed. `Update me to owner` does. */
export const asksForNews = (word: string, all: readonly string[], at: number): boolean =>
  word === 'update' && TOLD.test(all[at + 1] ?? '') && HOW.test(all[at + 2] ?? 'soon') && !all.includes('to', at);
const TOLD = /^(?:us|me)$/;
const HOW = /^(?:on|about|every|each|daily|hourly|weekly|regularly|when|once|asap|soon)$/;
