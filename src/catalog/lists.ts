import type { ListKind } from '../model/gate.ts';
import type { Power } from '../model/tool.ts';
import { OWN_TOOLS } from './own.ts';
import type { Shown } from './union.ts';

/** Whether a principal may see a server's thing, by the server's own name for it and what it can do. */
export type Granted = (upstream: string, name: string, powers: readonly Power[]) => boolean;

/** The texts of lists, kept for each set of grants, so that a list costs no more than handing out a string. */
export interface Lists {
  put(kind: ListKind, shown: readonly Shown[]): void;
  text(kind: ListKind, granted: Granted): string;
}

/** The most sets of grants that are kept; with more, lists are put together again. */
const MAX_SETS = 64;

const OWN = OWN_TOOLS.map(({ text }) => text);

export function createLists(): Lists {
  const items = new Map<ListKind, readonly Shown[]>();
  const byFunction = new Map<ListKind, WeakMap<Granted, string>>();
  const bySet = new Map<ListKind, Map<string, string>>();

  const build = (kind: ListKind, granted: Granted): string => {
    const shown = items.get(kind) ?? [];
    const mine = shown.map(({ definition }) => granted(definition.upstream, definition.name, definition.facts.powers));
    const key = mine.map(Number).join('');
    const sets = bySet.get(kind);
    const kept = sets?.get(key);
    if (kept !== undefined) return kept;
    const texts = shown.filter((_, i) => mine[i]).map(({ text }) => text);
    const text = `[${[...(kind === 'tools' ? OWN : []), ...texts].join(',')}]`;
    if (sets !== undefined && sets.size < MAX_SETS) sets.set(key, text);
    return text;
  };

  return {
    put: (kind, shown) => {
      items.set(kind, shown);
      byFunction.set(kind, new WeakMap());
      bySet.set(kind, new Map());
    },
    text: (kind, granted) => {
      const kept = byFunction.get(kind)?.get(granted);
      if (kept !== undefined) return kept;
      const text = build(kind, granted);
      byFunction.get(kind)?.set(granted, text);
      return text;
    },
  };
}
