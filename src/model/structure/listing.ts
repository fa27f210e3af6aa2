import { mailboxOf } from '../entity/mailbox.ts';
import { isClause } from '../text/clause.ts';
import { isHeading, isSpeech } from '../text/heading.ts';
import type { Part } from './outline-parts.ts';

/** A tool's printed list, and each of its lines, is shorter; anything longer is a text. UTF-16 units. */
const LONGEST_TEXT = 65_536;
const LONGEST_LINE = 400;
const MOST_WORDS = 7;

const BULLET = /^\s*(?:[-*•·]\s+|\d{1,4}[.)]\s+)?(?:\[[ x]\]\s+)?/;
/** What kind of thing stands on the line: `[FILE] plan.pdf`. */
const KIND = /^\[[A-Z]{2,9}\]\s+/;
/** Between the cells of a line: signs, tabs, two spaces, a dash or a comma with space beside it. */
const BETWEEN = /\s*[|;\t]\s*|\s{2,}|\s*,\s+|\s+[–—]\s+|\s+-\s+/g;
/** What identifies a record comes first: one word with a digit in it, perhaps in brackets. */
const ID = /^\[?(?=[^\s\]]{0,40}\d)([\p{L}\p{N}][\p{L}\p{N}_./#-]{1,60})\]?(?=[\s,]|:\s|$)/u;
/** Where somebody is paid: nothing that a record is known by. */
const ACCOUNT = /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/i;
/** `Tel`, `owner`: the name of a cell's value, without a colon. */
const LABEL = /^(?:owner|by|tel|phone|mobile|fax|e-?mail|mail|iban|bic|contact|cc|from|id|attn)\.?:?\s+/i;
/** `3 results: `, before what was found. */
const COUNT = /^\d{1,4} \p{L}{3,20}(?: \p{L}{3,20})?:\s+(?=\S)/u;
/**
 * A line of a folder of mail: perhaps a number, then when and who. The subject behind it is anybody's: where that is a sentence,
 * all of the line may be.
 */
const MAIL =
  /^(?:([\w./#-]{2,40})\s+)?\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S{0,14})?\s+("?[^<>"]{2,60}"?\s{0,2}<[^<>\s]{3,100}>)(?=\s|$)/;
/** `published https://…`, `Created task T-3`: what was done, and where it is to be found. */
const DONE =
  /^(?:successfully )?(?:published|created|saved|uploaded|added|posted|opened|submitted|queued|scheduled|booked|registered|stored|generated|exported|inserted|logged|filed|merged)(?: (?:the )?\p{L}{2,20}){0,2}(?: as| at| under| with)?(?: id)? (https?:\/\/\S+|(?=[^\s@]*\d)[\p{L}\d_#.-]+)$/iu;
const NAMED = /^(?=\p{L})[\p{L}\p{N}_ ()/-]{1,30}:\s+/u;
/** What is called so, and what it is told by: `#ops (C0OPS1)`. */
const NUMBERED = /^(#?[\p{L}\p{N}][\p{L}\p{N} _.-]{0,40}) \((?=[A-Z0-9_-]*\d)([A-Z][A-Z0-9_-]{2,20})\)$/u;
/** A line of a card: `EMAIL;TYPE=work:…`. */
const CARD = /^[A-Z][A-Z0-9;=_-]{1,40}:(?!\/\/)(?=\S)/;
/**
 * Reads what a tool prints in lines of cells: `Ann Lee, sales, ann@…`, `A-12  08:30  Dr Lee`, `- F-3 | plan.pdf | ann@…`.
 * Every line has to be such a line, or a heading: where there is one sentence, anybody may have written all the
 * lines. A cell with words of a sentence ends the values of its line. Undefined where it is no such text.
 */
export function readListing(text: string): readonly Part[] | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const parts: Part[] = [];
  let row = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const cells = line.length > LONGEST_LINE ? undefined : cellsOf(line);
    if (cells === undefined) {
      // A name among the lines, such as that of a practice below a doctor's, says nothing to anybody.
      if (isHeading(line) && (row === 0 || !isClause(line))) continue;
      return undefined;
    }
    for (const [column, cell] of cells.entries()) parts.push({ at: `/${row}/${column}`, text: cell, key: false });
    row++;
  }
  // A single value is a value and no list.
  if (parts.every(({ text: cell }) => cell === text.trim())) return undefined;
  parts.push({ at: '', text: text.trim(), key: false, isText: true });
  return parts;
}

/** The cells of one item of a list, where it has several, or names its value. */
export function itemCells({ under = '', at, text }: Part): readonly Part[] {
  // One word has no cells.
  const cells = text.length > LONGEST_LINE || !/\s/.test(text) ? undefined : cellsOf(text);
  return cells === undefined || (cells.length < 2 && cells[0] === text)
    ? []
    : cells.map((cell, i) => ({ at: `${under}${at}/${i}`, text: cell, key: false }));
}

/** The cells of a line, without their names; undefined where it is not a line of cells. */
function cellsOf(line: string): readonly string[] | undefined {
  if (isSpeech(line)) return undefined;
  const written = line.replace(BULLET, '').trim();
  const mail = MAIL.exec(written);
  const sender = mail === null ? undefined : mailboxOf(mail[2] ?? '');
  if (sender !== undefined && isCell(written.slice(mail?.[0].length)))
    return [...(mail?.[1] === undefined ? [] : [mail[1]]), sender.name, sender.address];
  const done = DONE.exec(written);
  if (done !== null) return [done[1] ?? ''];
  const name = KIND.exec(written) ?? NAMED.exec(written) ?? CARD.exec(written) ?? COUNT.exec(written);
  const said = name === null ? written : written.slice(name[0].length);
  const id = ID.exec(said)?.[1];
  const cells = id === undefined ? [] : [id];
  let isWhole = true;
  let count = 0;
  for (const cell of said.split(BETWEEN)) {
    if (cell === '') continue;
    isWhole = isCell(cell);
    if (!isWhole) break;
    count++;
    addCell(cells, cell);
  }
  // `DE89… is where it must go`: a sentence may begin with an account, but with no number that a program gave it.
  if (!isWhole && count === 0 && id !== undefined && ACCOUNT.test(id)) return undefined;
  const isRecord = id !== undefined || count > 1 || (isWhole && (name !== null || mailboxOf(said) !== undefined));
  return isRecord ? cells : undefined;
}

const isCell = (cell: string): boolean => !isClause(cell) && cell.split(/\s+/, MOST_WORDS + 1).length <= MOST_WORDS;

/** What a cell gives: its value, the parts of a mailbox, and what identifies a record in it. */
function addCell(cells: string[], cell: string): void {
  const value = cell.replace(NAMED, '').replace(LABEL, '');
  const mailbox = mailboxOf(value);
  const held = NUMBERED.exec(value);
  if (mailbox !== undefined) cells.push(mailbox.name, mailbox.address);
  else if (held !== null) cells.push(held[1] ?? '', held[2] ?? '');
  else {
    cells.push(value);
    const id = ID.exec(value)?.[1];
    if (id !== undefined && id !== value && id !== cells[0]) cells.push(id);
  }
}
