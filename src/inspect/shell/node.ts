import { rests, type Steps } from '../../model/steps.ts';

/** The part of a tree-sitter node that is used here. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly namedChildCount?: number;
  readonly parent?: SyntaxNode | null;
  readonly nextSibling?: SyntaxNode | null;
  walk(): SyntaxCursor;
}
export interface SyntaxCursor {
  readonly nodeType: string;
  readonly currentNode: SyntaxNode;
  readonly nodeIsNamed?: boolean;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

/** Children of a node that are asked for at once: of thousands, all together take tens of milliseconds. */
const MOST_AT_ONCE = 200;

export function* childrenOf(node: SyntaxNode): Steps<readonly (SyntaxNode | null)[]> {
  if ((node.namedChildCount ?? 0) <= MOST_AT_ONCE) return node.namedChildren;
  const children: SyntaxNode[] = [];
  const cursor = node.walk();
  for (let isThere = cursor.gotoFirstChild(); isThere; isThere = cursor.gotoNextSibling()) {
    if (cursor.nodeIsNamed !== false) children.push(cursor.currentNode);
    if (rests(children.length)) yield;
  }
  cursor.delete();
  return children;
}

/** A word as the command receives it: quotes and escapes removed, `$HOME` and other variables left as written. */
export function unquote(text: string, isPowershell = false): string {
  if (isPowershell) return unquotePowershell(text);
  if (!/['"\\]/.test(text)) return text;
  return text.replace(
    /\$?'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\\([\s\S])/g,
    (whole, single?: string, double?: string, escaped?: string) => {
      if (single !== undefined)
        return whole.startsWith('$')
          ? single.replace(/\\x([0-9a-f]{2})/gi, (_hex, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
          : single;
      return double === undefined ? (escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1');
    },
  );
}

/** In PowerShell backslashes separate folders; the escape character is the backtick. */
function unquotePowershell(text: string): string {
  if (!/['"`]/.test(text)) return text;
  return text.replace(
    /'((?:[^']|'')*)'|"((?:[^"`]|`.|"")*)"|`([\s\S])/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single?.replaceAll("''", "'") ?? double?.replace(/`(.)/g, '$1') ?? escaped ?? '',
  );
}

/** Whether a part of a script for PowerShell is one text in quotes. */
export const isText = (written: string): boolean => /^(?:'(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*")$/.test(written);

/** What such a text holds, or a here string; undefined for what is neither. */
export function textIn(written: string): string | undefined {
  const [, , lines] = /^@(['"])\r?\n([\s\S]*)\n\1@$/.exec(written) ?? [];
  return lines ?? (isText(written) ? unquote(written, true) : undefined);
}

/** The parts of a command node as written, in either grammar. */
export interface Parts {
  readonly words: string[];
  /** Assignments before the command, `A=b`. */
  readonly settings: string[];
  /** The text passed by `<<<`. */
  here: string | undefined;
}

export function* partsOf(node: SyntaxNode): Steps<Parts> {
  const parts: Parts = { words: [], settings: [], here: undefined };
  for (const [i, child] of (yield* childrenOf(node)).entries()) {
    if (rests(i)) yield;
    if (child === null) continue;
    const { type, text } = child;
    if (type === 'command_elements') for (const word of yield* elementsOf(child)) parts.words.push(word);
    else if (type === 'variable_assignment') parts.settings.push(text);
    else if (type === 'herestring_redirect') parts.here = text.replace(/^<<<\s*/, '');
    else if (type === 'command_invokation_operator' && (text === '&' || isCalled(child.nextSibling))) continue;
    // What stands in `& { … }` is read as commands of its own.
    else if (isBlock(child)) parts.words.push('&');
    else if (type !== 'command_argument_sep' && !type.endsWith('redirect')) parts.words.push(text);
  }
  return parts;
}

/** `. cd x` and `.("Remove-Item") x` run a command as `&` does; a file after the dot is read in, as a shell's `source` does. */
const isCalled = (next: SyntaxNode | null | undefined): boolean =>
  next != null && (isBlock(next) || /^\(?["']?[a-z]+(?:-[a-z]+)?["']?\)?$/i.test(next.text));

const isBlock = ({ type, text }: SyntaxNode): boolean => type === 'command_name_expr' && text.startsWith('{');

/** In PowerShell `-Name:value` is one word, but the grammar makes three nodes of it. */
function* elementsOf(node: SyntaxNode): Steps<readonly string[]> {
  const words: string[] = [];
  let joins = false;
  for (const [i, child] of (yield* childrenOf(node)).entries()) {
    if (rests(i)) yield;
    if (child === null) continue;
    if (child.type === 'command_argument_sep') {
      joins = child.text.startsWith(':');
      continue;
    }
    const text = child.text;
    // What stands behind a comma is of the same list: `bin ,obj`.
    if (joins || (text.startsWith(',') && words.length > 0))
      words.push(`${words.pop() ?? ''}${joins ? ':' : ''}${text}`);
    else words.push(text);
    joins = false;
  }
  return words;
}
