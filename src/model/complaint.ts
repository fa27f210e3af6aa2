/** A place in a file a person wrote; line and column counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line itself. */
  readonly excerpt: string;
}

/** How much of a line is kept. */
const LINE = 10_000;

/** The place of an offset in a text. `shown` makes of its line, and of where that begins, what may be shown. */
export function placeIn(
  file: string,
  text: string,
  offset: number,
  shown: (line: string, start: number) => string = (line) => line,
): Place {
  const at = Math.max(0, Math.min(offset, text.length));
  const before = text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  const whole = text.slice(start, start + LINE).split(/\r?\n/, 1)[0] ?? '';
  return { file, line: before.split('\n').length, column: at - start + 1, excerpt: shown(whole, start) };
}

export type Path = readonly (string | number)[];

/** Finds where a value of a configuration is, or its key. `offset` counts UTF-16 units into a string value. */
export type Locate = (path: Path, point?: { readonly key?: boolean; readonly offset?: number }) => Place | undefined;

/** What is wrong with something a person wrote, where, and what to write instead. */
export interface Complaint {
  readonly place?: Place | undefined;
  readonly path: Path;
  readonly what: string;
  readonly instead?: string | undefined;
}

/** Nobody reads more of them at once, and to find the places of all in a large file takes minutes. */
export const MOST_COMPLAINTS = 50;

/** `policy.rules[2].when` */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');

/** A complaint as a person reads it: place, what, the line with a caret below, what instead. */
export function complaintText({ place, path, what, instead }: Complaint): string {
  const about = path.length === 0 ? what : `${pathText(path)}: ${what}`;
  const help = instead === undefined ? '' : `\n  ${instead}`;
  if (place === undefined) return about + help;
  const gutter = `  ${place.line} | `;
  // Long lines are cut around the place, so that the caret stays on the screen.
  const start = place.column > 100 ? place.column - 60 : 0;
  const line = place.excerpt.slice(start, start + 140);
  const caret = line.slice(0, place.column - 1 - start).replace(/[^\t]/g, ' ');
  const margin = ' '.repeat(gutter.length - 2);
  return `${place.file}:${place.line}:${place.column}: ${about}\n${gutter}${line}\n${margin}| ${caret}^${help}`;
}

/** A complaint on one line, for a log. */
export const complaintLine = ({ what, instead }: Complaint): string =>
  instead === undefined ? what : `${what}. ${instead}`;

/** A file that a person wrote and that cannot be used. `message` is ready to be printed; `complaints` has every place that is wrong. */
export class UnusableFile extends Error {
  readonly complaints: readonly Complaint[];
  constructor(complaints: readonly Complaint[]) {
    super(complaints.map(complaintText).join('\n\n'));
    this.name = new.target.name;
    this.complaints = complaints;
  }
}
