import type { Call } from '../../model/call.ts';
import { withListed } from '../../model/evidence/value-list.ts';
import type { View } from '../../model/view.ts';
import type { FlowList } from './flow-list.ts';
import { isInstructed } from './only-told.ts';

/**
 * Marks the flows of values that a person let pass with a list. Once a text that instructs its reader has such a value, that is
 * news to who let it pass before.
 */
export function markListed({ flows, isCut }: FlowList, view: View, { target, params }: Call): void {
  const { listedFrom } = view.memory;
  // A value that was left out, since others of its origin are told, may be on no list.
  if (listedFrom === undefined || isCut) return;
  const marked = withListed(flows, params, (at, value) =>
    isInstructed(view, value) ? undefined : listedFrom(target, at, value.key),
  );
  flows.splice(0, flows.length, ...marked);
}
