import { rests, type Steps } from '../../model/steps.ts';
import { nameOf } from '../shell/words.ts';
import type { OwnPlaces } from './own-places.ts';
import { stands } from './step-names.ts';
import { type Plain, pathFrom, type Step, stepsOf } from './steps.ts';

const LOOKS =
  /^(?:ls|cat|head|tail|grep|egrep|rg|file|stat|wc|du|echo|printf|test|dir|md5sum|sha\d+sum|cksum|readlink|realpath)$/;

/** What `find` acts on: from which folders, and by which names; undefined where it only shows what it finds. */
export function actsOnFound(
  { args, folder }: Step,
  later: readonly Step[],
  plainest: Plain,
): { readonly places: readonly string[]; readonly names: readonly string[] } | undefined {
  const run = args.flatMap((arg, i) =>
    /^-(?:exec|execdir|ok|okdir|x|X)$/.test(arg) ? [nameOf(args[i + 1] ?? '')] : [],
  );
  const acts =
    args.includes('-delete') ||
    run.some((name) => !LOOKS.test(name)) ||
    later.some(({ name, takesInput }) => takesInput && !LOOKS.test(name));
  if (!acts) return undefined;
  const end = args.findIndex((arg) => /^[-(!\\]/.test(arg));
  const starts = args.slice(0, end < 0 ? args.length : end);
  const places =
    starts.length === 0 ? (folder === undefined ? [] : [folder]) : starts.map((one) => pathFrom(folder, one, plainest));
  const names = args.flatMap((arg, i) => (/^-i?(?:name|path|wholename)$/.test(arg) ? [args[i + 1] ?? ''] : []));
  return { places, names };
}

/** Whether one of the names looked for can be one of these. */
export const isFound = (names: readonly string[], ours: readonly string[]): boolean =>
  names.some((name) => ours.some((one) => stands(name.toLowerCase().split('/').at(-1) ?? '', one)));

/** Whether a line acts on all that it finds in a folder of a client, or on what is called like its configuration there. */
export function* actsInClientFolder(
  line: string,
  { plainest, filesIn }: Pick<OwnPlaces, 'plainest' | 'filesIn'>,
): Steps<boolean> {
  if (!/\b(?:find|fd)\b/.test(line)) return false;
  const steps = yield* stepsOf(line, plainest);
  for (const [i, step] of steps.entries()) {
    if (rests(i)) yield;
    if (step.name !== 'find' && step.name !== 'fd') continue;
    const found = actsOnFound(step, steps.slice(i + 1), plainest);
    const files = found?.places.flatMap(filesIn) ?? [];
    if (found !== undefined && files.length > 0 && (found.names.length === 0 || isFound(found.names, files)))
      return true;
  }
  return false;
}
