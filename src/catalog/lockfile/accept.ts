import type { Difference } from './compare.ts';
import { inferTool, riskOf } from './lock.ts';
import type { Locked, LockedKind, LockedServer } from './lockfile.ts';

/** What a person accepts: a whole server, or one thing of it by its present or former name. */
export interface Wish {
  readonly server: string;
  readonly name?: string;
}

/** `files` and `files/read_file`: names of servers have no slash. */
export function wishOf(text: string): Wish {
  const at = text.indexOf('/');
  return at < 0 ? { server: text } : { server: text.slice(0, at), name: text.slice(at + 1) };
}

/**
 * What is accepted of a server once a wish is granted. A classification that somebody confirmed before stays: a changed
 * definition may only add powers and roles to it. `isConfirmed`: somebody has looked at the classification now.
 */
export function acceptServer(
  before: LockedServer | undefined,
  after: LockedServer | undefined,
  differences: readonly Difference[],
  { name }: Wish,
  isConfirmed: boolean,
): LockedServer | undefined {
  if (after === undefined) return name === undefined ? undefined : before;
  const wanted = (each: string): boolean => name === undefined || name === each;
  const things = (kind: LockedKind): ReadonlyMap<string, Locked> => {
    const accepted = new Map(before?.[kind]);
    for (const [each, offered] of after[kind]) {
      if (!wanted(each)) continue;
      const renamed = differences.find((one) => one.kind === kind && one.name === each && one.was !== undefined)?.was;
      if (renamed !== undefined) accepted.delete(renamed);
      const old = before?.[kind].get(renamed ?? each);
      accepted.set(each, acceptLocked(kind, renamed ?? each, old, offered, isConfirmed));
    }
    for (const each of before?.[kind].keys() ?? []) if (!after[kind].has(each) && wanted(each)) accepted.delete(each);
    return accepted;
  };
  const itself = name === undefined || before === undefined ? after : before;
  const { identity, instructions } = itself;
  return {
    identity,
    ...(instructions === undefined ? {} : { instructions }),
    tools: things('tools'),
    prompts: things('prompts'),
    resourceTemplates: things('resourceTemplates'),
  };
}

/** One thing once it is accepted. */
export function acceptLocked(
  kind: LockedKind,
  name: string,
  before: Locked | undefined,
  offered: Locked,
  isConfirmed: boolean,
): Locked {
  if (before?.confirmed !== true) return { ...offered, confirmed: isConfirmed };
  const powers = new Map(before.powers);
  const roles = new Map(before.roles);
  // The earlier inferences were looked at then: only later ones are new.
  const inferred = kind === 'tools' ? inferTool({ ...before.definition(), name }) : undefined;
  for (const [power, why] of offered.powers) {
    if (inferred?.powers.has(power) !== true && !powers.has(power)) powers.set(power, why);
  }
  for (const [at, role] of offered.roles) if (inferred?.roles.get(at)?.role !== role.role) roles.set(at, role);
  const isGrown = powers.size > before.powers.size || [...roles].some(([at, role]) => before.roles.get(at) !== role);
  return {
    ...offered,
    confirmed: isConfirmed || !isGrown,
    risk: riskOf({ powers, roles }),
    powers,
    roles,
    labels: before.labels,
  };
}
