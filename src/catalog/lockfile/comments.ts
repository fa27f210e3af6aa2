import { isMap, isScalar, type Node, type Pair } from 'yaml';
import { jsonOf } from '../../model/json/parse.ts';
import { yamlDocument } from '../../model/yaml.ts';

/** What a person wrote beside a key. */
interface Comment {
  /** Lines before it, with their `#`; '' for an empty one. */
  readonly before: readonly string[];
  /** At the end of its line. */
  readonly behind?: string;
}

/** The comments of a file, by the path of the key that they belong to. */
export interface Comments {
  readonly isEmpty: boolean;
  /** Lines before the first key; undefined where the file is new. */
  readonly head: readonly string[] | undefined;
  readonly at: ReadonlyMap<string, Comment>;
  /** Lines after everything. */
  readonly tail: readonly string[];
}

export const NO_COMMENTS: Comments = { isEmpty: true, head: undefined, at: new Map(), tail: [] };

export const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/**
 * The comments of a file that was read without complaint. In the form that we write they are found line by line; `isOurs`
 * says that it is in that form, where no value begins with a `#`.
 */
export function commentsOf(text: string, isOurs: boolean): Comments {
  return isOurs ? inLines(text) : inDocument(text);
}

const KEY_LINE = /^( *)(?:([A-Za-z_/$][\w./*$-]*)|("(?:[^"\\]|\\.)*")):(?: (.*))?$/;

function inLines(text: string): Comments {
  const at = new Map<string, Comment>();
  const path: string[] = [];
  let before: string[] = [];
  let head: string[] | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd();
    const start = line.trimStart();
    if (start === '' || start.startsWith('#')) {
      before.push(start);
      continue;
    }
    const hit = KEY_LINE.exec(line);
    if (hit === null) continue;
    const [, indent = '', plain, quoted, rest = ''] = hit;
    path.length = indent.length / 2;
    path.push(plain ?? (JSON.parse(quoted ?? '""') as string));
    if (head === undefined) {
      head = before;
      before = [];
    }
    const behind = behindValue(rest);
    if (before.length > 0 || behind !== undefined) {
      at.set(keyOf(path), behind === undefined ? { before } : { before, behind });
      before = [];
    }
  }
  // The last line ends with a newline; what follows that is not a line.
  if (before.at(-1) === '') before.pop();
  return { isEmpty: at.size === 0, head: head ?? [], at, tail: before };
}

function behindValue(rest: string): string | undefined {
  if (!rest.includes('#')) return undefined;
  if (rest.trimStart().startsWith('#')) return rest.trimStart();
  return jsonOf(rest) === undefined ? /\s(#[^"]*)$/.exec(rest)?.[1] : undefined;
}

function inDocument(text: string): Comments {
  const document = yamlDocument(text);
  const at = new Map<string, Comment>();
  const walk = (node: unknown, path: readonly string[]): void => {
    if (!isMap(node)) return;
    for (const [i, pair] of (node.items as Pair<Node, Node | null>[]).entries()) {
      const here = [...path, isScalar(pair.key) ? String(pair.key.value) : ''];
      const own = pair.key?.commentBefore ?? undefined;
      const isFirst = i === 0 && path.length > 0;
      const before = [...(isFirst ? linesOf(node.commentBefore) : []), ...linesOf(own)];
      const behind = isScalar(pair.value) && pair.value.comment ? `#${pair.value.comment}` : undefined;
      if (before.length > 0 || behind !== undefined) {
        at.set(keyOf(here), behind === undefined ? { before } : { before, behind });
      }
      walk(pair.value, here);
    }
  };
  walk(document.contents, []);
  const head = [...linesOf(document.commentBefore), ...linesOf(document.contents?.commentBefore)];
  const tail = [...linesOf(document.contents?.comment), ...linesOf(document.comment)];
  return { isEmpty: at.size === 0, head, at, tail };
}

const linesOf = (comment: string | null | undefined): string[] =>
  comment ? comment.split('\n').map((line) => (line === '' ? '' : `#${line}`)) : [];
