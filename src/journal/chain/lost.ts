import type { PlainEntry } from '../../model/journal.ts';
import type { Label } from '../../model/tool.ts';

/** A lost result may have been anything. */
const LOST_LABEL: Label = 'untrusted';

/** For a call whose result never came or was never recorded: it has the labels of its tool's results, and is untrusted. */
export const lostEntry = (call: string, session: string, labels: readonly Label[]): PlainEntry => ({
  kind: 'lost',
  call,
  session,
  labels: labels.includes(LOST_LABEL) ? labels : [...labels, LOST_LABEL],
});
