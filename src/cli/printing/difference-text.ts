import type { Difference, Grade } from '../../app/locking/survey.ts';
import type { Screen } from '../screen.ts';
import { plainLine } from './plain.ts';

const KINDS = { tools: 'tool', prompts: 'prompt', resourceTemplates: 'resource template', server: 'server' } as const;

/** A difference for a person to read: what it is about, how much it could matter, and each change on its own line. */
export function differenceText(difference: Difference, { paint }: Screen): string {
  const { server, kind, name, what, grade, changes } = difference;
  const about = kind === 'server' ? server : `${server}/${name}`;
  const sort = kind === 'tools' || kind === 'server' ? '' : ` (${KINDS[kind]})`;
  const colour = COLOURS[grade];
  const head = `${colour(paint, gradeText(grade))}  ${paint.bold(plainLine(about, 200))}${sort} ${what}`;
  // Most important first: a person may stop reading.
  const lines = changes
    .toSorted((a, b) => RANK[b.grade] - RANK[a.grade])
    .map((change) => `        ${change.grade === 'high' ? paint.red('!') : '-'} ${plainLine(change.says, 600)}`);
  return [head, ...lines].join('\n');
}

const gradeText = (grade: Grade): string => (grade === 'none' ? 'same' : grade).padEnd(6);
const RANK: Readonly<Record<Grade, number>> = { none: 0, low: 1, medium: 2, high: 3 };
type Colour = (paint: Screen['paint'], text: string) => string;
const COLOURS: Readonly<Record<Grade, Colour>> = {
  none: (paint, text) => paint.dim(text),
  low: (_paint, text) => text,
  medium: (paint, text) => paint.yellow(text),
  high: (paint, text) => paint.red(text),
};

/** Most important first; otherwise in the order of servers and names. */
export const byGrade = (differences: readonly Difference[]): Difference[] =>
  differences.toSorted((a, b) => RANK[b.grade] - RANK[a.grade]);

/** `3 differences: 1 high, 2 low`. */
export function tally(differences: readonly Difference[]): string {
  const counts = (['high', 'medium', 'low', 'none'] as const).flatMap((grade) => {
    const count = differences.filter((one) => one.grade === grade).length;
    return count === 0 ? [] : [`${count} ${grade === 'none' ? 'that say the same' : grade}`];
  });
  return `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}: ${counts.join(', ')}`;
}
