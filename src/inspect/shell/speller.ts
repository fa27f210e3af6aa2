import { isKnown } from './expansion.ts';
import type { SyntaxNode } from './node.ts';
import { CommandSpelling } from './spelled-commands.ts';
import { spelledWord, wordsIn } from './spelled-words.ts';
import { grouped, SUBSTITUTES, WORD } from './spelling.ts';
import { Variables } from './variables.ts';

/**
 * Writes a script anew as one would who had put in the values of its variables by hand: in order, as far as they are known.
 * A command whose variables may have several values is written once for each.
 */
export class Speller extends CommandSpelling {
  spell(node: SyntaxNode): string {
    return (this.spend(1) ? this.deeper(() => this.#spell(node)) : undefined) ?? node.text;
  }

  #spell(node: SyntaxNode): string {
    switch (node.type) {
      case 'command':
        return this.inTurns(node, () => this.command(node));
      case 'test_command':
        return SUBSTITUTES.test(node.text) ? this.inTurns(node, () => this.parts(node)) : node.text;
      case 'redirected_statement':
        return this.#redirected(node);
      case 'file_redirect':
        return this.copy(node, (part) => this.file(part));
      case 'variable_assignment':
        return this.assignment(node);
      case 'unset_command':
        for (const part of node.namedChildren) if (part !== null) this.known.forget(part.text);
        return node.text;
      case 'for_statement':
        return this.#forEach(node);
      case 'while_statement':
      case 'c_style_for_statement':
        return this.loop(() => this.parts(node));
      case 'if_statement':
      case 'case_statement':
        return this.#branches(node);
      case 'list':
        return this.#list(node);
      case 'subshell':
      case 'command_substitution':
      case 'process_substitution':
        return this.apart(() => this.parts(node));
      case 'pipeline':
        return this.#pipeline(node);
      case 'function_definition': {
        const [name, body] = [node.namedChildren[0], node.namedChildren.at(-1)];
        if (name != null && body != null) this.functions.set(name.text, { node: body, source: this.source });
        return node.text;
      }
      case 'comment':
      case 'arithmetic_expansion':
        return node.text;
      default:
        return this.parts(node);
    }
  }

  /** A command with its redirections is one; those of a loop or a group are told beside it for all but their first values. */
  #redirected(node: SyntaxNode): string {
    const [body] = node.namedChildren;
    if (body == null || body.type === 'command' || /redirect$/.test(body.type))
      return this.inTurns(node, () => this.parts(node));
    const others: string[] = [];
    const text = this.copy(node, (part) => {
      if (part === body) return this.spell(part);
      const [first = '', ...rest] = new Set(this.everyTurn(() => this.spell(part)));
      others.push(...rest);
      return first;
    });
    return others.length === 0 ? text : this.fit(node, grouped([text, ...others.map((other) => `: ${other}`)]), text);
  }

  #forEach(node: SyntaxNode): string {
    const [variable, ...parts] = node.namedChildren.filter((part) => part !== null);
    const listed = parts.filter((part) => part.type !== 'do_group');
    const isListed = /^\s*in\b/.test(this.source.slice(variable?.endIndex ?? 0, (variable?.endIndex ?? 0) + 20));
    const words = isListed
      ? listed.flatMap((part) => this.everyTurn(() => wordsIn(part, this)).flat())
      : (this.held('@') ?? []);
    const name = variable?.text ?? '';
    return this.loop(() => {
      this.known.set(
        name,
        words.filter((word) => isKnown(word) && !ANY_NAME.test(word)).map((word) => [word]),
      );
      return this.parts(node);
    });
  }

  /** Each way starts from the same place; after them, what any of them set may hold. */
  #branches(node: SyntaxNode): string {
    const ends: Variables[] = [];
    let start = this.snapshot();
    let isWhole = false;
    const text = this.copy(node, (part) => {
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

  /** What stands behind `&&` or `||` may not run: what held before holds too. */
  #list(node: SyntaxNode): string {
    return this.copy(node, (part) => {
      const before = part.startIndex > node.startIndex ? this.snapshot() : undefined;
      const text = this.spell(part);
      if (before !== undefined) this.known.join(before);
      return text;
    });
  }

  /** Each part has a shell of its own; the last may be the script's. What is printed into a shell or `xargs` is a command. */
  #pipeline(node: SyntaxNode): string {
    const parts = node.namedChildren.filter((part) => part !== null);
    const last = parts.at(-1);
    let printed: string | undefined;
    let command: string | undefined;
    const text = this.copy(node, (part) => {
      if (part !== last) {
        const given = part === parts[0] || printed !== undefined ? this.outputOf(part, printed) : undefined;
        const spelled = this.apart(() => this.spell(part));
        printed = given;
        return spelled;
      }
      const before = this.snapshot();
      const outer = this.lines;
      this.lines = printed?.split('\n');
      const spelled = this.spell(part);
      this.lines = outer;
      this.known.join(before);
      command = printed === undefined || part.type !== 'command' ? undefined : this.commandOf(part, printed);
      return spelled;
    });
    return command === undefined ? text : this.fit(node, grouped([text, command]), text);
  }
}

/** A pattern for whatever lies here says nothing of a name. */
const ANY_NAME = /^(?:\.\/)?[*?[]/;
