import { actsOf } from './deed-words.ts';
import { wordSet } from './word-set.ts';

/** Words that can stand beside an order and name nothing that it may be about, by language. `It` may be what was named before. */
const NAMELESS: ReadonlySet<string> =
  wordSet(`please kindly and or else otherwise just simply this mine me us know let tell say why not if so soon now today quickly asap thanks
  thank you
  bitte und oder sonst mir uns sag sagt sagen sie warum nicht bald jetzt heute danke
  merci de et ou sinon dis dites moi nous pourquoi pas
  por favor y o si dime díganme digan qué no hoy gracias`);
const WORD = /[\p{L}\p{N}]+/gu;

/** Whether a sentence, in plain form, says nothing but to do something: `approve, or tell me why not`. */
export function isBareOrder(text: string): boolean {
  let isOrder = false;
  for (const [word] of text.matchAll(WORD))
    if (actsOf(word).length > 0) isOrder = true;
    else if (!NAMELESS.has(word)) return false;
  return isOrder;
}
