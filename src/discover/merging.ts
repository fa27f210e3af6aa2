import { CERTAINTIES, type Find, type HeldSecret, type Seen, type Standing } from './find.ts';

/** Puts together what was seen of the same server. The order of `all` changes nothing but the order of the finds. */
export function mergeSeen(all: readonly Seen[]): Find[] {
  const groups = joined(all.filter(({ near }) => near === undefined));
  const loose: Seen[] = [];
  for (const seen of all) {
    if (seen.near === undefined) continue;
    const near = new Set(seen.near);
    const homes = groups.filter(({ members }) =>
      members.some(({ keys, marks = [] }) => [...keys, ...marks].some((key) => near.has(key))),
    );
    for (const { guests } of homes) guests.push(seen);
    if (homes.length === 0) loose.push(seen);
  }
  return [...groups, ...joined(loose)].map(({ members, guests }) => findOf([...members, ...guests]));
}

interface Group {
  readonly keys: Set<string>;
  readonly members: Seen[];
  /** Those that were only near. */
  readonly guests: Seen[];
}

/** Those that have a key in common, also by way of a third. */
function joined(all: readonly Seen[]): Group[] {
  const byKey = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const seen of all) {
    const met = [...new Set(seen.keys.flatMap((key) => byKey.get(key) ?? []))];
    const [home = { keys: new Set<string>(), members: [], guests: [] }, ...others] = met;
    groups.add(home);
    for (const other of others) {
      for (const key of other.keys) home.keys.add(key);
      home.members.push(...other.members);
      groups.delete(other);
    }
    for (const key of seen.keys) home.keys.add(key);
    home.members.push(seen);
    for (const key of home.keys) byKey.set(key, home);
  }
  return [...groups];
}

const rank = ({ certainty }: Seen): number => CERTAINTIES.indexOf(certainty);

function findOf(members: readonly Seen[]): Find {
  const seen = members
    .map((member, i) => ({ member, i }))
    .sort((one, other) => rank(one.member) - rank(other.member) || one.i - other.i)
    .map(({ member }) => member);
  const [first] = seen as [Seen, ...Seen[]];
  const kind = seen.some((each) => each.kind === 'sallyport') ? 'sallyport' : nameOf(seen).kind;
  return {
    kind,
    name: nameOf(seen).name,
    launch: seen.find(({ launch }) => launch.command !== undefined || launch.url !== undefined)?.launch ?? first.launch,
    standing: kind === 'sallyport' ? 'behind' : standingOfAll(seen),
    certainty: first.certainty,
    held: heldBy(seen),
    seen,
  };
}

/** A name that a person gave says more than that of a program. */
const nameOf = (seen: readonly Seen[]): Seen =>
  seen.find(({ source }) => source === 'sallyport') ??
  seen.find(({ source }) => source === 'clients') ??
  (seen[0] as Seen);

/** One way past Sallyport is enough. */
function standingOfAll(seen: readonly Seen[]): Standing {
  const isKnown = seen.some(({ way }) => way === 'behind');
  if (seen.some(({ way }) => way === 'past')) return isKnown ? 'bypassing' : 'unknown';
  return isKnown ? 'behind' : 'unknown';
}

function heldBy(seen: readonly Seen[]): HeldSecret[] {
  const all = new Map<string, HeldSecret>();
  for (const { held } of seen) for (const each of held) all.set(`${each.at} ${each.masked}`, each);
  return [...all.values()];
}
