import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { plainText } from '../../model/text/plain-text.ts';
import { wordSet } from '../../model/words/word-set.ts';
import { ownedText } from './owned-text.ts';

const HEADING = /^#{1,6} /;
const FENCE = '```';
const ITEM = '- ';
/** `- button "Sign in" [disabled] [ref=e12]: …`, the whole of it in quotes where YAML needs them. */
const ELEMENT = /^- '?(?:<[a-z]{1,20}> )?([a-z]{1,30})(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]\s]{1,60}\])+)/;
const REFERENCE = '[ref=';
const FORM = /^(?=\D*\d)[a-z\d]{2,12}$/i;
const ACTED_ON: ReadonlySet<string> = wordSet(
  'button link textbox searchbox combobox checkbox radio switch slider spinbutton tab menuitem option',
);

/**
 * What an outline of a page calls the page's parts: their references and, of those that are acted on, their names; in plain form,
 * each on a line. What the page says stands behind them, on the same line. Anybody can write a line that looks so: none counts
 * beside prose, or in a text that begins with more than a line of it, as a letter does.
 */
export const handlesIn = (text: string): string => (text.includes(REFERENCE) ? finish(handlesInSteps(text)) : '');

/** The same with pauses. */
export function* handlesInSteps(text: string): Steps<string> {
  if (!text.includes(REFERENCE)) return '';
  let found = '';
  /** Those of the part between two headings or fences, and whether somebody speaks in it. */
  let here = '';
  let isSpoken = false;
  let isHeaded = false;
  let isFenced = false;
  let lines = 0;
  let before = 0;
  let done = 0;
  for (const raw of text.split('\n')) {
    done += raw.length + 1;
    if (done > PIECE) {
      done = 0;
      yield;
    }
    const line = raw.trimStart();
    if (line === '') continue;
    lines++;
    const isFence = line.startsWith(FENCE);
    if (isFence || (!isFenced && HEADING.test(raw))) {
      if (isFence) isFenced = !isFenced;
      else isHeaded = true;
      if (!isSpoken) found += here;
      here = '';
      isSpoken = false;
    } else if (line.startsWith(ITEM)) here += isSpoken ? '' : handleOf(line);
    else {
      if (lines > 1) isSpoken = true;
      if (!isFenced && !isHeaded && ++before > 1) return '';
    }
  }
  if (!isSpoken) found += here;
  return found === '' ? '' : ownedText(`\n${found}`);
}

function handleOf(line: string): string {
  const [, role = '', name = '', marks = ''] = ELEMENT.exec(line) ?? [];
  const from = marks.indexOf(REFERENCE) + REFERENCE.length;
  const reference = from < REFERENCE.length ? '' : marks.slice(from, marks.indexOf(']', from));
  if (!FORM.test(reference)) return '';
  const handle = `${reference.toLowerCase()}\n`;
  if (name === '' || !ACTED_ON.has(role)) return handle;
  const said = name.includes('\\') ? name.replace(/\\(.)/g, '$1') : name;
  return `${handle}${plainText(said).trim()}\n`;
}

/** Whether a page's source, in plain form, calls one of its elements by a value. */
export function isAttribute(text: string, value: string): boolean {
  if (!SOURCE.test(text)) return false;
  let at = text.indexOf(value);
  for (let tries = 0; at >= 0 && tries < 20; at = text.indexOf(value, at + 1), tries++) {
    const quote = text[at + value.length];
    if ((quote !== '"' && quote !== "'") || text[at - 1] !== quote) continue;
    if (ATTRIBUTE.test(text.slice(Math.max(0, at - 300), at))) return true;
  }
  return false;
}
/** In what somebody says a tag may stand; only a source begins with one. */
const SOURCE = /^ ?<[a-z!]/;
const ATTRIBUTE = /<[a-z][^<>]{0,250}\s(?:id|name|for|value|data-[a-z-]{1,30})=["']$/;

/** Whether a text begins by telling the number of a process that was started, under which it is spoken to. */
export const isAnnounced = (text: string, value: string): boolean =>
  /^\d{2,10}$/.test(value) && ANNOUNCED.exec(text.slice(0, 200))?.[1] === value;
const ANNOUNCED = /^(?:process )?(?:was )?started (?:with |as )?pid[ :=#]{1,3}(\d{2,10})(?!\w)/;
