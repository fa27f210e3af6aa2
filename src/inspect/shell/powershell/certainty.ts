import type { SyntaxNode } from '../node.ts';
import { nameOf } from '../words.ts';
import { SETS_BY_NAME } from './tree.ts';

/** What is looked at in all; in a longer script something is always uncertain. */
const LONGEST = 8_192;

/** Variables that PowerShell fills itself, or goes by. */
const OF_SHELL =
  /^(?:_|psitem|args|input|home|pwd|profile|ps\w+|error\w*|matches|lastexitcode|true|false|null|host|pid|ofs|myinvocation|this|foreach|switch|stacktrace|\w+preference|executioncontext)$/i;
/** Parts that give variables values in ways that are not followed, or are put together in ways that are read only in part. */
const UNCERTAIN =
  /^(?:function_statement|class_statement|enum_statement|param_block|script_parameter|for_statement|while_statement|do_statement|switch_statement|trap_statement|hash_literal_expression|pre_increment_expression|post_increment_expression|post_decrement_expression|pre_decrement_expression)$/;
/** Commands that change what others mean. */
const CHANGES =
  /^(?:\.|iex|invoke-expression|set-variable|sv|set|new-variable|nv|clear-variable|clv|remove-variable|rv|set-alias|sal|new-alias|nal|import-module|ipmo|set-item|si|new-item|ni)$/i;
/** The same named in a text, which may be called; and what holds variables, or what commands are given besides. */
const NAMES_CHANGE =
  /(['"])(?:iex|invoke-expression|(?:set|new|clear|remove|get)-variable|sv|nv|clv|rv|gv|(?:set|new|import)-alias|sal|nal|ipal|import-module|ipmo|(?:set|new)-item|si|ni)\1|\bget-variable\b|\bgv\b|\bpsvariable\b|\$executioncontext\b|\$psdefaultparametervalues\b/i;
const CHANGES_BY_NAME = /\b(?:alias|function):|\[ref\]|::|(?:^|[\s(])@\w/i;
/** What runs a block elsewhere, where variables of this script are empty: `"$d\*"` is `\*` there. */
const ELSEWHERE = /^(?:start-job|sajb|start-threadjob|invoke-command|icm|powershell|pwsh|register-\w+)$/i;
const PARALLEL = /\s[-\u2013-\u2015]pa(?:r(?:a\w*)?)?(?=[\s:{]|$)/i;
/** Its words are taken in the order in which they stand. */
const OTHER_ORDER = /\bjoin-path\s+(?:-(?!p)|[^-\s|;\n][^|;\n]{0,400}\s-p)|\bjoin-path\b[^|;\n]{0,400}\s-add/i;
const TARGET = /^\$(?:env:)?(\w{1,60})$/i;
const TEXT = String.raw`(?:'[^'$\x60]{0,300}'|"[^"$\x60]{0,300}")`;
const TEXTS = new RegExp(String.raw`^@?\(?\s{0,20}${TEXT}(?:\s{0,20},\s{0,20}${TEXT}){0,30}\s{0,20}\)?$`);

/**
 * Whether a script for PowerShell does nothing but what it says once it is spelled out: each variable is given one value, and
 * that in any case. Whatever is not known to keep to that is uncertain.
 */
export function isCertain(root: SyntaxNode, source: string): boolean {
  if (source.length > LONGEST || root.hasError) return false;
  if (NAMES_CHANGE.test(source) || CHANGES_BY_NAME.test(source) || SETS_BY_NAME.test(source)) return false;
  if (OTHER_ORDER.test(source) || PARALLEL.test(source)) return false;
  const given = new Set<string>();
  const give = (name: string | undefined): boolean => {
    const low = name?.toLowerCase();
    if (low === undefined || OF_SHELL.test(low) || given.has(low)) return false;
    return given.add(low).size > 0;
  };
  const cursor = root.walk();
  // Steps from the top: a value that is given further down may not be given at all.
  let depth = 0;
  let is = true;
  walk: while (is) {
    is = isPartCertain(cursor.nodeType, () => cursor.currentNode, depth, give);
    if (cursor.gotoFirstChild()) {
      depth++;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      depth--;
      if (!cursor.gotoParent()) break walk;
    }
  }
  cursor.delete();
  return is;
}

/** The program, its list of statements, a statement, and the assignment in it. */
const DEPTH_OF_ASSIGNMENT = 3;

function isPartCertain(
  type: string,
  node: () => SyntaxNode,
  depth: number,
  give: (name: string | undefined) => boolean,
): boolean {
  switch (type) {
    case 'assignment_expression': {
      const [target, operator] = node().namedChildren;
      return depth === DEPTH_OF_ASSIGNMENT && operator?.text === '=' && give(TARGET.exec(target?.text ?? '')?.[1]);
    }
    case 'foreach_statement': {
      const [variable, listed] = node().namedChildren;
      return TEXTS.test(listed?.text.trim() ?? '') && give(TARGET.exec(variable?.text ?? '')?.[1]);
    }
    case 'command_name':
      return !CHANGES.test(nameOf(node().text)) && !ELSEWHERE.test(nameOf(node().text));
    // What is called may be put together of parts.
    case 'command_name_expr':
      return !/^(?:\$|\((?!\s{0,5}join-path\b))/i.test(node().text);
    case 'command_invokation_operator':
      return node().text !== '.';
    case 'format_expression':
      return node().namedChildren.length < 2;
    default:
      return !UNCERTAIN.test(type);
  }
}
