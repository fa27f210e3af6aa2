import type { Outflow } from '../model/evidence.ts';
import type { CallEntry } from '../model/record/judged.ts';
import type { Sent } from '../model/view.ts';

/** Whether a call sent data out: only allowed calls did. */
export const isSending = ({ origin, evidence, decision }: CallEntry): boolean =>
  evidence.outflows !== undefined && decision.effect === 'allow' && origin !== 'upstream';

/** Places counted separately. Beyond this many, what goes to further ones is added up as if to a single place. */
const MOST_PLACES = 200;
/** Distinct values remembered per place. Beyond this many, every value counts, whether or not it went there before. */
const MOST_MARKS = 4_096;
const ELSEWHERE = '';

/** What went to one place. `size`: in UTF-16 units. */
interface Tally {
  size: number;
  count: number;
  readonly marks: Set<number>;
}

/** How much of earlier results went where. Built from what calls record about themselves, and limited in size. */
export class Ledger implements Sent {
  readonly #places = new Map<string, Tally>();

  size(to: string): number {
    return this.#at(to)?.size ?? 0;
  }

  count(to: string): number {
    return this.#at(to)?.count ?? 0;
  }

  has(to: string, mark: number): boolean {
    return this.#at(to)?.marks.has(mark) === true;
  }

  /** Adds what a call carried out. If a person looked at it and approved, counting for that place starts over. */
  take({ evidence, decision }: Pick<CallEntry, 'evidence' | 'decision'>): void {
    for (const outflow of evidence.outflows ?? []) {
      if (decision.approval === undefined) this.#add(outflow);
      else this.#places.delete(this.#places.has(outflow.to) ? outflow.to : ELSEWHERE);
    }
  }

  #add({ to, values }: Outflow): void {
    let place = this.#at(to);
    if (place === undefined) {
      place = { size: 0, count: 0, marks: new Set() };
      this.#places.set(this.#places.size < MOST_PLACES ? to : ELSEWHERE, place);
    }
    for (const [mark, size] of values) {
      if (place.marks.has(mark)) continue;
      if (place.marks.size < MOST_MARKS) place.marks.add(mark);
      place.size += size;
      place.count++;
    }
  }

  #at(to: string): Tally | undefined {
    const known = this.#places.get(to);
    return known ?? (this.#places.size < MOST_PLACES ? undefined : this.#places.get(ELSEWHERE));
  }
}
