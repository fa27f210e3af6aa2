import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { finish, type Steps } from '../../model/steps.ts';
import type { SyntaxNode } from './node.ts';

export interface Tree {
  readonly rootNode: SyntaxNode;
  delete(): void;
}
export interface Parser {
  /** Null if `progressCallback` stopped the parse; asked again for the same text, it goes on from there. */
  parse(text: string, old: null, options: { readonly progressCallback: () => boolean }): Tree | null;
  reset(): void;
}
interface TreeSitter {
  readonly Parser: { new (): Parser & { setLanguage(language: unknown): void }; init(options: object): Promise<void> };
  readonly Language: { load(file: string): Promise<unknown> };
}
export interface Grammars {
  readonly bash: Grammar;
  readonly powershell: Grammar;
}

/** Milliseconds of a parse after which others may have their turn. */
const SLICE = 4;

/** Processor time that may be used, in milliseconds. Only the parses themselves count, not what is done in their pauses. */
export class Allowance {
  #left: number;

  constructor(milliseconds: number) {
    this.#left = milliseconds;
  }

  get isOver(): boolean {
    return this.#left <= 0;
  }

  /** Does a part of the work, and counts what it took. */
  count<T>(act: () => T): T {
    const from = process.cpuUsage();
    const done = act();
    const { user, system } = process.cpuUsage(from);
    this.#left -= (user + system) / 1_000;
    return done;
  }
}

/** Reads one language. A parse that is paused keeps its parser; whoever comes meanwhile gets another. */
export class Grammar {
  readonly #make: () => Parser;
  readonly #idle: Parser[] = [];
  /** Nobody ends a pause in which its inspector was given up: what that held is used again. */
  readonly #given = new FinalizationRegistry((parser: Parser) => this.#take(parser));

  constructor(make: () => Parser) {
    this.#make = make;
  }

  /** Null where that takes more than is allowed. A parser that failed is not used again: the next command loads a new one. */
  *parse(text: string, allowance: Allowance): Steps<Tree | null> {
    const parser = this.#idle.pop() ?? this.#make();
    const lease = {};
    this.#given.register(lease, parser, lease);
    let tree: Tree | null = null;
    try {
      while (!allowance.isOver) {
        tree = allowance.count(() => parseFor(SLICE, parser, text));
        if (tree !== null) break;
        yield;
      }
    } catch (error) {
      grammars = undefined;
      throw error;
    } finally {
      this.#given.unregister(lease);
    }
    this.#take(parser);
    return tree;
  }

  #take(parser: Parser): void {
    parser.reset();
    this.#idle.push(parser);
  }
}

function parseFor(milliseconds: number, parser: Parser, text: string): Tree | null {
  const until = performance.now() + milliseconds;
  return parser.parse(text, null, { progressCallback: () => performance.now() > until });
}

let grammars: Grammars | undefined;
let loading: Promise<Grammars> | undefined;

/**
 * Loads the grammars of bash and PowerShell (WebAssembly, some 30 ms). Whoever asks meanwhile waits for the same: beginning anew
 * takes the memory from under what is loaded, and parses with that fail, or find nothing.
 */
export async function loadGrammars(): Promise<Grammars> {
  if (grammars !== undefined) return grammars;
  loading ??= load().finally(() => {
    loading = undefined;
  });
  return loading;
}

/** Looks with the grammars, in steps; the first time, as soon as they are loaded. */
export const withGrammars = <T>(look: (grammars: Grammars) => Steps<T>): Steps<T> | Promise<T> =>
  grammars === undefined ? loadGrammars().then((loaded) => finish(look(loaded))) : look(grammars);

/**
 * V8 compiles WebAssembly a second time, optimised, once it has run a little. The lexer of PowerShell is one function so large
 * that this takes a processor 7 s (Node 20; 2 s in 22), from the first `ls` on; that of bash takes 0.7 s. A parse gets faster by
 * a third at most, which no process reads enough commands to win back. Only where V8 is known to have these flags: it complains
 * of others to our stderr.
 */
function compileOnce(): void {
  if (Number.parseInt(process.versions.v8, 10) > 13) return;
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

async function load(): Promise<Grammars> {
  compileOnce();
  const require = createRequire(import.meta.url);
  const engine = require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter.js');
  const { Parser, Language } = require(engine) as TreeSitter;
  const file = (name: string): string => path.join(path.dirname(engine), name);
  await Parser.init({ locateFile: file });
  const grammarOf = async (name: string): Promise<Grammar> => {
    const language = await Language.load(file(`tree-sitter-${name}.wasm`));
    return new Grammar(() => {
      const parser = new Parser();
      parser.setLanguage(language);
      return parser;
    });
  };
  grammars = { bash: await grammarOf('bash'), powershell: await grammarOf('powershell') };
  return grammars;
}
