/**
 * Whether something is told of the act that a word stands for, by the words behind that: `mail was slow`, `**order** o-520 was late`,
 * `e-mail changed, confirmation sent`. None of them is an order.
 */
export function isTold(words: readonly string[], behind: number): boolean {
  let at = behind;
  while (BETWEEN.test(words[at] ?? '') && at < behind + 2) at++;
  const verb = words[at] ?? '';
  const next = words[at + 1];
  return WAS.test(verb) || (DONE.test(verb) && (next === undefined || SIGN.test(next)));
}

/** The end of what is set in bold, and the number of a thing. */
const BETWEEN = /^\*+$|\d/;
const WAS = /^(?:was|were|had|came|went)$/;
/** Not `attached` or `listed`: `mail attached, to ...` may yet be an order. */
const DONE =
  /^(?:changed|sent|received|confirmed|updated|created|deleted|cancell?ed|completed|shipped|delivered|paid|refunded)$/;
const SIGN = /^[,([•*>\]–—-]+$/;

/** `update us every hour`: whoever wants that wants to be told how things stand, and nothing changed. `Update me to owner` does. */
export const isTelling = (word: string, all: readonly string[], at: number): boolean =>
  word === 'update' && TOLD.test(all[at + 1] ?? '') && HOW.test(all[at + 2] ?? 'soon') && !all.includes('to', at);
const TOLD = /^(?:us|me)$/;
const HOW = /^(?:on|about|every|each|daily|hourly|weekly|regularly|when|once|asap|soon)$/;
