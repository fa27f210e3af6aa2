import { createRequire } from 'node:module';
import path from 'node:path';
import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Severity } from '../model/severity.ts';
import { readProgram } from './commands/programs.ts';
import type { InspectContext } from './context.ts';
import { type CommandLine, commandLines } from './shell/command-lines.ts';
import type { SyntaxNode } from './shell/node.ts';
import type { Script } from './shell/run.ts';
import { readTree } from './shell/tree.ts';

/** Longest script that is read, in UTF-16 units. Parsing takes 0.2 ms for a command and half a second for 100 KB. */
const LONGEST = 32_768;
const DEEPEST_SCRIPT = 3;
const MOST_SCRIPTS = 40;

interface Grammar {
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
interface Grammars {
  readonly bash: Grammar;
  readonly powershell: Grammar;
}

let grammars: Grammars | undefined;

/** Loads the grammars of bash and PowerShell (WebAssembly, some 30 ms). */
export async function loadShells(): Promise<void> {
  if (grammars !== undefined) return;
  const require = createRequire(import.meta.url);
  const engine = require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter.js');
  const { Parser, Language } = require(engine) as TreeSitter;
  const file = (name: string): string => path.join(path.dirname(engine), name);
  await Parser.init({ locateFile: file });
  const load = async (name: string): Promise<Grammar> => {
    const parser = new Parser();
    parser.setLanguage(await Language.load(file(`tree-sitter-${name}.wasm`)));
    return parser;
  };
  grammars = { bash: await load('bash'), powershell: await load('powershell') };
}

const CMDLET =
  /\b(?:Get|Set|New|Add|Remove|Invoke|Start|Stop|Restart|Write|Out|Select|Where|ForEach|Test|Copy|Move|Clear|Format|Import|Export|Convert(?:To|From))-[A-Z][A-Za-z]{2,30}\b/;
/** Signs of danger in a command that cannot be parsed: what it might do if a shell could read it after all. */
const DANGEROUS =
  /\brm\b|\bmkfs|\bdd\b|>\s*\/dev\/|\b(?:curl|wget|nc|iwr)\b|\|\s*(?:ba|z)?sh\b|chmod|shutdown|remove-item|\$\(|`|;|&&|\|\|/i;

/** Characters that join or nest commands. Thousands of them exhaust the grammar's memory; no honest script has so many. */
const JOINT = /[|&;(){}`]|\$\(/g;
const MOST_JOINTS = 1_000;

/**
 * Most processor time for all scripts of one command, in milliseconds. Some texts make the grammar backtrack over
 * everything at each character.
 */
const MOST_WORK = 500;
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The grammar requires quotes around a path that begins with a variable; PowerShell does not. */
const BARE_PATH = /(?<=\s)(\$env:\w{1,60}\\[\w\\.-]{1,300})(?=[\s;|)]|$)/gi;

/** A parser that failed is not used again: the next command loads a new one. */
function parse(grammar: Grammar, text: string, until: number): ReturnType<Grammar['parse']> {
  try {
    const tree = grammar.parse(text, null, { progressCallback: () => worked() > until });
    if (tree === null) grammar.reset();
    return tree;
  } catch (error) {
    grammars = undefined;
    throw error;
  }
}

function look(lines: readonly CommandLine[], shells: Grammars, isWindows: boolean): Sighting {
  const findings: Finding[] = [];
  for (const line of lines) {
    const seen = new Set<string>();
    const add = (kind: string, severity: Severity, message: string): void => {
      if (seen.has(message)) return;
      seen.add(message);
      findings.push({ kind, severity, at: line.at, message });
    };
    const until = worked() + MOST_WORK;
    /** `isDoubtful`: it may not be a command at all, and counts only where it would be critical. */
    const scripts: (Script & { depth: number; isDoubtful?: boolean })[] = [];
    const isProgram = line.reader === 'interpreter' || line.reader === 'either';
    if (isProgram) {
      const { deeds, shelled, doubtful } = readProgram(line.text);
      for (const deed of deeds) add(deed.kind, deed.severity, deed.message);
      for (const text of shelled) scripts.push({ text, isOwn: false, feed: undefined, depth: 1 });
      for (const text of doubtful) scripts.push({ text, isOwn: false, feed: undefined, depth: 1, isDoubtful: true });
    }
    if (line.reader !== 'interpreter')
      scripts.push({ text: line.text, isOwn: true, feed: undefined, depth: 0, isDoubtful: line.reader === 'either' });
    for (const [i, { text, isOwn, feed, depth, isDoubtful = false }] of scripts.entries()) {
      if (i >= MOST_SCRIPTS) {
        // Not passed over in silence: what is not read may do anything.
        add('shell.unparsed', 'high', 'Has commands nested more deeply than Sallyport reads.');
        break;
      }
      if (text.length > LONGEST || (text.match(JOINT)?.length ?? 0) > MOST_JOINTS) {
        add('shell.unparsed', 'high', 'Is a command that is too long to be read.');
        continue;
      }
      const isPowershell = line.reader === 'powershell' || isWindows || CMDLET.test(text);
      const tree = isPowershell
        ? parse(shells.powershell, text.replace(BARE_PATH, '"$1"'), until)
        : parse(shells.bash, text, until);
      if (tree === null) {
        add(
          'shell.unparsed',
          'high',
          'Is a command that takes too long to read: its patterns can stand for too many names.',
        );
        break;
      }
      const { rootNode } = tree;
      // A text that may not be a command has parse errors here, as every program in another language has.
      if (rootNode.hasError && !isDoubtful)
        add(
          'shell.unparsed',
          DANGEROUS.test(text) ? 'high' : 'low',
          'Is a command that cannot be read with certainty.',
        );
      const { deeds, inner } = readTree(rootNode, isPowershell, isOwn, feed);
      tree.delete();
      for (const deed of deeds)
        if (!isDoubtful || deed.severity === 'critical') add(deed.kind, deed.severity, deed.message);
      if (depth < DEEPEST_SCRIPT) for (const script of inner) scripts.push({ ...script, depth: depth + 1 });
      else if (inner.length > 0) add('shell.unparsed', 'high', 'Hides a command inside several others.');
    }
  }
  return findings.length === 0 ? NOTHING_SEEN : { findings };
}

/**
 * Tells what the commands in arguments would do. They are parsed by the shells' own grammars, quotes, substitutions and
 * pipes included; of programs in other languages, what they pass to a shell is read.
 */
export function shell(context: InspectContext): Inspector {
  const isWindows = context.platform === 'win32';
  return {
    name: 'shell',
    version: 5,
    onCall(call: Call, texts) {
      const lines = commandLines(call, texts);
      if (lines === undefined) return NOTHING_SEEN;
      if (grammars !== undefined) return look(lines, grammars, isWindows);
      return loadShells().then(() => {
        if (grammars === undefined) throw new Error('the grammars of shells did not load');
        return look(lines, grammars, isWindows);
      });
    },
  };
}
