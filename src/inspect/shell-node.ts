/** As much of a tree-sitter node as is used here. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly hasError: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly parent?: SyntaxNode | null;
  readonly nextSibling?: SyntaxNode | null;
  walk(): SyntaxCursor;
}
export interface SyntaxCursor {
  readonly nodeType: string;
  readonly currentNode: SyntaxNode;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

/** A word as the command gets it: quotes and escapes gone; `$HOME` stays as it is written. */
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

/** Backslashes part folders there; a backtick takes the meaning of what follows. */
function unquotePowershell(text: string): string {
  if (!/['"`]/.test(text)) return text;
  return text.replace(
    /'((?:[^']|'')*)'|"((?:[^"`]|`.|"")*)"|`([\s\S])/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single?.replaceAll("''", "'") ?? double?.replace(/`(.)/g, '$1') ?? escaped ?? '',
  );
}

/** What a command node is made of, as it is written, in either grammar. */
export interface Parts {
  readonly words: string[];
  /** `A=b` before the command. */
  readonly settings: string[];
  /** What `<<<` hands it. */
  here: string | undefined;
}

export function partsOf(node: SyntaxNode): Parts {
  const parts: Parts = { words: [], settings: [], here: undefined };
  for (const child of node.namedChildren) {
    if (child === null) continue;
    const { type, text } = child;
    if (type === 'command_elements') parts.words.push(...elementsOf(child));
    else if (type === 'variable_assignment') parts.settings.push(text);
    else if (type === 'herestring_redirect') parts.here = text.replace(/^<<<\s*/, '');
    else if (type === 'command_invokation_operator' && text === '&') continue;
    else if (type !== 'command_argument_sep' && !type.endsWith('redirect')) parts.words.push(text);
  }
  return parts;
}

/** `-Name:value` is one word in PowerShell, and three nodes. */
function elementsOf(node: SyntaxNode): string[] {
  const words: string[] = [];
  let joins = false;
  for (const child of node.namedChildren) {
    if (child === null) continue;
    if (child.type === 'command_argument_sep') {
      joins = child.text.startsWith(':');
      continue;
    }
    const text = child.text;
    if (joins) words.push(`${words.pop() ?? ''}:${text}`);
    else words.push(text);
    joins = false;
  }
  return words;
}
