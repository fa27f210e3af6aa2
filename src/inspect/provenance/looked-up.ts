import type { Flow } from '../../model/evidence.ts';
import type { View } from '../../model/view.ts';
import { wordsOf } from '../../model/words/name-words.ts';

/** A shorter word occurs everywhere. */
const SHORTEST = 4;

/**
 * Whether this session, after reading a value in a text, looked it up elsewhere by name (`Muster` for `g.muster@…`) and
 * found it as a field: a text that asks to write to a known contact asks for nothing the session has not seen for
 * itself.
 */
export function isLookedUp({ memory }: View, text: string, known: readonly Flow[]): boolean {
  const texts = known.filter(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'));
  if (texts.length === 0) return false;
  const plain = text.toLowerCase();
  return known.some(({ shape, labels, from }) => {
    if (shape !== 'field' || from.call === '' || from.echo || labels.includes('instructed')) return false;
    if (!texts.every((one) => one.from.call === from.call || one.from.ago > from.ago)) return false;
    return memory
      .madeWith(from.call)
      .some((given) => wordsOf(given).some((word) => word.length >= SHORTEST && plain.includes(word)));
  });
}
