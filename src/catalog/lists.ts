import type { ListKind } from '../model/gate.ts';
import type { Power } from '../model/tool.ts';
import { OWN_TOOLS } from './own.ts';
import type { Shown } from './union.ts';

/** Whether a principal may see a server's thing, by the server's own name for it and what it can do. */
export type Granted = (upstream: string, name: string, powers: readonly Power[]) => boolean;

/** The most sets of grants that are kept; with more, lists are put together again. */
const MOST_SETS = 64;

const OWN = OWN_TOOLS.map(({ text }) => text);

/** One list, and its text for each principal that was shown it. */
interface List {
  readonly shown: readonly Shown[];
  readonly byFunction: WeakMap<Granted, string>;
  /** Functions that grant the same share a text. By one digit for each item: whether it is granted. */
  readonly bySet: Map<string, string>;
}

const NOTHING: readonly Shown[] = [];

/** The texts of lists, kept for each set of grants, so that a list costs no more than handing out a string. */
export class Lists {
  readonly #lists = new Map<ListKind, List>();

  put(kind: ListKind, shown: readonly Shown[]): void {
    this.#lists.set(kind, { shown, byFunction: new WeakMap(), bySet: new Map() });
  }

  text(kind: ListKind, granted: Granted): string {
    const list = this.#lists.get(kind);
    if (list === undefined) return textOf(kind, NOTHING);
    const kept = list.byFunction.get(granted);
    if (kept !== undefined) return kept;
    const text = textFor(kind, list, granted);
    list.byFunction.set(granted, text);
    return text;
  }
}

function textFor(kind: ListKind, { shown, bySet }: List, granted: Granted): string {
  const isGranted = shown.map(({ definition: { upstream, name, facts } }) => granted(upstream, name, facts.powers));
  const set = isGranted.map(Number).join('');
  const kept = bySet.get(set);
  if (kept !== undefined) return kept;
  const text = textOf(
    kind,
    shown.filter((_, i) => isGranted[i]),
  );
  if (bySet.size < MOST_SETS) bySet.set(set, text);
  return text;
}

const textOf = (kind: ListKind, shown: readonly Shown[]): string =>
  `[${[...(kind === 'tools' ? OWN : []), ...shown.map(({ text }) => text)].join(',')}]`;
