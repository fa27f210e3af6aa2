import { plainLine } from './plain.ts';
import type { Screen } from './screen.ts';

/** Cells are data, not yet painted: what they hold is made harmless here. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly paint?: (text: string, row: Row) => string;
  /** Gives way when the terminal is too narrow. */
  readonly flexible?: true;
}

/** Rows under heads, aligned, no wider than the terminal; piped output is never cut. */
export function table<Row>(screen: Screen, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const texts = rows.map((row) => columns.map((column) => plainLine(column.cell(row))));
  const widths = columns.map(({ head }, i) =>
    Math.max(head.length, ...texts.map((cells) => widthOf(cells[i] as string))),
  );
  if (screen.isTerminal) squeeze(widths, columns, screen.width);
  const line = (cells: readonly string[], paint: (text: string, i: number) => string): string =>
    cells
      .map((cell, i) => {
        const width = widths[i] as number;
        const cut = screen.isTerminal ? plainLine(cell, width) : cell;
        const isLast = i === cells.length - 1;
        return paint(cut, i) + (isLast ? '' : ' '.repeat(Math.max(0, width - widthOf(cut))));
      })
      .join('  ')
      .trimEnd();
  const heads = line(
    columns.map(({ head }) => head),
    (text) => screen.paint.dim(text),
  );
  const body = texts.map((cells, r) => line(cells, (text, i) => columns[i]?.paint?.(text, rows[r] as Row) ?? text));
  return [heads, ...body].join('\n');
}

function squeeze(widths: number[], columns: readonly Column<never>[] | readonly unknown[], most: number): void {
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  let over = total - most;
  columns.forEach((column, i) => {
    if (over <= 0 || (column as { flexible?: true }).flexible !== true) return;
    const width = widths[i] as number;
    const less = Math.min(over, Math.max(0, width - 12));
    widths[i] = width - less;
    over -= less;
  });
}

const widthOf = (text: string): number => [...text].length;
