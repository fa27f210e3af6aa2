import { entitiesOf } from '../../model/entity.ts';
import type { Sighted, View } from '../../model/view.ts';

/**
 * Whether an address of this machine is that of a server which this session runs itself, as a developer does: a command of
 * the session printed where it is, and what lies behind that was composed for this call or stood on a page of that very
 * server. Another text may send the agent to whatever else listens here.
 */
export function isOwnServer(address: string, view: View): boolean {
  const url = parsed(address);
  if (url === undefined || url.username !== '' || url.password !== '') return false;
  const { memory } = view;
  const sightings = (text: string): readonly Sighted[] =>
    entitiesOf(text).flatMap(({ key }) => (key.startsWith('url:') ? memory.find(key) : []));
  const isOfIt = ({ call }: Sighted): boolean =>
    memory.madeWith(call).some((value) => parsed(value)?.origin === url.origin);
  const isPrinted = ({ call }: Sighted): boolean =>
    view.recent.some((step) => step.call === call && step.powers.includes('execute'));
  const where = sightings(url.origin);
  if (!where.some(isPrinted) || !where.every((one) => isPrinted(one) || isOfIt(one))) return false;
  return url.href === `${url.origin}/` || sightings(url.href).every(isOfIt);
}

const parsed = (text: string): URL | undefined => {
  try {
    return new URL(text.trim());
  } catch {
    return undefined;
  }
};
