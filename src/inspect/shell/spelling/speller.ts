import type { Steps } from '../../../model/steps.ts';
import { type SyntaxNode, unquote } from '../node.ts';
import { SUBSTITUTES, WORD } from './bash-spelling.ts';
import { isKnown } from './expansion.ts';
import { CommandSpelling } from './spelled-commands.ts';
import { ANY_NAME, spelledWord, wordsIn } from './spelled-words.ts';
import { Variables } from './variables.ts';

/** Writes a script for bash anew. A command whose variables may have several values is written once for each. */
export class Speller extends CommandSpelling {
  protected *statement(node: SyntaxNode): Steps<string> {
    switch (node.type) {
      case 'command':
        return yield* this.command(node);
      case 'test_command':
        return SUBSTITUTES.test(node.text) ? yield* this.inTurns(node, () => this.parts(node)) : node.text;
      case 'redirected_statement':
        return yield* this.#redirected(node);
      case 'file_redirect':
        return yield* this.copy(node, (part) => this.file(part));
      case 'variable_assignment':
        return yield* this.assignment(node);
      case 'declaration_command':
        return this.#refers(node) ? node.text : yield* this.parts(node);
      case 'unset_command':
        for (const part of node.namedChildren) if (part !== null) this.known.forget(part.text);
        return node.text;
      case 'for_statement':
        return yield* this.#forEach(node);
      case 'while_statement':
      case 'c_style_for_statement':
        return yield* this.loop(() => this.parts(node));
      case 'if_statement':
      case 'case_statement':
        return yield* this.#branches(node);
      case 'list': {
        const end = node.namedChildren[0]?.endIndex ?? 0;
        return yield* this.copy(node, (part) =>
          part.startIndex < end
            ? this.spell(part)
            : this.#next(part, this.source.slice(end, part.startIndex).includes('&&')),
        );
      }
      case 'subshell':
        return yield* this.apart(() => this.parts(node));
      case 'command_substitution':
      case 'process_substitution':
        return yield* this.handing(() => this.apart(() => this.parts(node)));
      case 'pipeline':
        return yield* this.handing(() => this.#pipeline(node));
      case 'function_definition': {
        const [name, body] = [node.namedChildren[0], node.namedChildren.at(-1)];
        if (name == null || body == null) return node.text;
        this.functions.set(name.text, { node: body, source: this.source });
        // What it does is said where it is called.
        return `${this.source.slice(node.startIndex, body.startIndex)}{ :; }`;
      }
      case 'comment':
      case 'arithmetic_expansion':
        return node.text;
      case 'program':
        return (yield* this.parts(node)) + (yield* this.trapped());
      default:
        return yield* this.parts(node);
    }
  }

  /** What stands behind `&&` or `||` may not run. Whatever comes behind `&&` next stands where that leads. */
  *#next(part: SyntaxNode, isBoth: boolean): Steps<string> {
    const before = this.snapshot();
    const text = yield* this.spell(part);
    const { folder } = this.known;
    this.known.join(before);
    if (isBoth) this.known.folder = folder;
    return text;
  }

  /** `declare -n a=b`: whoever says `a` means `b`. */
  #refers(node: SyntaxNode): boolean {
    if (!/^(?:declare|typeset|local)\s(?:-\w+\s)*-\w*n\w*\s/.test(node.text)) return false;
    for (const part of node.namedChildren) {
      const [name, to] = part?.type === 'variable_assignment' ? part.namedChildren : [];
      if (name != null && to != null) this.known.refer(name.text, unquote(to.text));
    }
    return true;
  }

  /** A command with its redirections is one; those of a loop or a group are told beside it for all but their first values. */
  *#redirected(node: SyntaxNode): Steps<string> {
    const given = yield* this.inputOf(node);
    return given === undefined ? yield* this.#sent(node) : yield* this.#fed(given, () => this.#sent(node));
  }

  *#sent(node: SyntaxNode): Steps<string> {
    const [body] = node.namedChildren;
    if (body == null || body.type === 'command' || /redirect$/.test(body.type))
      return yield* this.inTurns(node, () => this.parts(node));
    const others: string[] = [];
    const text = yield* this.copy(node, (part) => (part === body ? this.spell(part) : this.#firstOf(part, others)));
    return others.length === 0 ? text : this.fit(this.grouped([text, ...others.map((other) => `: ${other}`)]), text);
  }

  *#firstOf(part: SyntaxNode, others: string[]): Steps<string> {
    const [first = '', ...rest] = new Set(yield* this.everyTurn(() => this.spell(part)));
    others.push(...rest);
    return first;
  }

  *#forEach(node: SyntaxNode): Steps<string> {
    const [variable, ...parts] = node.namedChildren.filter((part) => part !== null);
    const isListed = /^\s*in\b/.test(this.source.slice(variable?.endIndex ?? 0, (variable?.endIndex ?? 0) + 20));
    const words: string[] = isListed ? [] : [...(this.held('@') ?? [])];
    for (const part of isListed ? parts : [])
      if (part.type !== 'do_group') words.push(...(yield* this.everyTurn(() => wordsIn(part, this))).flat());
    const known = words.filter((word) => isKnown(word)).map((word) => [word]);
    if (words.some((word) => ANY_NAME.test(word))) this.open.add(variable?.text ?? '');
    return yield* this.loop(() => {
      this.known.set(variable?.text ?? '', known);
      return this.parts(node);
    });
  }

  /** Each way starts from the same place; after them, what any of them set may hold. */
  *#branches(node: SyntaxNode): Steps<string> {
    const ends: Variables[] = [];
    let start = this.snapshot();
    let isWhole = false;
    const text = yield* this.copy(node, (part) => {
      if (!/^(?:elif_clause|else_clause|case_item)$/.test(part.type))
        return WORD.test(part.type) ? spelledWord(part, this) : this.spell(part);
      if (node.type === 'case_statement' && ends.length === 0) start = this.snapshot();
      ends.push(this.known);
      this.known = new Variables(start);
      this.spend(start.size);
      isWhole ||= part.type === 'else_clause';
      return this.parts(part);
    });
    for (const end of ends) this.known.join(end);
    if (!isWhole) this.known.join(start);
    return text;
  }

  /** Each part has a shell of its own; the last may be the script's. What is printed into a shell or `xargs` is a command. */
  *#pipeline(node: SyntaxNode): Steps<string> {
    const parts = node.namedChildren.filter((part) => part !== null);
    const last = parts.at(-1);
    let text = '';
    let at = node.startIndex;
    let printed: string | undefined;
    for (const part of parts) {
      text += this.source.slice(at, part.startIndex);
      at = part.endIndex;
      if (part === last) {
        text += yield* this.maybe(() => this.#fed(printed, () => this.spell(part)));
        break;
      }
      const given = part === parts[0] || printed !== undefined ? yield* this.outputOf(part, printed) : undefined;
      text += yield* this.apart(() => this.spell(part));
      printed = given;
    }
    text += this.source.slice(at, node.endIndex);
    if (printed === undefined || last?.type !== 'command') return text;
    const command = yield* this.commandOf(last, printed);
    return command === undefined ? text : this.fit(this.grouped([text, command]), text);
  }

  *#fed(input: string | undefined, act: () => Steps<string>): Steps<string> {
    const outer = this.lines;
    this.lines = input?.replace(/\n$/, '').split('\n');
    const text = yield* act();
    this.lines = outer;
    return text;
  }
}
