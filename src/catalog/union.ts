import type { ListKind } from '../model/gate.ts';
import { splice } from '../model/text/splice.ts';
import type { Definition } from './definition.ts';
import { hashedName, type Naming, unionName } from './names.ts';
import { OWN_TOOLS } from './own.ts';

/** One thing as the union shows it. */
export interface Shown {
  readonly definition: Definition;
  readonly name: string;
  /** The definition's text with this name in place of its own. */
  readonly text: string;
}

/** Two servers that offer the same name or address, and what became of the later one's. */
export interface Collision {
  readonly kind: ListKind;
  readonly name: string;
  /** Who keeps it: the earlier in the configuration. */
  readonly keeper: string;
  readonly other: string;
  /** How the other's is shown; undefined where it is not. */
  readonly shown: string | undefined;
}

export interface Union {
  readonly shown: readonly Shown[];
  readonly collisions: readonly Collision[];
}

const SAFE_NAME = /^[A-Za-z0-9_.-]{1,128}$/;
const KEPT_BY_US: ReadonlyMap<string, string> = new Map(OWN_TOOLS.map((tool) => [tool.shown, 'sallyport']));
const NOBODY: ReadonlyMap<string, string> = new Map();

/** Names tools or prompts. Their order, that of the configuration, alone decides which of two keeps a name. */
export function nameUnion(kind: ListKind, definitions: readonly Definition[], mode: Naming): Union {
  const holders = new Map(kind === 'tools' ? KEPT_BY_US : NOBODY);
  const collisions: Collision[] = [];
  const shown: Shown[] = [];
  for (const definition of definitions) {
    const { upstream, name } = definition;
    const prefixed = unionName(upstream, name);
    const candidates = [prefixed, hashedName(upstream, name)];
    if (mode === 'plain' && SAFE_NAME.test(name)) candidates.unshift(name);
    const free = candidates.find((each) => !holders.has(each));
    const keeper = holders.get(candidates[0] as string);
    if (keeper !== undefined)
      collisions.push({ kind, name: candidates[0] as string, keeper, other: upstream, shown: free });
    if (free === undefined) continue;
    holders.set(free, upstream);
    shown.push(show(definition, free));
  }
  return { shown, collisions };
}

/** Gives resources and templates their addresses in the union; `address` says how a server's own is shown. */
export function addressUnion(
  kind: ListKind,
  definitions: readonly Definition[],
  address: (upstream: string, uri: string) => string,
): Union {
  const keepers = new Map<string, string>();
  const holders = new Map<string, string>();
  const collisions: Collision[] = [];
  const shown: Shown[] = [];
  for (const definition of definitions) {
    const { upstream, name } = definition;
    const put = address(upstream, name);
    const keeper = keepers.get(name);
    const isTaken = holders.has(put);
    // The same address of two servers is no collision where each is shown under its server's name.
    if (keeper !== undefined && (isTaken || holders.has(name))) {
      collisions.push({ kind, name, keeper, other: upstream, shown: isTaken ? undefined : put });
    } else keepers.set(name, upstream);
    if (isTaken) continue;
    holders.set(put, upstream);
    shown.push(show(definition, put));
  }
  return { shown, collisions };
}

/** A change concerns one server at a time: what the others show is put together once. */
const made = new WeakMap<Definition, Shown>();

function show(definition: Definition, name: string): Shown {
  const before = made.get(definition);
  if (before?.name === name) return before;
  const isOwn = name === definition.name;
  const text = isOwn
    ? definition.text
    : splice(definition.text, [{ span: definition.span, put: JSON.stringify(name) }]);
  const shown = { definition, name, text };
  made.set(definition, shown);
  return shown;
}
