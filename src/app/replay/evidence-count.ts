import type { Redecision } from './records.ts';

/** A sort of thing that is seen now and was not then, or the other way round. */
export interface EvidenceDifference {
  readonly what: string;
  readonly isNew: boolean;
  /** In the order of the record, each once. */
  readonly calls: readonly string[];
}

/** How evidence that a replay gathered anew differs from the recorded one. */
export interface EvidenceDifferences {
  /** Decisions whose evidence is not what was recorded. */
  readonly different: number;
  /** How many of these follow a result that is not recorded completely. */
  readonly afterGap: number;
  /** New ones first, then by the number of calls. */
  readonly changes: readonly EvidenceDifference[];
  /** Decisions for which nothing could be gathered, since their text was cut for the record, or is gone. */
  readonly cut: number;
  readonly gone: number;
  /** What was taken from the record instead, and in how many decisions. */
  readonly kept: readonly (readonly [what: string, decisions: number])[];
}

/** Counts differences of evidence as they come. */
export class EvidenceCount {
  readonly #changes = new Map<
    string,
    { readonly what: string; readonly isNew: boolean; readonly calls: Set<string> }
  >();
  readonly #kept = new Map<string, number>();
  #different = 0;
  #afterGap = 0;
  #cut = 0;
  #gone = 0;

  add({ call, gathered, isAfterGap }: Redecision): void {
    // The call's arguments are gone, so nothing could be looked at.
    if (gathered === undefined) return void this.#gone++;
    if (gathered.lacks === 'cut') this.#cut++;
    if (gathered.lacks === 'gone') this.#gone++;
    for (const what of gathered.kept) this.#kept.set(what, (this.#kept.get(what) ?? 0) + 1);
    if (gathered.changes.length === 0) return;
    this.#different++;
    if (isAfterGap) this.#afterGap++;
    for (const { what, isNew } of gathered.changes) {
      const key = `${isNew} ${what}`;
      const known = this.#changes.get(key);
      if (known === undefined) this.#changes.set(key, { what, isNew, calls: new Set([call]) });
      else known.calls.add(call);
    }
  }

  get found(): EvidenceDifferences {
    const changes = [...this.#changes.values()].map(({ calls, ...rest }) => ({ ...rest, calls: [...calls] }));
    changes.sort(
      (a, b) => Number(b.isNew) - Number(a.isNew) || b.calls.length - a.calls.length || (a.what < b.what ? -1 : 1),
    );
    return {
      different: this.#different,
      afterGap: this.#afterGap,
      changes,
      cut: this.#cut,
      gone: this.#gone,
      kept: [...this.#kept].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    };
  }
}
