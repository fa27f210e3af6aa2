import { isMap, isNode, isScalar, isSeq, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../../model/json.ts';
import { yamlDocument } from '../../model/yaml.ts';
import type { Edit } from './format.ts';
import { changePieces, indentAt, lineAfter, lineEndOf, lineStart } from './pieces.ts';

/** Changes the entries of a block map or list. What stands between them, comments above all, stays. */
export function editYaml(text: string, { key, remove, put }: Edit): string {
  const node = yamlDocument(text).getIn([...key], true);
  if ((!isMap(node) && !isSeq(node)) || node.flow === true) {
    throw new Error('its servers do not stand on lines of their own; write each on its own first');
  }
  const doomed = partsOf(node, text).filter(({ name }) => remove.includes(name));
  const [first] = doomed;
  if (first === undefined) throw new Error('there is nothing to take out');
  const from = lineStart(text, first.start);
  const indent = indentAt(text, first.start) ?? '';
  const block = blockOf(put, isSeq(node), indent, lineEndOf(text));
  const pieces = doomed.map((part) => ({
    from: lineStart(text, part.start),
    to: lineAfter(text, Math.max(part.start, part.end - 1)),
    text: '',
  }));
  return changePieces(
    text,
    pieces.map((piece) => (piece.from === from ? { ...piece, text: closed(block, text, piece.to) } : piece)),
  );
}

/** Puts entries behind the last of a block map. */
export function appendYaml(text: string, key: Edit['key'], put: Edit['put']): string {
  const node = yamlDocument(text).getIn([...key], true);
  const last = isMap(node) && node.flow !== true ? partsOf(node, text).at(-1) : undefined;
  if (last === undefined) throw new Error('there is no entry to follow');
  const at = lineAfter(text, Math.max(last.start, last.end - 1));
  const end = lineEndOf(text);
  const block = blockOf(put, false, indentAt(text, last.start) ?? '', end);
  const lead = text[at - 1] === '\n' ? '' : end;
  return changePieces(text, [{ from: at, to: at, text: lead === '' ? block : lead + closed(block, text, at) }]);
}

/** Puts texts behind the last item of a list, however it is written. */
export function appendItems(text: string, key: Edit['key'], items: readonly string[]): string {
  const node = yamlDocument(text).getIn([...key], true);
  if (!isSeq(node) || !node.range) throw new Error(`${key.join('.')} is not a list that can be extended`);
  const last = partsOf(node, text).at(-1);
  if (node.flow === true || last === undefined) {
    const close = text.lastIndexOf(']', node.range[1] - 1);
    const put = items.map((item) => JSON.stringify(item)).join(', ');
    const at = last === undefined ? close : last.end;
    return changePieces(text, [{ from: at, to: at, text: last === undefined ? put : `, ${put}` }]);
  }
  const at = lineAfter(text, Math.max(last.start, last.end - 1));
  const end = lineEndOf(text);
  const put = items.map((item): [string, string] => [item, item]);
  const block = blockOf(put, true, indentAt(text, last.start) ?? '', end);
  const lead = text[at - 1] === '\n' ? '' : end;
  return changePieces(text, [{ from: at, to: at, text: lead === '' ? block : lead + closed(block, text, at) }]);
}

interface Part {
  readonly name: string | number;
  readonly start: number;
  readonly end: number;
}

function partsOf(node: YAMLMap | YAMLSeq, text: string): Part[] {
  const nodes = isMap(node)
    ? node.items.map(({ key, value }) => ({
        name: isScalar(key) ? String(key.value) : '',
        head: key,
        body: value ?? key,
      }))
    : node.items.map((item, name) => ({ name, head: item, body: item }));
  return nodes.flatMap(({ name, head, body }) => {
    if (!isNode(head) || !isNode(body) || !head.range || !body.range) return [];
    // A value's end may lie behind the blank lines and comments that follow it.
    const end = body.range[0] + text.slice(body.range[0], body.range[1]).trimEnd().length;
    // An item begins with its dash.
    const start = isMap(node) ? head.range[0] : text.lastIndexOf('-', head.range[0] - 1);
    return [{ name, start, end: Math.max(end, head.range[1]) }];
  });
}

function blockOf(put: Edit['put'], isList: boolean, indent: string, end: string): string {
  const value: Json = isList ? put.map(([, item]) => item) : Object.fromEntries(put);
  if (put.length === 0) return '';
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line) => (line === '' ? '' : indent + line) + end).join('');
}

/** A text that ended without a newline ends without one again. */
const closed = (block: string, text: string, to: number): string =>
  text[to - 1] === '\n' ? block : block.replace(/\r?\n$/, '');
