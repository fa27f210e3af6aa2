import { plainText } from '../../model/text/plain-text.ts';
import type { Sighted } from '../../model/view.ts';
import { actBits } from '../../model/words/deed-words.ts';
import { partsOf } from '../reading/sentence-parts.ts';
import { Sentence } from './sentence.ts';

/** Words in capitals, as columns are called: none with a digit, which would say of what. */
const NAMES = /^[\p{Lu}_]{2,30}(?: {2,}[\p{Lu}_]{2,30}){1,19} *$/u;
/** Where a cell begins: behind two spaces, or at the beginning. */
const COLUMN = /(?<=^| {2})\S/g;
const LONGEST = 600;
/** `ORDER`, `ORDERID`, `UPDATED`, `PAYMENT`: names of things and of times, and nothing that one tells anybody to do. */
const THING = /^(?:quotes?|[\p{L}_]+(?:ed|ion|ment|ing|[^s]s|(?:_|order)(?:id|no|nr|date|time)))$/u;
/** Acts of which the names are never those of things. */
const DOING = actBits([
  'delete',
  'cancel',
  'withdraw',
  'approve',
  'refuse',
  'run',
  'pay',
  'send',
  'close',
  'change',
  'share',
  'give',
]);

/**
 * A text without the line above its table that only names the columns: `ORDER   CUSTOMER` orders nothing. Only where a text begins
 * with it, a cell begins just below each name, and neither a row nor another name is that of an act: that may be what is to be done.
 */
export function withoutTableHead(text: string): string {
  const end = text.indexOf('\n');
  if (end < 0 || end > LONGEST || !NAMES.test(text.slice(0, end))) return text;
  const names = text.slice(0, end).toLowerCase().split(/ {2,}/).filter(namesAct);
  if (names.length > 1 || names.some(isDoing)) return text;
  const rows = text.slice(end + 1);
  const [first = ''] = rows.split('\n', 1);
  return columnsOf(first) === columnsOf(text.slice(0, end)) && !namesAct(rows) ? rows : text;
}

const columnsOf = (line: string): string =>
  [...line.slice(0, LONGEST).matchAll(COLUMN)].map(({ index }) => index).join();

const namesAct = (rows: string): boolean =>
  partsOf(plainText(rows), Number.POSITIVE_INFINITY).some((part) => {
    const sentence = new Sentence(part, NOWHERE);
    return sentence.said.acts !== 0 || sentence.asks;
  });
const isDoing = (name: string): boolean =>
  !THING.test(name.trim()) && (new Sentence(plainText(name), NOWHERE).said.acts & DOING) !== 0;
const NOWHERE: Sighted = { call: '', upstream: '', tool: '', at: '', shape: 'prose', labels: [], step: 0 };
