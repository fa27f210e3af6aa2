import { firstPart, unstopped } from '../reading/sentence-parts.ts';
import { endOf, spellingsOf } from './hearing.ts';

/** How many values of one call are searched for. */
const MOST_VALUES = 32;
/** Values in plain form, but for those too short to tell anything. */
export function plainly(values: readonly string[], shortest: number): string[] {
  const plain: string[] = [];
  for (let i = 0; i < values.length && i < MOST_VALUES; i++) {
    const value = firstPart(unstopped(values[i] as string));
    if (value.length >= shortest || /^\d\d$/.test(value)) plain.push(...spellingsOf(value));
  }
  return plain;
}

/** Values, and the ends by which people call them. */
export function withEnds(values: readonly string[]): readonly string[] {
  let all = values;
  for (let i = 0; i < values.length; i++) {
    const end = endOf(values[i] as string);
    if (end !== undefined) all = [...all, end];
  }
  return all;
}
