import type { Flow } from '../model/evidence.ts';
import { wordsOf } from '../model/name-words.ts';
import type { View } from '../model/view.ts';

/** A shorter word stands everywhere. */
const SHORTEST = 4;

/**
 * Whether this session looked a value that a text gave up by its name elsewhere afterwards (`Muster` for `g.muster@…`), where
 * it stands as a field: who asks to write to somebody known asks for no more than this session saw for itself.
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
