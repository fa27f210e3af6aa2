import type { Json } from '../../model/json.ts';
import type { Edit } from './format.ts';
import { changePieces, indentAt, lineAfter, lineEndOf, lineStart, type Piece } from './pieces.ts';
import { type Statement, tomlStatements } from './toml-lines.ts';

/** Changes tables, and pairs that are part of one. What stands between them, comments above all, stays. */
export function editToml(text: string, { key, remove, put }: Edit): string {
  const keys = key.map(String);
  const statements = tomlStatements(text);
  const isBelow = (path: readonly string[]): boolean => keys.every((step, i) => path[i] === step);
  const inline = statements.find(
    ({ kind, path }) => kind === 'pair' && path.length <= keys.length && path.every((step, i) => keys[i] === step),
  );
  if (inline !== undefined) {
    throw new Error(`its servers stand in one inline table; write each as [${keys.map(bare).join('.')}.NAME] first`);
  }
  const isDoomed = ({ path }: Statement): boolean => isBelow(path) && remove.includes(path[keys.length] ?? '');
  const pieces: Piece[] = [];
  let isWritten = put.length === 0;
  for (let i = 0; i < statements.length; i++) {
    const first = statements[i];
    if (first === undefined || !isDoomed(first)) continue;
    let last = first;
    // What stands above the table of another server is no part of this one.
    const isSame = ({ path }: Statement): boolean => path[keys.length] === first.path[keys.length];
    for (let next = statements[i + 1]; next !== undefined && isDoomed(next) && isSame(next); next = statements[++i + 1])
      last = next;
    const from = indentAt(text, first.start) === undefined ? first.start : lineStart(text, first.start);
    const to = lineAfter(text, last.end);
    pieces.push({
      from,
      to: isWritten ? afterGap(text, from, to) : to,
      text: isWritten ? '' : written(text, first, keys, put, to),
    });
    isWritten = true;
  }
  if (pieces.length === 0) throw new Error('there is nothing to take out');
  return changePieces(text, pieces);
}

/** Of two gaps around what is taken out, one is left. */
function afterGap(text: string, from: number, to: number): number {
  const before = text.slice(0, from).trimEnd();
  const isGap = before === '' || /\n\s*\n$/.test(text.slice(before.length, from)) || text.slice(to).trim() === '';
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(to))?.[0].length ?? 0;
  return isGap && text.slice(to + blank) !== '' ? to + blank : to;
}

/** As tables where a table stood, as pairs of inline tables where pairs stood. */
function written(text: string, first: Statement, keys: readonly string[], put: Edit['put'], to: number): string {
  const end = lineEndOf(text);
  const lines =
    first.kind === 'header'
      ? put.flatMap(([name, value], i) => [
          ...(i === 0 ? [] : ['']),
          `[${[...keys, name].map(bare).join('.')}]`,
          ...pairs(value),
        ])
      : put.map(
          ([name, value]) => `${[...keys.slice(first.below.length), name].map(bare).join('.')} = ${inlineOf(value)}`,
        );
  const indent = indentAt(text, first.start) ?? '';
  // A text that ended without a newline ends without one again.
  return lines.map((line) => (line === '' ? '' : indent + line)).join(end) + (text[to - 1] === '\n' ? end : '');
}

const pairs = (value: Json): string[] =>
  Object.entries(typeof value === 'object' && value !== null ? value : {}).map(
    ([name, item]) => `${bare(name)} = ${inlineOf(item)}`,
  );

const bare = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : quoted(name));

// JSON's escapes are TOML's, but for one character.
const quoted = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\u007F');

function inlineOf(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inlineOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = pairs(value);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return String(value);
}
