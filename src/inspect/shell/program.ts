import { operandsOf } from '../commands/options.ts';
import { plainPath } from '../paths/form.ts';

/** Source of the code that an interpreter runs. `at` is the index of the word that holds it, or of the first of several. */
export type Program =
  | { readonly from: 'input' }
  | { readonly from: 'file' | 'code'; readonly at: number; readonly code: string }
  /** Runs nothing: only checks the code, or prints a version. */
  | { readonly from: 'nothing' };

interface Spelling {
  /** Option followed by code, alone or as the last of several letters. */
  readonly code?: RegExp;
  readonly file?: RegExp;
  /** Options that take the next word as their value. */
  readonly valued?: RegExp;
  readonly nothing?: RegExp;
  /** Options that make it read its input as well. */
  readonly input?: RegExp;
  /** Subcommands before the file: `deno run`. */
  readonly verb?: RegExp;
  /** Does nothing without arguments. */
  readonly needsWord?: boolean;
}

const SHELL: Spelling = {
  code: /^-[A-Za-z]*c$/,
  valued: /^(?:[-+][oO]|--rcfile|--init-file)$/,
  nothing: /^-(?=[a-z]*n)(?![a-z]*i)[a-z]+$|^--(?:version|help)$/,
  input: /^-[A-Za-z]*[si][A-Za-z]*$/,
};
const PYTHON: Spelling = {
  code: /^-[bBdEhisuvqIOPRStx]*c$/,
  valued: /^-[WXQ]$/,
  nothing: /^(?:-V+|--version|-h|--help)$/,
  input: /^-[bBdEuvqIOPRStx]*i[bBdEuvq]*$/,
};
const PERL: Spelling = { code: /^-(?![MmIxFd])[A-Za-z0-9]*[eE]$/, valued: /^-I$/, nothing: /^-[vV]$/ };
const RUBY: Spelling = { code: /^-(?![rIC])[a-zA-Z0-9]*e$/, valued: /^-[rIC]$/, nothing: /^(?:-v|--version|-c)$/ };
const NODE: Spelling = {
  code: /^(?:-[pe]+|--eval|--print)$/,
  valued: /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file)$/,
  nothing: /^(?:-v|--version|-h|--help|-c|--check)$/,
  input: /^(?:-i|--interactive)$/,
};
const PLAIN: Spelling = { code: /^-[eE]$/, valued: /^-[lILfr]$/, input: /^-i$/, nothing: /^(?:-v|--version)$/ };

const SPELLINGS: readonly (readonly [name: RegExp, spelling: Spelling])[] = [
  [/^(?:(?:ba|z|da|k|mk|c|tc|a|fi)?sh)$/, SHELL],
  [/^(?:python|pypy)[\d.]*$|^i?python[\d.]*$/, PYTHON],
  [/^perl[\d.]*$/, PERL],
  [/^(?:j?ruby[\d.]*)$/, RUBY],
  [/^node(?:js)?$/, NODE],
  [
    /^(?:deno|bun|tsx|ts-node)$/,
    {
      code: /^(?:-e|-p|--eval|--print)$/,
      verb: /^(?:run|eval)$/,
      valued: /^(?:-c|--config|--import-map|-r|--preload|--env-file)$/,
    },
  ],
  [/^php[\d.]*$/, { code: /^-[rRBE]$/, file: /^-f$/, valued: /^-[dczSt]$/, nothing: /^-[livm]$/, input: /^-a$/ }],
  [
    /^(?:pwsh|powershell)$/,
    {
      code: /^-c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i,
      file: /^-f(?:i(?:l(?:e)?)?)?$/i,
      valued: /^-(?:ex\w*|ep|w\w*|v\w*|inputformat|outputformat|if|of|config\w*|custompipename)$/i,
      nothing: /^-version$/i,
    },
  ],
  [/^(?:source|\.)$/, { needsWord: true }],
  [/^cmd$/, { code: /^\/[ckr]$/i }],
  [/^[gmn]?awk$/, { file: /^(?:-f|--file)$/, valued: /^-[vF]$/, code: /^(?:-e|--source)$/, needsWord: true }],
  [/^g?make$/, { file: /^(?:-f|--file|--makefile)$/, valued: /^-[CjIl]$/, needsWord: true }],
  [
    /^(?:lua[\d.]*|luajit|Rscript|rscript|tclsh[\d.]*|groovy|julia|guile|osascript|elixir|swift|ocaml|scheme|racket|raku)$/,
    PLAIN,
  ],
];

/** Modules that, run by `python -m`, read code from their input. */
const CONSOLES = /^(?:code|asyncio|idlelib|IPython|bpython|ptpython|pdb)$/;
/** Modules that run the file that they are given. */
const RUNNERS = /^(?:cProfile|profile|trace|runpy|coverage|pdb|timeit|debugpy|kernprof)$/;
/** Whether a word names the program's own standard input, in any spelling of the path. */
export function isInput(word: string): boolean {
  if (word === '-' || /^con:?$/i.test(word) || word === 'php://stdin') return true;
  if (!/stdin|fd/i.test(word)) return false;
  return /^\/?(?:dev\/(?:stdin|fd\/0)|proc\/[^/]{1,20}\/fd\/0)$/.test(
    plainPath(word.slice(word.lastIndexOf('=') + 1), '~'),
  );
}

const spellingOf = (name: string): Spelling | undefined => SPELLINGS.find(([pattern]) => pattern.test(name))?.[1];

/** Commands whose input is itself a script. */
const READERS = /^(?:iex|invoke-expression|at|batch|parallel)$/;

/** Source of the code that a command runs, by the interpreter's own way of reading its words; undefined for any other. */
export function programOf(name: string, args: readonly string[]): Program | undefined {
  if (name === 'eval') return { from: 'code', at: 0, code: args.join(' ') };
  if (READERS.test(name)) {
    const words = operandsOf(args, ['-j', '-f', '-Command']);
    if (words.length === 0 || /^(?:at|batch)$/.test(name)) return { from: 'input' };
    return { from: 'code', at: args.indexOf(words[0] ?? ''), code: words.join(' ') };
  }
  const spelling = spellingOf(name);
  if (spelling === undefined) return undefined;
  let readsInput = false;
  let isNothing = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (isInput(arg)) return { from: 'input' };
    if (spelling.code?.test(arg)) {
      const code = name === 'cmd' ? args.slice(i + 1).join(' ') : args[i + 1];
      if (code === undefined || isInput(code)) return { from: 'input' };
      return isNothing ? { from: 'nothing' } : { from: 'code', at: i + 1, code };
    }
    if (spelling.file?.test(arg)) return fileAt(i + 1, args);
    if (spelling === PYTHON && /^-[bBdEisuvqIOPRStx]*m$/.test(arg))
      return CONSOLES.test(args[i + 1] ?? '') || (RUNNERS.test(args[i + 1] ?? '') && args.some(isInput))
        ? { from: 'input' }
        : { from: 'file', at: i + 1, code: '' };
    if (spelling.input?.test(arg)) readsInput = true;
    if (spelling.nothing?.test(arg)) isNothing = true;
    else if (spelling === SHELL && /^\+[a-z]*n/.test(arg)) isNothing = false;
    if (spelling.valued?.test(arg)) {
      i++;
      if (isInput(args[i] ?? '')) return { from: 'input' };
    } else if (arg === '--') return readsInput ? { from: 'input' } : fileAt(i + 1, args);
    else if (/^[-+]./.test(arg)) {
      // `perl -e'…'`, `-pe'…'`, `--eval=…`: the code is attached to the option.
      const hung = hungCode(arg, name);
      if (hung !== undefined) return { from: 'code', at: i, code: hung };
    } else if (spelling.verb?.test(arg)) {
      if (arg === 'eval') return { from: 'code', at: i + 1, code: args[i + 1] ?? '' };
    } else if (/^[gmn]?awk$/.test(name)) return { from: 'code', at: i, code: arg };
    else if (!/^\/[a-z]$/i.test(arg) || name !== 'cmd')
      return readsInput || isNothing ? ended(readsInput) : fileAt(i, args);
  }
  if (isNothing) return { from: 'nothing' };
  return spelling.needsWord === true ? { from: 'nothing' } : { from: 'input' };
}

const ended = (readsInput: boolean): Program => ({ from: readsInput ? 'input' : 'nothing' });

function fileAt(at: number, args: readonly string[]): Program {
  const file = args[at];
  return file === undefined || isInput(file) ? { from: 'input' } : { from: 'file', at, code: '' };
}

function hungCode(arg: string, name: string): string | undefined {
  if (/^--(?:eval|print|execute|source|command)=/.test(arg)) return arg.slice(arg.indexOf('=') + 1);
  if (/^(?:perl|j?ruby)/.test(name)) return /^-(?![MmIxFdrC])[anplsw0]*[eE](.+)$/s.exec(arg)?.[1];
  return /^(?:python|pypy)/.test(name) ? /^-c(.+)$/s.exec(arg)?.[1] : undefined;
}
