import { judgeCommand } from './shell-commands.ts';
import { type Deed, judgeWrite } from './shell-deeds.ts';
import { isFetcher, isInterpreter, isWrapper, nameOf } from './shell-words.ts';

/** As much of a tree-sitter node as is used here. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly hasError: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
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

/** What a script would do, and the scripts inside it (`sh -c '…'`, here documents) that have to be read as well. */
export interface Reading {
  readonly deeds: readonly Deed[];
  readonly inner: readonly string[];
}

const MOST_NODES = 20_000;
const RUNS_DOWNLOAD: Deed = { kind: 'shell.destructive', severity: 'critical', message: 'Runs what it downloads.' };
const RUNS_HIDDEN: Deed = {
  kind: 'shell.destructive',
  severity: 'high',
  message: 'Runs what it decodes, so that nobody can read it before.',
};
const FORK_BOMB: Deed = { kind: 'shell.destructive', severity: 'critical', message: 'Starts itself without end.' };
const FORGETS: Deed = { kind: 'shell.destructive', severity: 'high', message: 'Removes the history of commands.' };
const SELF_CALL = /([\w:.]{1,40})\s{0,5}\(\s{0,3}\)\s{0,5}\{[^}]{0,80}?\1\s{0,5}\|\s{0,5}\1\s{0,5}&/;
const FETCHED_INSIDE = /(?:[$<]\(|`)\s{0,5}(?:curl|wget|fetch|nc)\b/;
const DECODES = /\b(?:base64\s{1,5}(?:-d|-D|--decode)|xxd\s{1,5}-r|openssl\s{1,5}(?:enc|base64)|rev\b|uudecode)/;
const MAX_WRAPPERS = 6;

/** A word as the command gets it: quotes and backslashes gone; `$HOME` stays as it is written. */
function unquote(text: string): string {
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

/** The words of a command node in either grammar. */
function wordsOf(node: SyntaxNode): string[] {
  const words: string[] = [];
  for (const child of node.namedChildren) {
    if (
      child === null ||
      child.type === 'variable_assignment' ||
      child.type.endsWith('redirect') ||
      child.type === 'command_argument_sep'
    )
      continue;
    if (child.type === 'command_elements') words.push(...wordsOf(child));
    else words.push(unquote(child.text));
  }
  return words;
}

/** Without `sudo -u x env A=b timeout 5` in front of it. */
function bare(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let round = 0; round < MAX_WRAPPERS && rest.length > 1 && isWrapper(nameOf(rest[0] ?? '')); round++) {
    // `sudo -l` runs nothing: it asks.
    if (/^-l+$/.test(rest[1] ?? '')) break;
    let next = 1;
    while (next < rest.length - 1 && /^(?:-|\w+=|\d+[smhd]?$|%$|\{\}$)/.test(rest[next] ?? '')) next++;
    // `sudo -u name cmd`: what follows a short option may be its value; the known command decides.
    const known = rest.findIndex(
      (word, i) =>
        i >= next && (judgeCommand([word, ...rest.slice(i + 1)]) !== undefined || isInterpreter(nameOf(word))),
    );
    rest = rest.slice(known > 0 && known <= next + 1 ? known : next);
  }
  return rest;
}

/** A script that a command is handed as a word: `bash -c '…'`, `eval …`, `find -exec …`, `ssh host …`. */
function innerScript(words: readonly string[]): string | undefined {
  const name = nameOf(words[0] ?? '');
  if (name === 'eval' || name === 'iex' || name === 'invoke-expression') return words.slice(1).join(' ');
  if (name === 'find') {
    const at = words.findIndex((word) => /^-(?:exec|execdir|ok)$/.test(word));
    return at < 0
      ? undefined
      : words
          .slice(at + 1)
          .join(' ')
          .replace(/\s*(?:;|\+)$/, '');
  }
  if (name === 'ssh' || name === 'su') return words.length > 2 ? words.at(-1) : undefined;
  if (name === 'cmd') return words.slice(words.findIndex((word) => /^\/[ck]$/i.test(word)) + 1).join(' ');
  if (!isInterpreter(name) || /^(?:python|perl|ruby|node|php|osascript)/.test(name)) return undefined;
  const at = words.findIndex((word) => /^-\w*c$|^-command$/i.test(word));
  return at < 0 ? undefined : words[at + 1];
}

/** Reads a whole tree. Iterative by cursor: a deep tree overflows nothing. */
export function readTree(root: SyntaxNode): Reading {
  const deeds: Deed[] = [];
  const inner: string[] = [];
  const cursor = root.walk();
  let hasInterpreter = false;
  const bodies: string[] = [];
  const visit = (): void => {
    switch (cursor.nodeType) {
      case 'command': {
        const node = cursor.currentNode;
        const words = bare(wordsOf(node));
        const name = nameOf(words[0] ?? '');
        if (isInterpreter(name)) {
          hasInterpreter = true;
          if (FETCHED_INSIDE.test(node.text)) deeds.push(RUNS_DOWNLOAD);
          else if (DECODES.test(node.text)) deeds.push(RUNS_HIDDEN);
        }
        const deed = judgeCommand(words);
        if (deed !== undefined) deeds.push(deed);
        const script = innerScript(words);
        if (script !== undefined && script !== '') inner.push(script);
        break;
      }
      case 'pipeline':
      case 'pipeline_chain': {
        const node = cursor.currentNode;
        const names = node.namedChildren.map((child) =>
          child === null || child.type !== 'command' ? '' : nameOf(bare(wordsOf(child))[0] ?? ''),
        );
        const runs = names.findIndex((name, i) => i > 0 && isInterpreter(name));
        if (runs > 0 && (names.slice(0, runs).some(isFetcher) || FETCHED_INSIDE.test(node.text)))
          deeds.push(RUNS_DOWNLOAD);
        else if (runs > 0 && DECODES.test(node.text)) deeds.push(RUNS_HIDDEN);
        else if (runs > 0) inner.push(...printed(node));
        break;
      }
      case 'file_redirect':
      case 'redirection': {
        deeds.push(...redirected(cursor.currentNode));
        break;
      }
      case 'function_definition':
        if (SELF_CALL.test(cursor.currentNode.text)) deeds.push(FORK_BOMB);
        break;
      case 'unset_command':
        if (/\bHISTFILE\b/.test(cursor.currentNode.text) && !/\s-\w*f/.test(cursor.currentNode.text))
          deeds.push(FORGETS);
        break;
      case 'heredoc_body':
        bodies.push(cursor.currentNode.text);
        break;
    }
  };
  let left = MOST_NODES;
  walk: while (left-- > 0) {
    visit();
    if (cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) break walk;
  }
  cursor.delete();
  if (hasInterpreter) inner.push(...bodies);
  return { deeds, inner };
}

/** What a redirection would do. Reading from a file does nothing; reading from a socket does. */
function redirected(node: SyntaxNode): Deed[] {
  const reads = /^\d?</.test(node.text);
  const found: Deed[] = [];
  for (const target of node.namedChildren) {
    if (target === null || target.type === 'file_descriptor') continue;
    const deed = judgeWrite(unquote(target.text.replace(/^\d?>{1,2}\s*/, '')));
    if (deed !== undefined && (!reads || deed.kind === 'shell.network')) found.push(deed);
  }
  return found;
}

/** What `echo` and `printf` print into an interpreter. */
function printed(pipeline: SyntaxNode): string[] {
  const start = pipeline.namedChildren[0];
  if (start === null || start === undefined || start.type !== 'command') return [];
  const words = wordsOf(start);
  return /^(?:echo|printf)$/.test(words[0] ?? '') ? [words.slice(1).join(' ')] : [];
}
