import { isPathLike } from '../paths/form.ts';
import { nameAt, type Value } from '../reading/place.ts';

/** A call that writes one file gives it in fewer parts. */
const MOST = 12;
const LONGEST = 1_024;
/** Nothing is written there. */
const SOURCE = /^(?:src|source|from|archive|input|origin)/i;

/** A path that two arguments give together: a folder in one, a name in another. */
export interface Joined {
  readonly at: Value;
  readonly path: string;
}

/**
 * The paths that a call's arguments may give together. A tool that takes a folder and a name writes to neither of them alone;
 * one that copies, moves or fetches something into a folder gives it the name that it had.
 */
export function* joinedPaths(values: readonly Value[]): Generator<Joined> {
  const parts = values.some(({ text }) => isPathLike(text)) ? values.filter(isPart).slice(0, MOST) : [];
  for (const folder of parts) {
    if (!isPathLike(folder.text) || SOURCE.test(nameAt(folder.at))) continue;
    for (const other of parts) {
      if (other === folder) continue;
      yield { at: other, path: `${folder.text}/${other.text}` };
      // A new name stands beside the old one: `{"path": "/a/x", "new_name": "y"}`.
      if (!/[\\/]/.test(other.text)) yield { at: other, path: folder.text.replace(/[^\\/]*$/, other.text) };
      const last = other.text.replace(/[?#].*$/, '').replace(/[\\/]+$/, '');
      const name = last.slice(Math.max(last.lastIndexOf('/'), last.lastIndexOf('\\')) + 1);
      if (name !== other.text && name !== '') yield { at: other, path: `${folder.text}/${name}` };
    }
  }
  const steps = stepsIn(values);
  if (steps !== undefined) yield steps;
}

const isPart = ({ at, text, role }: Value): boolean =>
  at !== '/name' && role !== 'content' && text.length > 1 && text.length <= LONGEST && !/\n/.test(text);

const isStep = ({ at }: Value): boolean => /\d/.test(at.charAt(at.length - 1)) && /\/\d+$/.test(at);

/** A list of steps: `["home", "me", "x.json"]`. */
function stepsIn(values: readonly Value[]): Joined | undefined {
  const steps = values.filter(isStep);
  const [first] = steps;
  if (first === undefined || steps.length < 2 || steps.length > 40) return undefined;
  return { at: first, path: `/${steps.map(({ text }) => text).join('/')}` };
}
