import type { ServerConfig } from '../../config/schema.ts';
import type { JsonObject } from '../../model/json.ts';
import { POWERS, type ToolFacts } from '../../model/tool.ts';
import { classify, type Reviewed } from '../classify.ts';
import { inferTool } from './lock.ts';
import type { Locked } from './lockfile.ts';

/**
 * What is known of an accepted tool while its server does not run: what a person confirmed of it, else what its accepted
 * definition suggests. Throws `LockfileError` where that cannot be read.
 */
export function lockedFacts(name: string, locked: Locked, server: ServerConfig, isVouched: boolean): ToolFacts {
  const value = { ...locked.definition(), name };
  const reviewed = locked.confirmed ? reviewedAs(locked, value, isVouched) : undefined;
  return classify(value, locked.pin.hash, server, reviewed);
}

/** What the lockfile says of a tool, where a person confirmed it; one that was only found adds to what is inferred. */
export function reviewedAs({ powers, roles, labels }: Locked, value: JsonObject, isVouched: boolean): Reviewed {
  const said = { powers: [...powers.keys()], roles: [...roles].map(([at, { role }]) => ({ at, role })), labels };
  return isVouched ? said : raised(said, value);
}

/** What is inferred, with what the lockfile says on top. */
function raised(said: Reviewed, value: JsonObject): Reviewed {
  const { powers, roles } = inferTool(value);
  return {
    powers: POWERS.filter((power) => powers.has(power) || said.powers.includes(power)),
    roles: [...said.roles, ...[...roles].map(([at, { role }]) => ({ at, role }))],
    labels: [...new Set(['untrusted', ...said.labels])],
  };
}
