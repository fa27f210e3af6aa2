import type { JsonObject } from '../../model/json.ts';
import { type Change, type Grade, type Look, newlySeen, worst } from './change.ts';
import { definitionChanges, type Named } from './definition-change.ts';
import { identityChanges } from './identity-change.ts';
import { likeness, partsText } from './likeness.ts';
import { LOCKED_KINDS, type Locked, type LockedKind, type LockedServer } from './lockfile.ts';
import { byUnits } from './spelling.ts';
import { textChange } from './text-change.ts';

/** One thing that differs from what was accepted. */
export interface Difference {
  readonly server: string;
  /** `server` is the server itself: how it is started, what it calls itself, its instructions. */
  readonly kind: LockedKind | 'server';
  /** Its present or former name; '' for the server itself. */
  readonly name: string;
  readonly what: 'new' | 'changed' | 'vanished' | 'renamed';
  /** The former name of something renamed. */
  readonly was?: string;
  readonly grade: Grade;
  readonly changes: readonly Change[];
}

/** The differences between what was accepted of a server and what it offers now; undefined is a server that does not exist. */
export function compareServers(
  server: string,
  before: LockedServer | undefined,
  after: LockedServer | undefined,
  look: Look,
): Difference[] {
  const itself = serverDifference(server, before, after, look);
  return [
    ...(itself === undefined ? [] : [itself]),
    ...LOCKED_KINDS.flatMap((kind) => compareThings(server, kind, before?.[kind] ?? NONE, after?.[kind] ?? NONE, look)),
  ];
}

const NONE: ReadonlyMap<string, Locked> = new Map();

function serverDifference(
  server: string,
  before: LockedServer | undefined,
  after: LockedServer | undefined,
  look: Look,
): Difference | undefined {
  const about = { server, kind: 'server', name: '' } as const;
  if (after === undefined) {
    if (before === undefined) return undefined;
    return { ...about, what: 'vanished', grade: 'low', changes: [{ grade: 'low', says: 'is no longer configured' }] };
  }
  if (before === undefined) {
    const seen = newlySeen({}, usage(after.instructions), look);
    const changes: Change[] = [{ grade: 'low', says: 'is in no lockfile yet' }, ...seen];
    return { ...about, what: 'new', grade: worst(changes.map(({ grade }) => grade)), changes };
  }
  const changes = [
    ...identityChanges(before.identity, after.identity),
    ...usageChanges(before.instructions, after.instructions, look),
  ];
  if (changes.length === 0) return undefined;
  return { ...about, what: 'changed', grade: worst(changes.map(({ grade }) => grade)), changes };
}

/** The changes in what a server says about its use. */
export const usageChanges = (before: string | undefined, after: string | undefined, look: Look): Change[] => [
  ...newlySeen(usage(before), usage(after), look),
  ...textChange('what it says of its use', before, after),
];

const usage = (instructions: string | undefined): JsonObject => (instructions === undefined ? {} : { instructions });

/** The same for things of one kind. */
export function compareThings(
  server: string,
  kind: LockedKind,
  before: ReadonlyMap<string, Locked>,
  after: ReadonlyMap<string, Locked>,
  look: Look,
): Difference[] {
  const gone = [...before.keys()].filter((name) => !after.has(name)).sort(byUnits);
  const fresh = [...after.keys()].filter((name) => !before.has(name)).sort(byUnits);
  const both = [...after.keys()].filter((name) => before.has(name)).sort(byUnits);
  const changed = both.filter((name) => !isSamePin(before.get(name), after.get(name)));
  const renames = pairRenamed(gone, fresh, before, after);
  const named = (of: ReadonlyMap<string, Locked>, name: string): Named => ({
    name,
    parts: of.get(name)?.definition() ?? {},
  });
  const differ = (what: Difference['what'], name: string, changes: readonly Change[], was?: string): Difference => ({
    server,
    kind,
    name,
    what,
    ...(was === undefined ? {} : { was }),
    grade: worst(changes.map(({ grade }) => grade)),
    changes,
  });
  const differences: Difference[] = [];
  for (const name of changed) {
    const other = traded(name, changed, before, after);
    const changes = definitionChanges(kind, named(before, name), named(after, name), look);
    const trade: Change[] =
      other === undefined
        ? []
        : [{ grade: 'high', says: `has traded places with \`${other}\`: each now is what the other was` }];
    differences.push(differ('changed', name, [...trade, ...changes]));
  }
  for (const name of fresh) {
    const was = renames.get(name);
    if (was === undefined) {
      const changes = freshChanges(named(after, name), after.get(name), look);
      differences.push(differ('new', name, changes));
      continue;
    }
    const changes = definitionChanges(kind, named(before, was), named(after, name), look).filter(
      ({ grade }) => grade !== 'none',
    );
    const seen = newlySeen({ name: was }, { name }, look);
    differences.push(
      differ('renamed', name, [{ grade: 'medium', says: `was called \`${was}\`` }, ...seen, ...changes], was),
    );
  }
  const renamed = new Set(renames.values());
  for (const name of gone) {
    if (!renamed.has(name))
      differences.push(differ('vanished', name, [{ grade: 'low', says: 'is no longer offered' }]));
  }
  return differences;
}

/** Whether something offered now is what was accepted. Pins of older recipes are as good as new ones. */
export const isSamePin = (accepted: Locked | undefined, offered: Locked | undefined): boolean => {
  if (accepted === undefined || offered === undefined) return accepted === offered;
  const { recipe, hash } = accepted.pin;
  if (recipe === offered.pin.recipe) return hash === offered.pin.hash;
  return offered.fits?.(accepted.pin) === true;
};

/** What a person has to know of something new: the worst it could do, and what is seen in it. */
function freshChanges({ name, parts }: Named, locked: Locked | undefined, look: Look): Change[] {
  const seen = newlySeen(undefined, { name, ...parts }, look);
  const powers = [...(locked?.powers.keys() ?? [])].join(', ');
  return [{ grade: locked?.risk ?? 'high', says: `is new, and can ${powers || 'do nothing that is known'}` }, ...seen];
}

/** The other of two things that have exchanged their definitions. */
function traded(
  name: string,
  changed: readonly string[],
  before: ReadonlyMap<string, Locked>,
  after: ReadonlyMap<string, Locked>,
): string | undefined {
  const [old, now] = [partsText(before.get(name)), partsText(after.get(name))];
  if (old === now) return undefined;
  return changed.find(
    (each) => each !== name && partsText(before.get(each)) === now && partsText(after.get(each)) === old,
  );
}

/** Renamed things: pairs each that is gone with at most one that came, the most similar first. */
function pairRenamed(
  gone: readonly string[],
  fresh: readonly string[],
  before: ReadonlyMap<string, Locked>,
  after: ReadonlyMap<string, Locked>,
): ReadonlyMap<string, string> {
  const pairs: { was: string; name: string; alike: number }[] = [];
  // Where everything was exchanged, nothing was merely renamed.
  if (gone.length * fresh.length > MOST_PAIRS) return new Map();
  for (const was of gone) {
    for (const name of fresh) {
      const alike = likeness(before.get(was), after.get(name));
      if (alike >= ALIKE) pairs.push({ was, name, alike });
    }
  }
  pairs.sort((a, b) => b.alike - a.alike || byUnits(a.was, b.was) || byUnits(a.name, b.name));
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { was, name } of pairs) {
    if (renames.has(name) || taken.has(was)) continue;
    renames.set(name, was);
    taken.add(was);
  }
  return renames;
}

const ALIKE = 0.7;
const MOST_PAIRS = 10_000;
