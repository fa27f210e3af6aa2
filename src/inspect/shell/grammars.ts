import { createRequire } from 'node:module';
import path from 'node:path';
import type { SyntaxNode } from './node.ts';

export interface Grammar {
  /** Null if `progressCallback` stopped the parse. */
  parse(
    text: string,
    old: null,
    options: { readonly progressCallback: () => boolean },
  ): { readonly rootNode: SyntaxNode; delete(): void } | null;
  reset(): void;
}
interface TreeSitter {
  readonly Parser: { new (): Grammar & { setLanguage(language: unknown): void }; init(options: object): Promise<void> };
  readonly Language: { load(file: string): Promise<unknown> };
}
export interface Grammars {
  readonly bash: Grammar;
  readonly powershell: Grammar;
}

let grammars: Grammars | undefined;
let loading: Promise<Grammars> | undefined;

/** The grammars; undefined until they are loaded. */
export const loadedGrammars = (): Grammars | undefined => grammars;

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

async function load(): Promise<Grammars> {
  const require = createRequire(import.meta.url);
  const engine = require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter.js');
  const { Parser, Language } = require(engine) as TreeSitter;
  const file = (name: string): string => path.join(path.dirname(engine), name);
  await Parser.init({ locateFile: file });
  const readerOf = async (name: string): Promise<Grammar> => {
    const parser = new Parser();
    parser.setLanguage(await Language.load(file(`tree-sitter-${name}.wasm`)));
    return parser;
  };
  grammars = { bash: await readerOf('bash'), powershell: await readerOf('powershell') };
  return grammars;
}

/** Processor time so far, in milliseconds: what a parse may take is counted in it. */
export const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Null where that takes longer than until `until`. A parser that failed is not used again: the next command loads a new one. */
export function parse(grammar: Grammar, text: string, until: number): ReturnType<Grammar['parse']> {
  try {
    const tree = grammar.parse(text, null, { progressCallback: () => worked() > until });
    if (tree === null) grammar.reset();
    return tree;
  } catch (error) {
    grammars = undefined;
    throw error;
  }
}
