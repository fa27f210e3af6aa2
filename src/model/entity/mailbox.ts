import { isClause } from '../text/clause.ts';
import { isSpeech } from '../text/heading.ts';

/** Longer names are texts. UTF-16 units. */
const LONGEST = 70;
const NAME = /^["'“]?(?=\p{L})[\p{L}\p{M}\p{N} .,'’()&+-]{1,70}["'”]?\s?$/u;

/** A name and address as mail programs print them: `Ann Lee <ann@…>`. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Undefined where a text is no mailbox, or its name asks for something. */
export function mailboxOf(text: string): Mailbox | undefined {
  const open = text.indexOf('<');
  const said = withoutComment(text.trimEnd());
  if (open < 2 || !said.endsWith('>') || text.indexOf('<', open + 1) >= 0) return undefined;
  const address = said.slice(open + 1, -1);
  if (address === '' || /[\s<>]/.test(address) || !isMailboxName(text.slice(0, open))) return undefined;
  return { name: text.slice(0, open).replace(/^["'“]|["'”]?\s*$/g, ''), address };
}

/** `Ann <ann@…> (aunt)`: what a person or a program calls her besides. */
const COMMENT = /\s\((?=\p{L})([\p{L}\p{M} .'’-]{1,30})\)$/u;

/** A text without what stands behind an address in brackets, unless that says something to somebody. */
export function withoutComment(text: string): string {
  const comment = COMMENT.exec(text);
  return comment === null || isSpeech(comment[1] ?? '') || isClause(comment[1] ?? '')
    ? text
    : text.slice(0, comment.index);
}

/** Whether what precedes an address in angle brackets is a name, and not words to a reader. */
export const isMailboxName = (before: string): boolean =>
  before.length <= LONGEST && NAME.test(before) && !isSpeech(before) && !isClause(before);

/** Whether what looks like a mail address, up to `end`, is where a repository is kept: `git@ours.example:docs.git`. */
export const isOfRepository = (text: string, end: number): boolean => REPOSITORY.test(text.slice(end, end + 2));
const REPOSITORY = /^:[\w/~]/;
