import jsonc, { type Node } from 'jsonc-parser';
import type { Json } from '../../model/json.ts';
import type { Edit } from './format.ts';
import { jsonTree } from './json.ts';
import { changePieces, indentAt, lineAfter, lineEndOf, lineStart, type Piece } from './pieces.ts';

/** Changes an object's members. What stands between members, comments above all, stays. */
export function editJson(text: string, { key, remove, put }: Edit): string {
  const tree = jsonTree(text);
  const object = 'what' in tree ? undefined : jsonc.findNodeAtLocation(tree, [...key]);
  const members = object?.type === 'object' ? (object.children ?? []) : [];
  const isDoomed = (member: Node): boolean => remove.includes(String(member.children?.[0]?.value));
  const doomed = members.filter(isDoomed);
  const [first, ...others] = doomed;
  if (first === undefined) throw new Error('there is nothing to take out');
  const pieces: Piece[] = [];
  const isInPlace = put.length > 0;
  if (isInPlace) pieces.push({ from: first.offset, to: endOf(first), text: written(text, first, put) });
  const gone = isInPlace ? others : doomed;
  for (const member of gone) pieces.push(...removal(text, member));
  // The last member has no comma behind it: then the one that becomes the last loses its own.
  const last = members.at(-1);
  if (last !== undefined && gone.includes(last) && commaBehind(text, endOf(last)) === undefined) {
    const left = members.filter((member) => !gone.includes(member)).at(-1);
    const comma = left === undefined ? undefined : commaBehind(text, endOf(left));
    if (comma !== undefined) pieces.push({ from: comma, to: comma + 1, text: '' });
  }
  return changePieces(text, pieces);
}

const endOf = (node: Node): number => node.offset + node.length;

/** A member with its comma; with its lines, where nothing else stands on them. */
function removal(text: string, member: Node): Piece[] {
  const [start, end] = [member.offset, endOf(member)];
  const comma = commaBehind(text, end);
  const isNear = comma !== undefined && text.slice(end, comma).trim() === '';
  const to = isNear ? comma + 1 : end;
  const far = comma === undefined || isNear ? [] : [{ from: comma, to: comma + 1, text: '' }];
  const after = lineAfter(text, to);
  if (indentAt(text, start) !== undefined && text.slice(to, after).trim() === '' && after > to) {
    return [{ from: lineStart(text, start), to: after, text: '' }, ...far];
  }
  const blank = /[ \t]*$/.exec(text.slice(lineStart(text, start), start))?.[0].length ?? 0;
  const isIndent = indentAt(text, start) !== undefined;
  return [{ from: start - (isIndent ? 0 : blank), to, text: '' }, ...far];
}

/** Where the comma behind an offset stands, blanks and comments stepped over. */
function commaBehind(text: string, at: number): number | undefined {
  const scanner = jsonc.createScanner(text, true);
  scanner.setPosition(at);
  // 5: a comma. The kinds are a const enum, which is not there at run time.
  return scanner.scan() === 5 ? scanner.getTokenOffset() : undefined;
}

/** Members in the place of one, indented as it is. */
function written(text: string, member: Node, put: Edit['put']): string {
  const indent = indentAt(text, member.offset);
  if (indent === undefined)
    return put.map(([name, value]) => `${JSON.stringify(name)}: ${onOneLine(value)}`).join(', ');
  const end = lineEndOf(text);
  const step = stepOf(text, member, indent);
  return put
    .map(([name, value]) =>
      `${JSON.stringify(name)}: ${JSON.stringify(value, null, step)}`.replaceAll('\n', end + indent),
    )
    .join(`,${end}${indent}`);
}

/** One level of indentation: how much deeper members stand than the object that they are in. */
function stepOf(text: string, member: Node, indent: string): string {
  const object = member.parent;
  const start = object === undefined ? 0 : lineStart(text, object.offset);
  const outer = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  return indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : '  ';
}

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${onOneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
