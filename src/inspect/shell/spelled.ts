import type { Steps } from '../../model/steps.ts';
import { isCertain } from './certainty.ts';
import { looksByType } from './dotnet.ts';
import { Allowance, type Grammars, type Tree } from './grammars.ts';
import { isTooLong, LONGEST } from './length.ts';
import type { SyntaxNode } from './node.ts';
import { asCalls } from './powershell/calls.ts';
import { isCertain as isCertainPowershell } from './powershell/certainty.ts';
import { PowershellSpeller } from './powershell/speller.ts';
import { END_UNKNOWN, UNKNOWN } from './spelling/expansion.ts';
import { Speller } from './spelling/speller.ts';

const CMDLET =
  /\b(?:Get|Set|New|Add|Remove|Invoke|Start|Stop|Restart|Write|Out|Select|Where|ForEach|Test|Copy|Move|Clear|Format|Import|Export|Convert(?:To|From))-[A-Z][A-Za-z]{2,30}\b/;
/** Whether a script is read as PowerShell wherever it is run. */
export const readsAsPowershell = (script: string): boolean => CMDLET.test(script) || looksByType(script);

/** Whether anything in a script may stand for something else that the script itself says. */
const HAS_NAMES =
  /\$(?=[{(\w@*])|`|\{[^{}\n]{0,200}(?:,|\.\.)|['"]\s{0,5}\+\s{0,5}['"]|['"]\s{0,5}-f\b|::(?:Combine|Format|Concat)\b|\b[Jj]oin-[Pp]ath\b|\b[Gg]et-[Cc]ommand\b|\bgcm\b|\b(?:cd|pushd|popd|eval)\s|\bln\s{1,5}-|\w\s{0,5}\(\s{0,5}\)\s{0,9}\{|\|\s{0,5}(?:sudo\s{1,5})?(?:xargs|[a-z]{0,3}sh)\b/;
/** Most processor time for one script, in milliseconds. */
const MOST_WORK = 250;
/** A path that begins with a variable: the grammar wants quotes around it, and PowerShell does not. */
const BARE_PATH = /(?<=\s)(\$(?:env:)?\w{1,60}[\\/][\w\\/.$-]{1,300})(?=[\s;|)]|$)/gi;
/** A variable right behind another: the grammar takes the second for a word. */
const NEXT_VARIABLE = /(?<=\$\w{1,60})\$([A-Za-z_]\w{0,60})/g;
const MARKS = new RegExp(`[${UNKNOWN}${END_UNKNOWN}]`, 'g');

/** Whether a script may read differently once it is spelled out: a cheap test, to be made before the grammars are loaded. */
export const mayBeSpelled = (script: string): boolean => HAS_NAMES.test(script) && !isTooLong(script);

/** A script spelled out. */
export interface Spelled {
  readonly text: string | undefined;
  /** Whether all of it was: more than a script of its length may take stays as written. */
  readonly isWhole: boolean;
  /** Whether that says all that the script does, so that nothing is to be guessed from how it is written. */
  readonly saysAll: boolean;
}
const AS_WRITTEN: Spelled = { text: undefined, isWhole: true, saysAll: false };

/** The last scripts that were spelled out: several inspectors ask for the same one of a call. */
const last = new Map<string, Spelled>();
const MOST_LAST = 4;

/**
 * A script as one would write it who had put in by hand what its variables hold; undefined where that changes nothing. It
 * says what the script may do besides what is seen in the script itself, and never less.
 */
export function* spelledOut(
  script: string,
  isPowershell: boolean,
  grammars: Grammars,
  allowance: Allowance,
  isOwn = true,
): Steps<Spelled> {
  if (!mayBeSpelled(script)) return AS_WRITTEN;
  const key = `${isPowershell ? 'powershell' : 'bash'} ${isOwn} ${script}`;
  const known = last.get(key);
  if (known !== undefined) return known;
  const plain = script.replace(MARKS, '?');
  const source = isPowershell
    ? asCalls(plain.replace(BARE_PATH, '"$1"'))
    : plain.replace(NEXT_VARIABLE, (_, name: string) => `\${${name}}`);
  const trees: Tree[] = [];
  const read = function* (text: string): Steps<SyntaxNode | undefined> {
    const tree = yield* (isPowershell ? grammars.powershell : grammars.bash).parse(text, allowance);
    if (tree !== null) trees.push(tree);
    return tree?.rootNode;
  };
  const root = yield* read(source);
  const speller = isPowershell ? new PowershellSpeller(source) : new Speller(source, read, isOwn);
  const text = root === undefined ? source : yield* speller.spell(root);
  const isChanged = root !== undefined && text !== source;
  const saysAll = isChanged && speller.isExact && (isPowershell ? isCertainPowershell : isCertain)(root, source);
  for (const tree of trees) tree.delete();
  const isWhole = root !== undefined && speller.isWhole;
  const spelled = { text: isChanged ? text : undefined, isWhole, saysAll };
  if (allowance.isOver) return spelled;
  for (const old of last.keys()) if (last.size >= MOST_LAST) last.delete(old);
  last.set(key, spelled);
  return spelled;
}

/**
 * What a command of any shell says, spelled out; for inspectors that look at its text. In several pieces where it has grown
 * longer than a command may be; none where nothing changes.
 */
export function* spelledTexts(script: string, isWindows: boolean, grammars: Grammars): Steps<readonly string[]> {
  const isPowershell = isWindows || readsAsPowershell(script);
  const { text = '' } = yield* spelledOut(script, isPowershell, grammars, new Allowance(MOST_WORK));
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const line = text.length - at > LONGEST ? text.lastIndexOf('\n', at + LONGEST) : text.length;
    const end = line > at ? line : at + LONGEST;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
