import { isGraver, type Severity } from '../../model/evidence/severity.ts';
import type { Finding } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import { readProgram } from '../commands/programs.ts';
import type { CommandLine } from './command-lines.ts';
import { LOSES_MOVED, Moves } from './course/moves.ts';
import type { Script } from './course.ts';
import type { Deed } from './deeds.ts';
import { Allowance, type Grammars, type Tree } from './grammars.ts';
import { isTooLong } from './length.ts';
import { asCalls } from './powershell/calls.ts';
import { BY_NAMES } from './run.ts';
import { readsAsPowershell, type Spelled, spelledOut } from './spelled.ts';
import { readTree } from './tree.ts';

const DEEPEST_SCRIPT = 3;
const MOST_SCRIPTS = 40;

/** Signs of danger in a command that cannot be parsed: what it might do if a shell could read it after all. */
const DANGEROUS =
  /\brm\b|\bmkfs|\bdd\b|>\s*\/dev\/|\b(?:curl|wget|nc|iwr)\b|\|\s*(?:ba|z)?sh\b|chmod|shutdown|remove-item|\bdo\s@?(?:rd|rmdir|del|erase)\b|\$\(|`|;|&&|\|\|/i;

/**
 * Most processor time for all scripts of one command, in milliseconds. Some texts make the grammar backtrack over
 * everything at each character.
 */
const MOST_WORK = 500;

/** The grammar requires quotes around a path that begins with a variable; PowerShell does not. */
const BARE_PATH = /(?<=\s)(\$env:\w{1,60}\\[\w\\.-]{1,300})(?=[\s;|)]|$)/gi;

/** A script that is still to be read, and how many others it is inside of. */
interface Waiting extends Script {
  readonly depth: number;
  /** It may not be a command at all, and counts only where it would be critical. */
  readonly isDoubtful: boolean;
  /** It comes from a script that is spelled out already. */
  readonly isSpelled: boolean;
}

/** A look at one command line, and at every script in it. */
export class LineLook {
  readonly #line: CommandLine;
  readonly #grammars: Grammars;
  readonly #isWindows: boolean;
  readonly #findings: Finding[] = [];
  /** Where among the findings each message is. */
  readonly #said = new Map<string, number>();
  readonly #scripts: Waiting[] = [];
  /** Those of the line as it is written, and spelled out. */
  readonly #moves = new Set<Moves>();

  constructor(line: CommandLine, grammars: Grammars, isWindows: boolean) {
    this.#line = line;
    this.#grammars = grammars;
    this.#isWindows = isWindows;
  }

  *findings(): Steps<readonly Finding[]> {
    const { reader, text } = this.#line;
    const allowance = new Allowance(MOST_WORK);
    if (reader === 'interpreter' || reader === 'either') this.#readAsProgram(text);
    if (reader !== 'interpreter')
      this.#scripts.push({
        text,
        isOwn: true,
        feed: undefined,
        printed: '',
        moves: this.#newMoves(reader === 'either'),
        depth: 0,
        isDoubtful: reader === 'either',
        isSpelled: false,
      });
    for (const [i, script] of this.#scripts.entries()) {
      // Not passed over in silence: what is not read may do anything.
      if (i >= MOST_SCRIPTS) this.#unparsed('high', 'Has commands nested more deeply than Sallyport reads.');
      if (i >= MOST_SCRIPTS || !(yield* this.#read(script, allowance))) break;
    }
    for (const moves of this.#moves) if (moves.losesMoved) this.#add(LOSES_MOVED);
    return this.#findings;
  }

  /** What a program in another language passes to a shell is read as a script. */
  #readAsProgram(text: string): void {
    const { deeds, shelled, doubtful } = readProgram(text);
    for (const deed of deeds) this.#add(deed);
    const all = this.#newMoves(false);
    for (const inner of shelled) this.#scripts.push({ ...INSIDE_PROGRAM, text: inner, moves: all.inside() });
    for (const inner of doubtful)
      this.#scripts.push({ ...INSIDE_PROGRAM, text: inner, moves: this.#newMoves(true), isDoubtful: true });
  }

  /** What may be no command moves nothing. */
  #newMoves(isDoubtful: boolean): Moves {
    const moves = new Moves();
    if (!isDoubtful) this.#moves.add(moves);
    return moves;
  }

  /** False where too much work was done already to read on. */
  *#read(script: Waiting, allowance: Allowance): Steps<boolean> {
    const { text, moves, depth, isDoubtful, isSpelled } = script;
    if (isTooLong(text, isSpelled)) {
      this.#unparsed('high', 'Is a command that is too long to be read.');
      return true;
    }
    const isPowershell = this.#line.reader === 'powershell' || this.#isWindows || readsAsPowershell(text);
    const tree = yield* this.#parse(text, isPowershell, allowance);
    if (tree === null) {
      this.#unparsed('high', 'Is a command that takes too long to read: its patterns can stand for too many names.');
      return false;
    }
    const { rootNode } = tree;
    // A text that may not be a command has parse errors here, as every program in another language has.
    if (rootNode.hasError && !isDoubtful && !isSpelled)
      this.#unparsed(DANGEROUS.test(text) ? 'high' : 'low', 'Is a command that cannot be read with certainty.');
    const { deeds, inner } = yield* readTree(rootNode, isPowershell, script);
    tree.delete();
    const other =
      isSpelled || isDoubtful
        ? undefined
        : yield* spelledOut(text, isPowershell, this.#grammars, allowance, depth === 0);
    // `A=build; rm -rf $A` is `rm -rf build`, whatever else `$A` might be elsewhere.
    const isOther = other?.saysAll === true;
    if (isOther) this.#moves.delete(moves);
    for (const deed of deeds)
      if (isOther ? BY_NAMES.has(deed) : !isDoubtful || deed.severity === 'critical') this.#add(deed);
    if (isOther) return yield* this.#readSpelled(script, other, allowance);
    if (depth < DEEPEST_SCRIPT)
      for (const one of inner) this.#scripts.push({ ...one, depth: depth + 1, isDoubtful: false, isSpelled });
    else if (inner.length > 0) this.#unparsed('high', 'Hides a command inside several others.');
    return other === undefined || (yield* this.#readSpelled(script, other, allowance));
  }

  /** The same script with the values of its variables put in. Nothing that it does is told twice. */
  *#readSpelled(script: Waiting, { text, isWhole }: Spelled, allowance: Allowance): Steps<boolean> {
    // Whoever fills a script with loops until no work is left for the rest shall not pass unseen.
    if (!isWhole) this.#unparsed('high', 'Is a command whose variables may hold more than is read.');
    if (text === undefined) return true;
    const moves = script.depth === 0 ? this.#newMoves(false) : script.moves;
    return yield* this.#read({ ...script, text, moves, isSpelled: true }, allowance);
  }

  #parse(text: string, isPowershell: boolean, allowance: Allowance): Steps<Tree | null> {
    const { bash, powershell } = this.#grammars;
    return isPowershell
      ? powershell.parse(asCalls(text.replace(BARE_PATH, '"$1"')), allowance)
      : bash.parse(text, allowance);
  }

  #unparsed(severity: Severity, message: string): void {
    this.#add({ kind: 'shell.unparsed', severity, message });
  }

  /** Says each thing once for a line, as grave as it is at its worst: `mkfs disk.img; mkfs /dev/sda`. */
  #add({ kind, severity, message }: Deed): void {
    const at = this.#said.get(message) ?? this.#findings.length;
    if (!isGraver(severity, this.#findings[at]?.severity)) return;
    this.#said.set(message, at);
    this.#findings[at] = { kind, severity, at: this.#line.at, message };
  }
}

const INSIDE_PROGRAM = {
  isOwn: false,
  feed: undefined,
  printed: '',
  depth: 1,
  isDoubtful: false,
  isSpelled: false,
} as const;
