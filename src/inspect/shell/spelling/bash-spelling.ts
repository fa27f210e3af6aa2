import type { Steps } from '../../../model/steps.ts';
import type { SyntaxNode } from '../node.ts';
import { printsOwnFolder, START } from './expansion.ts';
import { outputOf } from './output.ts';
import { type Surroundings, says, spelledWord, textOf, wordsIn } from './spelled-words.ts';
import { Spelling } from './spelling.ts';
import type { Words } from './variables.ts';

const BESIDE = /^\s{0,5}&(?![&>])/;

/** What spelling a word of bash out takes: the values of variables, and the output of commands that stand in the word. */
export abstract class BashSpelling extends Spelling implements Surroundings {
  /** Variables of loops over whatever lies somewhere. */
  protected readonly open = new Set<string>();

  /** A grammar takes parentheses in every place; apart from `$`, or they would be a sum. */
  protected grouped(commands: readonly string[]): string {
    return ` (\n${commands.join('\n')}\n)`;
  }

  held(name: string): Words | undefined {
    if (/^\d+$/.test(name)) {
      const word = this.held('@')?.[Number(name) - 1];
      return word === undefined ? undefined : [word];
    }
    const words = this.valueNow(name === '*' ? '@' : name);
    return words === undefined && name === 'PWD' && this.known.folder !== '' ? [this.known.standing] : words;
  }

  isAny(name: string): boolean {
    return this.open.has(name);
  }

  isPathAt(at: number): boolean {
    return this.source.charAt(at) === '/';
  }

  give(name: string, words: Words): void {
    this.known.set(name, says(words) ? [words] : []);
  }

  /** Whether what is spelled here is the script itself, and not what it hands to another shell. */
  protected abstract get isOwn(): boolean;

  *printedBy(substitution: SyntaxNode): Steps<string | undefined> {
    if (this.isOwn && !this.known.isAway && printsOwnFolder(substitution.text)) return START;
    const [only, ...more] = substitution.namedChildren;
    if (only == null || more.length > 0) return undefined;
    return (yield* this.deeper(() => this.outputOf(only, undefined)))?.replace(/\n+$/, '');
  }

  protected *outputOf(node: SyntaxNode, input: string | undefined): Steps<string | undefined> {
    const parts = node.namedChildren.filter((part) => part !== null);
    if (!this.spend(1)) return undefined;
    if (this.rests()) yield;
    if (node.type === 'pipeline') {
      let given = input;
      for (const [i, part] of parts.entries())
        if (i === 0 || given !== undefined) given = yield* this.outputOf(part, given);
      return given;
    }
    const [first, second] = parts;
    if (node.type === 'list' && first !== undefined && second !== undefined && parts.length === 2)
      return yield* this.apart(() => this.#printedIn(first, second));
    if (node.type === 'redirected_statement' && parts.length === 2 && first !== undefined) {
      const text = yield* this.hereText(node);
      return text === undefined ? undefined : yield* this.outputOf(first, text);
    }
    if (node.type !== 'command') return undefined;
    const words: string[] = [];
    for (const part of parts) if (!/redirect$|assignment$/.test(part.type)) words.push(...(yield* wordsIn(part, this)));
    if (/^(?:pwd(?: -[LP])?|realpath \.|readlink -f \.)$/.test(words.join(' '))) return this.known.standing;
    const printed = outputOf(words, (yield* this.hereText(node)) ?? input);
    return printed !== undefined && this.spend(printed.length) ? printed : undefined;
  }

  /** `cd a && pwd` */
  *#printedIn(first: SyntaxNode, second: SyntaxNode): Steps<string | undefined> {
    if (!/^(?:command|redirected_statement)$/.test(first.type) || !/^cd\b/.test(first.text)) return undefined;
    yield* this.spell(first);
    return yield* this.outputOf(second, undefined);
  }

  protected *hereText(node: SyntaxNode): Steps<string | undefined> {
    const here = node.namedChildren.find((part) => part?.type === 'herestring_redirect')?.namedChildren[0];
    return here == null ? undefined : yield* textOf(here, this);
  }

  /** What redirections give a command to read: a here document, or what is printed by `< <(…)`. */
  protected *inputOf(node: SyntaxNode): Steps<string | undefined> {
    for (const part of node.namedChildren) {
      const [first] = part?.namedChildren ?? [];
      const body = part?.namedChildren.find((one) => one?.type === 'heredoc_body');
      if (body != null) return yield* spelledWord(body, this);
      const isGiven = part?.type === 'file_redirect' && first?.type === 'process_substitution';
      if (isGiven && part.text.startsWith('<')) return yield* this.printedBy(first);
    }
    return undefined;
  }

  protected parts(node: SyntaxNode): Steps<string> {
    return this.copy(node, (part) => {
      if (WORD.test(part.type)) return spelledWord(part, this);
      // What runs beside the script has a shell of its own.
      const isBeside = BESIDE.test(this.source.slice(part.endIndex, part.endIndex + 8));
      return isBeside ? this.apart(() => this.spell(part)) : this.spell(part);
    });
  }
}

export const WORD =
  /^(?:word|number|string|raw_string|ansi_c_string|concatenation|simple_expansion|expansion|command_name|array|heredoc_body|subscript|brace_expression)$/;

/** Whether a text has commands in it whose output is put in their place. */
export const SUBSTITUTES = /\$\(|`|[<>]\(/;
