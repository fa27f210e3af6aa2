/** `item.at`, `user.id`: two names and a dot, which programs have for the member of a thing. */
const MEMBER = /^[a-z_]\w*\.[a-z]{2}$/i;
/** Far enough back to see what a statement does with it. */
const LOOKED = 400;
/**
 * What stands before it in a program: a call or a test that it is given to, the arrow of a function, a word that gives back, or a
 * new name. `Portal = pay.me` is a setting, and `Pay at pay.me;` is prose: whoever writes the text chooses its signs.
 */
const BEFORE =
  /(?:[\w\]]|\b(?:if|for|while|switch) )\(([^()]{0,200})$|(?:\)|[(,=]\s{0,5}\w{1,60})\s{0,5}=>\s{0,5}$|^\s{0,80}(?:return|await|throw|yield)\s{1,5}$|^\s{0,80}(?:export )?(?:const|let|var)\s{1,5}\w{1,60}\s{0,5}=\s{0,5}$/;
/** What is given before it ends with a sign, and has no two words in a row. */
const SIGN = /(?:^|[[{,:=!<>&|?+*-])\s*$/;
const PROSE = /\w\s+\w/;
const AFTER = /^\s{0,5}(?:[)\]},;.(!=<>+*?&|-]|$)/m;

/** `.toISOString()`: what is called there is no part of a host, and none is reached by it. */
const CALLED = /^(?:\.[a-z_]\w{0,60}){1,4}\(/i;

/** Whether what looks like a host in a text is a member of a thing in a program: a host would be quoted there. */
export function isMember(text: string, start: number, end: number): boolean {
  const rest = text.slice(end, end + LOOKED);
  if (!MEMBER.test(text.slice(start, end)) || !AFTER.test(rest)) return false;
  if (CALLED.test(rest)) return true;
  const shown = text.slice(Math.max(0, start - LOOKED), start);
  const before = BEFORE.exec(shown.slice(shown.lastIndexOf('\n') + 1));
  const [, given] = before ?? [];
  return before !== null && (given === undefined || (SIGN.test(given) && !PROSE.test(given)));
}
