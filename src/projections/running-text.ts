import { isUnspaced } from '../model/text/unspaced.ts';
import { mayRespell } from './respelled.ts';

/** A shorter text is one value. */
const PASSAGE = 20;

/** Whether a text is one to look into, and not one value. */
export const isText = (text: string): boolean =>
  (text.length >= PASSAGE && (/\s/.test(text) || isUnspaced(text) || isPacked(text))) || mayRespell(text);

/** Whether a text without space says several things: `{"to":"a","to":"b"}`, `a=1;b=2`. An address may be written with some of their signs. */
const isPacked = (text: string): boolean => /[;|{}[\]<>"]/.test(text) || (/[,&]/.test(text) && !text.includes('://'));
