import type { ListKind } from '../model/gate.ts';
import { splice } from '../model/text/splice.ts';
import type { Definition } from './definition.ts';
import { hashedName, isNamedAfter, type Naming, OWN_SERVER, unionName } from './names.ts';
import { OWN_TOOLS } from './own.ts';

/** One thing as the union shows it. */
export interface Shown {
  readonly definition: Definition;
  readonly name: string;
  /** The definition's text with this name in place of its own. */
  readonly text: string;
}

/** A name or address that a server offers and another has, and what became of it. */
export interface Collision {
  readonly kind: ListKind;
  readonly name: string;
  /** `same`: the earlier in the configuration offers it too, and keeps it. `alike`: it would read as one of the keeper's. */
  readonly how: 'same' | 'alike';
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
const KEPT_BY_US: ReadonlyMap<string, string> = new Map(OWN_TOOLS.map((tool) => [tool.shown, OWN_SERVER]));
const NOBODY: ReadonlyMap<string, string> = new Map();

/**
 * Names tools or prompts. Their order, that of the configuration, alone decides which of two keeps a name. A plain one that
 * begins as ours or another server's do carries its server: whoever calls it would take it for theirs.
 */
export function nameUnion(
  kind: ListKind,
  definitions: readonly Definition[],
  mode: Naming,
  servers: readonly string[],
): Union {
  const holders = new Map(kind === 'tools' ? KEPT_BY_US : NOBODY);
  const collisions: Collision[] = [];
  const shown: Shown[] = [];
  for (const definition of definitions) {
    const { upstream, name } = definition;
    const isPlain = mode === 'plain' && SAFE_NAME.test(name);
    const meant = isPlain ? likeOf(name, upstream, servers) : undefined;
    const wanted = isPlain && meant === undefined ? name : unionName(upstream, name);
    const keeper = holders.get(wanted);
    const free = keeper === undefined ? wanted : freeName(upstream, name, holders);
    const more = { kind, other: upstream, shown: free };
    if (meant !== undefined) collisions.push({ ...more, name, how: 'alike', keeper: meant });
    else if (keeper !== undefined) collisions.push({ ...more, name: wanted, how: 'same', keeper });
    if (free === undefined) continue;
    holders.set(free, upstream);
    shown.push(show(definition, free));
  }
  return { shown, collisions };
}

/** Whose a plain name would seem to be, where not its own server's. */
const likeOf = (name: string, upstream: string, servers: readonly string[]): string | undefined =>
  isNamedAfter(OWN_SERVER, name.toLowerCase())
    ? OWN_SERVER
    : servers.find((server) => server !== upstream && isNamedAfter(server.toLowerCase(), name.toLowerCase()));

const freeName = (upstream: string, name: string, holders: ReadonlyMap<string, string>): string | undefined =>
  [unionName(upstream, name), hashedName(upstream, name)].find((each) => !holders.has(each));

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
      collisions.push({ kind, name, how: 'same', keeper, other: upstream, shown: isTaken ? undefined : put });
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
