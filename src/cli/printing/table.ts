import type { Screen } from '../screen.ts';
import { plainLine } from './plain.ts';

/** Cells are raw data without colours: the table makes them safe to print. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly paint?: (text: string, row: Row) => string;
  /** Shrinks if the terminal is too narrow. */
  readonly flexible?: true;
  /**
   * Moves to lines of its own below the row if the terminal is too narrow, for values that must be read in full; `always`: also
   * where piped rows would be longer than anybody reads.
   */
  readonly below?: true | 'always';
  /** Of the last column: rows that are not cut, but go on in the lines below, under its heading. */
  readonly whole?: (row: Row) => boolean;
}

/** Characters of a piped row, where it need not be longer. */
const LONGEST = 120;

const GAP = '  ';
const NARROWEST = 12;

/**
 * Rows under headings, aligned, no wider than the screen; piped output is not cut, unless COLUMNS is set. If a row does
 * not fit, columns that may go below it do so in full; only then are columns cut.
 */
export function table<Row>(screen: Screen, all: readonly Column<Row>[], rows: readonly Row[]): string {
  const below = lowered(all, rows, screen.width);
  const columns = all.filter((column) => !below.includes(column));
  const texts = rows.map((row) => textsOf(columns, row));
  const widths = widthsOf(columns, texts);
  squeeze(
    widths,
    columns.map(({ flexible }) => flexible === true),
    screen.width,
  );
  const line = (cells: readonly string[], paint: (text: string, i: number) => string): string =>
    cells
      .map((cell, i) => {
        const width = widths[i] as number;
        const cut = plainLine(cell, width);
        const isLast = i === cells.length - 1;
        return paint(cut, i) + (isLast ? '' : ' '.repeat(Math.max(0, width - widthOf(cut))));
      })
      .join(GAP)
      .trimEnd();
  const heads = line(
    columns.map(({ head }) => head),
    (text) => screen.paint.dim(text),
  );
  const last = columns.at(-1);
  const indent = ' '.repeat(sumOf(widths) - (widths.at(-1) ?? 0));
  /** The last cell of a row in lines; one line where it is cut, if it must be. */
  const linesOf = (cell: string, row: Row): string[] => {
    const room = widths.at(-1) ?? 0;
    return last?.whole?.(row) === true && widthOf(cell) > room ? paragraph(cell, room, '') : [cell];
  };
  const body = rows.flatMap((row, r) => [
    ...linesOf(texts[r]?.at(-1) ?? '', row).map((text, i) =>
      i === 0
        ? line([...(texts[r] ?? []).slice(0, -1), text], (each, at) => columns[at]?.paint?.(each, row) ?? each)
        : indent + (last?.paint?.(text, row) ?? text),
    ),
    ...below.flatMap(({ cell, paint }) =>
      paragraph(plainLine(cell(row)), screen.width, GAP).map((text) => paint?.(text, row) ?? text),
    ),
  ]);
  return [heads, ...body].join('\n');
}

const textsOf = <Row>(columns: readonly Column<Row>[], row: Row): string[] =>
  columns.map(({ cell }) => plainLine(cell(row)));

const widthsOf = <Row>(columns: readonly Column<Row>[], texts: readonly (readonly string[])[]): number[] =>
  columns.map(({ head }, i) => Math.max(head.length, ...texts.map((cells) => widthOf(cells[i] as string))));

const sumOf = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);

/** The columns that move below their rows: starting with the last, until the others fit. */
function lowered<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): Column<Row>[] {
  const widths = widthsOf(
    columns,
    rows.map((row) => textsOf(columns, row)),
  );
  const gone = new Set<number>();
  for (let i = columns.length - 1; i >= 0; i--) {
    const { below } = columns[i] as Column<Row>;
    const most = below === 'always' ? Math.min(width, LONGEST) : width;
    if (below !== undefined && sumOf(widths.filter((_, each) => !gone.has(each))) > most) gone.add(i);
  }
  return columns.filter((_, i) => gone.has(i));
}

/** Wraps text over as many lines as needed, each after `indent`. No word that fits into a line is cut. */
export function paragraph(text: string, width: number, indent: string): string[] {
  const most = Math.max(NARROWEST, width - indent.length);
  const lines: string[] = [];
  let line: string[] = [];
  for (const word of text.split(' ')) {
    if (line.length > 0 && line.length + 1 + widthOf(word) > most) {
      lines.push(line.join(''));
      line = [];
    }
    if (line.length > 0) line.push(' ');
    for (const character of word) {
      if (line.length === most) {
        lines.push(line.join(''));
        line = [];
      }
      line.push(character);
    }
  }
  if (line.length > 0) lines.push(line.join(''));
  return lines.map((each) => indent + each);
}

/** Shrinks the widest flexible column until the line fits, or none can shrink any further. */
function squeeze(widths: number[], isFlexible: readonly boolean[], most: number): void {
  let over = sumOf(widths) - most;
  for (; over > 0; over--) {
    let widest = -1;
    widths.forEach((width, i) => {
      if (isFlexible[i] === true && width > NARROWEST && width > (widths[widest] ?? 0)) widest = i;
    });
    if (widest === -1) return;
    widths[widest] = (widths[widest] as number) - 1;
  }
}

const widthOf = (text: string): number => [...text].length;
