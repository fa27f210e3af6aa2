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

const GAP = '  ';
const NARROWEST = 12;

/** Rows under heads, aligned, no wider than the terminal; piped output is never cut. */
export function table<Row>(screen: Screen, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const texts = rows.map((row) => columns.map((column) => plainLine(column.cell(row))));
  const widths = columns.map(({ head }, i) =>
    Math.max(head.length, ...texts.map((cells) => widthOf(cells[i] as string))),
  );
  if (screen.isTerminal)
    squeeze(
      widths,
      columns.map(({ flexible }) => flexible === true),
      screen.width,
    );
  const line = (cells: readonly string[], paint: (text: string, i: number) => string): string =>
    cells
      .map((cell, i) => {
        const width = widths[i] as number;
        const cut = screen.isTerminal ? plainLine(cell, width) : cell;
        const isLast = i === cells.length - 1;
        return paint(cut, i) + (isLast ? '' : ' '.repeat(Math.max(0, width - widthOf(cut))));
      })
      .join(GAP)
      .trimEnd();
  const heads = line(
    columns.map(({ head }) => head),
    (text) => screen.paint.dim(text),
  );
  const body = texts.map((cells, r) => line(cells, (text, i) => columns[i]?.paint?.(text, rows[r] as Row) ?? text));
  return [heads, ...body].join('\n');
}

/** Takes from the widest flexible column until the line fits, or none has more to give. */
function squeeze(widths: number[], isFlexible: readonly boolean[], most: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - most;
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
