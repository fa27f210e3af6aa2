import type { Steps } from '../../../model/steps.ts';
import type { SyntaxNode } from '../node.ts';
import { Spelling } from '../spelling/spelling.ts';

/**
 * Writes a script for PowerShell anew: text in quotes, put together with `+` and `Join-Path`. Values are kept as they stand
 * between double quotes, so that a variable that nothing is known of may stand in them.
 */
export class PowershellSpeller extends Spelling {
  protected grouped(commands: readonly string[]): string {
    return commands.join('\n');
  }

  protected *statement(node: SyntaxNode): Steps<string> {
    switch (node.type) {
      case 'pipeline':
        return yield* this.#pipeline(node);
      case 'foreach_statement':
        return yield* this.#forEach(node);
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return yield* this.loop(() => this.#parts(node));
      case 'statement_block':
      case 'script_block':
        return yield* this.maybe(() => this.#parts(node));
      case 'string_literal':
      case 'variable':
      case 'parenthesized_expression': {
        if (node.text.startsWith('@')) return this.#splatted(node.text);
        const isSpelled =
          node.type === 'variable' || /^[^'].*(?:[$+]|join-path|get-command|gcm|-f\b|::)/is.test(node.text);
        const value = isSpelled ? yield* this.#valueOf(node) : undefined;
        if (value === undefined || value === node.text) return yield* this.#parts(node);
        this.spend(value.length);
        return `"${value}"`;
      }
      case 'generic_token':
        return this.#token(node.text);
      case 'comment':
        return node.text;
      default:
        return yield* this.#parts(node);
    }
  }

  #parts(node: SyntaxNode): Steps<string> {
    return this.copy(node, (part) => this.spell(part));
  }

  *#pipeline(node: SyntaxNode): Steps<string> {
    const [only] = node.namedChildren;
    const [target, operator, given] = only?.type === 'assignment_expression' ? only.namedChildren : [];
    const name = nameIn(target?.text ?? '');
    if (name === undefined && given != null) yield* this.#giveMember(target?.text ?? '', given);
    if (name === undefined || given == null) return yield* this.inTurns(node, () => this.#parts(node));
    this.#setOptions(name, yield* this.#optionsOf(given));
    const values: (string | undefined)[] = [];
    const text = yield* this.inTurns(node, () => this.#assigned(node, name, operator?.text, given, values));
    this.#give(name, values);
    return text;
  }

  *#assigned(
    node: SyntaxNode,
    name: string,
    operator: string | undefined,
    given: SyntaxNode,
    values: (string | undefined)[],
  ): Steps<string> {
    const value = yield* this.#valueOf(given);
    const old = operator === '+=' ? this.#held(name) : undefined;
    values.push(value === undefined ? undefined : (old ?? '') + value);
    return this.source.slice(node.startIndex, given.startIndex) + (yield* this.spell(given));
  }

  #give(name: string, values: readonly (string | undefined)[]): void {
    const known = new Set(this.left > 0 ? values.filter((value) => value !== undefined) : []);
    this.known.set(
      name,
      [...known].map((value) => [value]),
    );
  }

  /** `$a = @{Path = 'x'}; del @a` is `del -Path 'x'`: a table or a list of words, as the options of a command. */
  #splatted(text: string): string {
    const options = this.valueNow(text.toLowerCase())?.[0];
    if (options === undefined) return text;
    this.spend(options.length);
    return options;
  }

  #setOptions(name: string, options: string | undefined): void {
    this.known.set(`@${name}`, options === undefined || this.left <= 0 ? [] : [[options]]);
  }

  /** `$a.Path = 'x'`, `$a['Path'] = 'x'` */
  *#giveMember(target: string, given: SyntaxNode): Steps<void> {
    const [, name = '', dotted, indexed] = MEMBER.exec(target) ?? [];
    const key = dotted ?? indexed;
    const held = this.valueNow(`@${name.toLowerCase()}`)?.[0];
    if (key !== undefined && held !== undefined)
      this.#setOptions(name.toLowerCase(), `${held} ${yield* this.#optionOf(key, given)}`);
  }

  *#optionsOf(given: SyntaxNode): Steps<string | undefined> {
    const inner = innermost(given);
    if (inner.type === 'hash_literal_expression') {
      const options: string[] = [];
      for (const entry of inner.namedChildren[0]?.namedChildren ?? []) {
        const [key, value] = entry?.type === 'hash_entry' ? entry.namedChildren : [];
        if (key != null && value != null) options.push(yield* this.#optionOf(key.text.replace(/['"]/g, ''), value));
      }
      return options.join(' ');
    }
    const listed = itemsOf(given);
    if (listed.length < 2) return undefined;
    const words: string[] = [];
    for (const item of listed) {
      const value = item === null ? undefined : yield* this.#valueOf(item);
      const word = (value ?? item?.text ?? '').slice(0, OPTION);
      words.push(value === undefined || /^-\w+$/.test(word) ? word : `"${word}"`);
    }
    return words.join(' ');
  }

  *#optionOf(key: string, given: SyntaxNode): Steps<string> {
    const value = yield* this.#valueOf(given);
    return value === undefined || SWITCH.test(value)
      ? `-${key}:${given.text.trim().slice(0, OPTION)}`
      : `-${key} "${value.slice(0, OPTION)}"`;
  }

  *#forEach(node: SyntaxNode): Steps<string> {
    const [variable, listed] = node.namedChildren;
    const name = nameIn(variable?.text ?? '');
    if (name === undefined || listed == null) return yield* this.#parts(node);
    const values: (string | undefined)[] = [];
    for (const part of itemsOf(listed)) if (part !== null) values.push(yield* this.#valueOf(part));
    return yield* this.loop(() => {
      this.#give(name, values);
      return this.copy(node, (part) => (part === variable ? part.text : this.spell(part)));
    });
  }

  #held(name: string): string | undefined {
    return this.valueNow(name)?.[0];
  }

  /** The folder that the script stands in, in other words: its own, or the shell's where that goes nowhere. */
  #ownFolder(text: string): string | undefined {
    if (OF_SCRIPT.test(text)) return '$PSScriptRoot';
    return OF_SHELL.test(text) && !GOES.test(this.source) ? '$PWD' : undefined;
  }

  /** What an expression is, as it would stand between double quotes. */
  *#valueOf(node: SyntaxNode): Steps<string | undefined> {
    if (!this.spend(1)) return undefined;
    if (this.rests()) yield;
    return yield* this.deeper(() => this.#read(innermost(node)));
  }

  *#read(at: SyntaxNode): Steps<string | undefined> {
    const { type, text } = at;
    const own = this.#ownFolder(text);
    if (own !== undefined) return own;
    switch (type) {
      case 'variable':
        return this.#held(nameIn(text) ?? '') ?? (/^\$(?:env:)?\w+$/i.test(text) ? text : undefined);
      case 'verbatim_string_characters':
        return text.slice(1, -1).replaceAll("''", "'").replace(/[$"`]/g, '`$&');
      case 'expandable_string_literal':
        return text.startsWith('"') ? (yield* this.copy(at, (part) => this.#inString(part))).slice(1, -1) : undefined;
      case 'format_expression': {
        const [format, operator, given] = at.namedChildren;
        if (format == null || given == null || !/^-f$/i.test(operator?.text ?? '')) return undefined;
        return formatOf(yield* this.#valuesOf([format, ...itemsOf(given)]));
      }
      case 'invokation_expression':
        return yield* this.#invoked(at);
      case 'additive_argument_expression':
      case 'additive_expression': {
        const [left, right] = at.namedChildren;
        if (left == null || right == null || !/^\s*\+\s*$/.test(this.source.slice(left.endIndex, right.startIndex)))
          return undefined;
        const before = yield* this.#valueOf(left);
        const after = yield* this.#valueOf(right);
        return before === undefined || after === undefined ? undefined : before + after;
      }
      case 'command':
        return yield* this.#joined(at);
      case 'generic_token':
        return this.#token(text);
      default:
        return undefined;
    }
  }

  *#inString(part: SyntaxNode): Steps<string> {
    return (yield* this.#valueOf(part)) ?? part.text;
  }

  #token(text: string): string {
    return text.replace(/\$(?:env:)?\w{1,60}/gi, (written) => this.#held(nameIn(written) ?? '') ?? written);
  }

  /** `Join-Path a b`; a command that is looked up by its name is that command. */
  *#joined(node: SyntaxNode): Steps<string | undefined> {
    const [name, elements] = node.namedChildren;
    const isLookedUp = /^(?:gcm|get-command)$/i.test(name?.text ?? '');
    if (!isLookedUp && !/^join-path$/i.test(name?.text ?? '')) return undefined;
    const parts = (elements?.namedChildren ?? []).filter((part) => !/_sep$|^command_parameter$/.test(part?.type ?? ''));
    const values = yield* this.#valuesOf(parts);
    if (isLookedUp) return values?.length === 1 && /^[\w-]+$/.test(values[0] ?? '') ? values[0] : undefined;
    return values === undefined || values.length < 2 ? undefined : pathOf(values);
  }

  /** `[IO.Path]::Combine(a, b)`, `[string]::Format('{0}', a)` */
  *#invoked(node: SyntaxNode): Steps<string | undefined> {
    const method = INVOKED.exec(node.text)?.[1]?.toLowerCase();
    const list = node.namedChildren.find((part) => part?.type === 'argument_list')?.namedChildren[0];
    if (method === undefined || list == null) return undefined;
    const values = yield* this.#valuesOf(list.type === 'argument_expression_list' ? list.namedChildren : [list]);
    if (method === 'format') return formatOf(values);
    return method === 'concat' ? values?.join('') : values && pathOf(values);
  }

  /** What each of several is; undefined where any of them is unknown. */
  *#valuesOf(parts: readonly (SyntaxNode | null)[]): Steps<readonly string[] | undefined> {
    const values: string[] = [];
    for (const part of parts) {
      const value = part === null ? '' : yield* this.#valueOf(part);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
}

const OF_SCRIPT =
  /^split-path\s{1,5}(?:(?:-parent|-path)\s{1,5}){0,2}["(]?\$(?:pscommandpath|myinvocation\.mycommand\.(?:path|definition|source))[")]?(?:\s{1,5}-parent)?$/i;
const OF_SHELL = /^(?:\$pwd\.(?:path|providerpath)|\$?\(?(?:get-location|gl)\)?(?:\.(?:path|providerpath))?)$/i;
const GOES = /\b(?:cd|chdir|sl|set-location|pushd|push-location|popd|pop-location)\b/i;

/** How much of a value is kept beside others: of a path, the beginning says where it is. */
const OPTION = 100;
const MEMBER = /^\$(\w+)(?:\.(\w+)|\[["'](\w+)["']\])$/;
const SWITCH = /^\$(?:true|false)$/i;
const INVOKED = /^\[(?:System\.)?(?:IO\.Path|String)\]::(Combine|Format|Concat)\b/i;

/** A format and what is put into it: `'{0}/{1}' -f a, b`. */
function formatOf(values: readonly string[] | undefined): string | undefined {
  if (values === undefined) return undefined;
  const [format = '', ...given] = values;
  return format.replace(/\{(\d)[^{}]{0,20}\}/g, (written, at: string) => given[Number(at)] ?? written);
}

/** Steps of a path as `Join-Path` puts them together. */
const pathOf = (steps: readonly string[]): string =>
  steps.map((step, i) => (i === steps.length - 1 ? step : step.replace(/[\\/]+$/, ''))).join('\\');

/** What a node consists of where it is only wrapped in others, or in parentheses. */
function innermost(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let i = 0; i < 60; i++) {
    const [only, ...more] = at.namedChildren;
    if (only == null || more.length > 0 || WHOLE.test(at.type)) break;
    at = only;
  }
  return at;
}

const WHOLE = /^(?:expandable_string_literal|variable|hash_literal_expression)$/;

/** `a, b` */
function itemsOf(node: SyntaxNode): readonly (SyntaxNode | null)[] {
  const items = innermost(node);
  return items.type === 'array_literal_expression' ? items.namedChildren : [items];
}

const nameIn = (text: string): string | undefined =>
  /^\$(?:(?:script|global|local|private):)?(env:\w+|\w+)$/i.exec(text)?.[1]?.toLowerCase();
