import { readRecords } from '../../journal/reading.ts';
import { aboutThis } from '../places/config-place.ts';

/** So far back a change is looked for that nobody has said yes to. Milliseconds. */
const LOOKED_BACK = 30 * 86_400_000;

const headOf = (file: string): string =>
  `the changed configuration waits for \`sallyport trust${aboutThis({ file })}\` in a terminal: `;

/** What is said, and recorded, of a change that counts only once a person has said yes to it. */
export const waitingText = (file: string, why: string): string => headOf(file) + why;

/** The same of a file that says again what is in force, after it could not be used, waited, or was gone. */
export const backText = (file: string): string => `${file} is again what is in force`;

/** Why the last change of a configuration waits, as the processes that serve it have recorded; undefined where none does. */
export async function whyWaiting(journal: string, file: string, now: number): Promise<string | undefined> {
  const head = headOf(file);
  let why: string | undefined;
  for await (const { record } of readRecords(journal, { kinds: ['note', 'reload'], since: now - LOOKED_BACK })) {
    const { entry } = record;
    if (entry.kind === 'reload' && entry.file === file) why = undefined;
    if (entry.kind !== 'note' || entry.about !== 'reload') continue;
    if (entry.message === backText(file)) why = undefined;
    if (entry.message.startsWith(head)) why = entry.message.slice(head.length);
  }
  return why;
}
