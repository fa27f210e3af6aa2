import { Ending, namesIn } from './ending.ts';
import type { SyntaxNode } from './node.ts';
import { printsOwnFolder, readExpansion } from './spelling/expansion.ts';
import { flagsOf } from './spelling/settings.ts';
import { changesMeaning, nameOf } from './words.ts';
import { unwrap } from './wrappers.ts';

/** What is looked at in all; in a longer script something is always uncertain. */
const LONGEST = 8_192;
const DEEPEST = 50;

/** Names that the shell fills itself, or goes by when it looks for a program, a folder or a file. */
const OF_SHELL =
  /^(?:_|BASH\w*|CDPATH|COMP_\w+|DIRSTACK|ENV|EPOCH\w+|E?UID|FUNCNAME|GIT_\w+|GLOBIGNORE|GROUPS|HISTCMD|HOME|IFS|LINENO|(?:OLD)?PWD|OPT\w+|PATH|PPID|PIPESTATUS|POSIXLY_CORRECT|REPLY|S?RANDOM|SECONDS|SHELLOPTS|TMPDIR)$/;
/** Commands of the shell itself: with some shells, what is given to a variable before one of them stays. */
const STAYS = /^(?::|break|continue|exit|export|return|set|times|trap)$/;
/** Commands that give things other names, which are followed only in part. */
const RENAMES = /^(?:hdiutil|ln|mount(?:[._]\w+)?|mv|rclone|\w{1,20}fs)$/;
/** What a command may be started by, and stand where the shell stands. */
const STARTS = /^(?:sudo|time|nohup|timeout|command|-[EHnvV]|\d+[smh]?)$/;
const SHELLS = /^(?:su|busybox|(?:ba|z|da|a|k|mk|c|tc|fi)?sh)$/;
/** What prints a value that is put in; all else that is printed is unknown, and stays as written. */
const PRINTS = /^(?:echo|printf|rev|base64|xxd)$/;
const PARTS =
  /^(?:command_name|word|number|string|string_content|concatenation|brace_expression|regex|extglob_pattern|file_redirect|file_descriptor|herestring_redirect|test_command|unary_expression|binary_expression|parenthesized_expression|test_operator|(?:special_)?variable_name|comment|do_group|if_statement|elif_clause|else_clause|compound_statement|pipeline|negated_command|while_statement)$/;
/** What takes the same off a name that a pattern stands for as off the pattern. */
const CUTS_PATTERN = /^(?:\$\w+|\$\{\w+(?:%%?\/\*?|##?\*\/|%\.\w+)?\})$/;

/** What may be done in a place, and still be known behind it: to give variables values, and to go to another folder. */
interface May {
  readonly assign: boolean;
  readonly go: boolean;
  /** Whether what comes next comes next in any case, unless the shell ends here. */
  readonly isInOrder: boolean;
}
/** What git prints of a project depends on where it is told that lies, by whatever program. */
const MOVES_PROJECT = /work[-_]?tree|git[-_]?dir/i;
const QUOTES = /["'\\]/g;
/** Numbers that are counted up to others. */
const COUNTS = /^\$\(seq(?: -?\d{1,6}){1,3}\)$/;
const NOTHING: May = { assign: false, go: false, isInOrder: false };

/**
 * Whether a script for bash does nothing but what it says once it is spelled out: its variables have their values in every
 * case, and its commands stand where they seem to stand. Whatever is not known to keep to that is uncertain.
 */
export const isCertain = (root: SyntaxNode, source: string): boolean =>
  source.length <= LONGEST && !root.hasError && new Certainty(source).is(root);

class Certainty {
  readonly #source: string;
  /** How often each variable is given a value, loops included. */
  readonly #given = new Map<string, number>();
  /** Those that hold what the script itself says. */
  readonly #said = new Set<string>();
  /** Those that nobody gave a value, where something stands in for it. */
  readonly #lacked = new Set<string>();
  /** Loop variables behind their loops. */
  readonly #ended = new Set<string>();
  readonly #looping = new Set<string>();
  /** Those of loops over whatever patterns stand for. */
  readonly #patterns = new Set<string>();
  /** Texts that are read by others, or later. */
  readonly #unread: string[] = [];
  readonly #ending = new Ending(this.#given);
  #depth = 0;
  #stops = false;

  constructor(source: string) {
    this.#source = source;
  }

  is(root: SyntaxNode): boolean {
    if (this.#source.includes('show-toplevel') && MOVES_PROJECT.test(this.#source.replace(QUOTES, ''))) return false;
    if (!this.#inOrder(root, true)) return false;
    return !this.#unread.some((text) => namesIn(text).some((name) => this.#given.has(name))) && this.#ending.isSure;
  }

  #all(nodes: readonly (SyntaxNode | null)[], may: May = NOTHING): boolean {
    return nodes.every((node) => node === null || this.#visit(node, may));
  }

  /** Statements one after the other; where going to a folder may fail, nothing may come behind it. */
  #inOrder(node: SyntaxNode, assign: boolean): boolean {
    const outer = this.#stops;
    this.#stops = false;
    const parts = node.namedChildren.filter((part) => part !== null && part.type !== 'comment');
    const isCertain = parts.every((part, i) => {
      if (part === null) return true;
      if (/^\s{0,20}&(?!&)/.test(this.#source.slice(part.endIndex, part.endIndex + 30)))
        return this.#visit(part, NOTHING);
      const isLast = i === parts.length - 1;
      return this.#visit(part, { assign, go: isLast || (this.#stops && part.type !== 'list'), isInOrder: true });
    });
    this.#stops = outer;
    return isCertain;
  }

  #visit(node: SyntaxNode, may: May): boolean {
    if (this.#depth >= DEEPEST) return false;
    this.#depth++;
    const is = this.#isCertain(node, may);
    this.#depth--;
    return is;
  }

  #isCertain(node: SyntaxNode, may: May): boolean {
    const { type, text, namedChildren: parts } = node;
    if (PARTS.test(type)) return this.#all(parts);
    switch (type) {
      case 'list':
        return this.#list(parts, may);
      case 'redirected_statement': {
        // A redirection may fail; and to some shells `&>` is `&` and then `>`.
        const go = may.go && !parts.slice(1).some((part) => part?.text.startsWith('&'));
        const isList = parts[0]?.type === 'list';
        return this.#all(parts.slice(0, 1), isList ? { ...may, go } : { ...NOTHING, go }) && this.#all(parts.slice(1));
      }
      case 'command':
        return this.#command(node, may);
      case 'variable_assignment':
        return this.#assignment(parts, text, may);
      case 'variable_assignments':
        return this.#all(parts, may);
      case 'declaration_command':
        return /^export\s(?!\s*-)/.test(text) && this.#all(parts, may);
      case 'function_definition':
        return may.assign && this.#ending.define(parts);
      case 'for_statement':
        return this.#loop(parts, text);
      case 'subshell':
      case 'process_substitution':
        return this.#inOrder(node, false);
      case 'command_substitution':
        return !parts.some((part) => part !== null && prints(part)) && this.#inOrder(node, false);
      case 'simple_expansion':
      case 'expansion':
        return this.#expansion(text);
      case 'arithmetic_expansion':
        return /^\$\(\((?:[\w\s*/%()]|\+(?!\+)|-(?!-))*\)\)$/.test(text);
      case 'heredoc_redirect':
        this.#unread.push(text);
        return this.#all(parts.filter((part) => !part?.type.startsWith('heredoc_')));
      case 'raw_string':
      case 'ansi_c_string':
        this.#unread.push(text);
        return true;
      default:
        return false;
    }
  }

  #list([left, right]: readonly (SyntaxNode | null)[], may: May): boolean {
    if (left == null || right == null) return false;
    const isBoth = this.#source.slice(left.endIndex, right.startIndex).includes('&&');
    if (isBoth)
      return this.#visit(left, may) && this.#visit(right, { ...may, assign: may.assign && may.go, isInOrder: false });
    const ends = may.isInOrder && endsShell(right);
    return (
      this.#visit(left, ends ? { ...may, go: true } : { ...NOTHING, assign: may.assign }) && this.#visit(right, NOTHING)
    );
  }

  #assignment([target, value]: readonly (SyntaxNode | null)[], text: string, { assign }: May): boolean {
    const name = target?.text ?? '';
    if (!assign || target?.type !== 'variable_name' || OF_SHELL.test(name) || this.#given.get(name) === 0) return false;
    if (this.#lacked.has(name)) return false;
    if (!text.startsWith(`${name}=`) || value?.type === 'array' || this.#looping.has(name)) return false;
    if (value != null && !this.#visit(value, NOTHING)) return false;
    this.#given.set(name, (this.#given.get(name) ?? 0) + 1);
    if (/[$`]/.test(value?.text ?? '')) this.#said.delete(name);
    else this.#said.add(name);
    return true;
  }

  #loop([variable, ...parts]: readonly (SyntaxNode | null)[], text: string): boolean {
    const name = variable?.text ?? '';
    const listed = parts.filter((part) => part !== null && part.type !== 'do_group').map((part) => part?.text ?? '');
    if (!/^for\s+\w+\s+in\s/.test(text) || OF_SHELL.test(name) || this.#given.has(name)) return false;
    if (listed.some((word) => /[$`]/.test(word) && !COUNTS.test(word))) return false;
    this.#given.set(name, 2);
    this.#looping.add(name);
    if (listed.some((word) => /[*?[]/.test(word))) this.#patterns.add(name);
    const is = this.#all(parts);
    this.#looping.delete(name);
    this.#ended.add(name);
    return is;
  }

  /** What is put in is what a variable holds, or a part of it; `${a:-b}` may be either. */
  #expansion(text: string): boolean {
    if (/^\$\{(?:#\w+|BASH_SOURCE\[0\])\}$/.test(text)) return true;
    const expansion = readExpansion(text);
    if (expansion === undefined) return /^\$[?$!#0-9-]$/.test(text);
    const { name, isIndirect, index, operator, rest } = expansion;
    if (this.#patterns.has(name) && !CUTS_PATTERN.test(text)) return false;
    // `${OUT:-build}`: whoever runs it may have set that, and then means it.
    const isLacked =
      /^:?-$/.test(operator) && !this.#given.has(name) && /^[A-Z]\w+$/.test(name) && !OF_SHELL.test(name);
    if (isLacked) this.#lacked.add(name);
    return (
      !isIndirect &&
      index === undefined &&
      !/^:?[-=+]$/.test(isLacked || this.#said.has(name) ? operator.replace(/[-+]$/, '') : operator) &&
      !/[$`]/.test(rest) &&
      !this.#ended.has(name)
    );
  }

  #command(node: SyntaxNode, may: May): boolean {
    const parts = node.namedChildren.filter((part) => part !== null);
    const at = parts.findIndex((part) => part.type === 'command_name');
    const words = parts.slice(at + 1).filter((part) => !part.type.endsWith('redirect'));
    const first = parts[at];
    if (first?.namedChildren[0]?.type !== 'word' || /[\\*?[]/.test(first.text)) return false;
    const name = nameOf(first.text);
    const written = [first, ...words].map((word) => word.text);
    // Another may start a command elsewhere: `env -C / rm -rf *`.
    if (changesMeaning(name) || !written.slice(0, unwrap(written).at).every((word) => STARTS.test(word))) return false;
    if (written.some((word) => RENAMES.test(nameOf(word)))) return false;
    if (name === 'trap') return this.#trap(words, may);
    const isCall = this.#ending.isFunction(first.text);
    if (at > 0 && (isCall || STAYS.test(name))) return false;
    if (isCall) {
      this.#ending.call(first.text);
      return this.#all(words);
    }
    // What comes before a command holds for that alone.
    for (const part of parts.slice(0, at)) if (!this.#all(part.namedChildren.slice(1))) return false;
    if (!this.#all(parts.slice(at))) return false;
    switch (name) {
      case 'cd':
      case 'chdir':
      case 'pushd':
        return may.go && words.length === 1 && this.#isPlace(words[0]?.text ?? '');
      case 'popd':
        return may.go && words.length === 0;
      case 'set':
        this.#stops ||= may.isInOrder && flagsOf(written.slice(1)) === 'stops';
        return flagsOf(written.slice(1)) !== undefined;
      case 'command':
        return /^-[vV]$/.test(words[0]?.text ?? '');
      case 'mktemp':
        return at === 0;
      case 'print':
      case 'printf':
      case 'wait':
        return !words.some((word) => /^-[vp]/.test(word.text));
      default:
        return !(
          [first, ...words].some((word) => SHELLS.test(nameOf(word.text))) &&
          words.some((word) => /^["']?-\w*c/.test(word.text))
        );
    }
  }

  /** A folder that has one name in every round. */
  #isPlace(word: string): boolean {
    if (printsOwnFolder(word)) return true;
    return !/^["']?[-+]|[`]|\$\(/.test(word) && namesIn(word).every((name) => (this.#given.get(name) ?? 0) === 1);
  }

  /** What is in double quotes is put in at once. */
  #trap([code]: readonly SyntaxNode[], { assign }: May): boolean {
    if (!assign || code === undefined || !this.#ending.trap(code.text)) return false;
    return code.type === 'raw_string' || this.#all([code]);
  }
}

const isExit = (text = ''): boolean => /^exit(?:\s+\d+)?$/.test(text);
const endsShell = ({ type, text, namedChildren }: SyntaxNode): boolean =>
  isExit(text) || (type === 'compound_statement' && isExit(namedChildren.at(-1)?.text) && !/&\s*\}$/.test(text));

const prints = ({ type, text, namedChildren }: SyntaxNode): boolean =>
  type === 'command'
    ? PRINTS.test(nameOf(/^\S*/.exec(text)?.[0] ?? '')) || text === 'cat'
    : namedChildren.some((part) => part !== null && prints(part));
