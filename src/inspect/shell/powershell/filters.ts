/** The longest pipe that is read for what its filters name. */
export const LONGEST_PIPE = 1_000;
const DEEPEST = 5;

/** Properties by which a person names processes or files; others only measure them. */
const NAMES = 'name|processname|basename|extension|path|executablepath|commandline|mainwindowtitle|id|processid|pid';
const VALUE = String.raw`'[^']*'|"(?:[^"$\x60]|\$(?![({_]|psitem))*"|\$(?!_\b|psitem\b)\w{1,60}|[\w*.\\:-]{1,100}`;
const VALUES = String.raw`(@?\(?\s{0,5}(?:${VALUE})(?:\s{0,5},\s{0,5}(?:${VALUE})){0,30}\s{0,5}\)?)`;
const TEST = String.raw`(${NAMES})\s{1,5}-[ci]?(eq|like|match|in)\s{1,5}(?:-value\s{1,5})?${VALUES}\s{0,20}$`;
/** `$_.Name -eq 'x'`, and `Name -eq x` right behind the command. */
const CLAUSE = new RegExp(String.raw`^\s{0,20}\$(?:_|psitem)\.${TEST}`, 'i');
const SHORT = new RegExp(String.raw`^(?:-property\s{1,5})?${TEST}`, 'i');
const FILTER = /^\s{0,20}(?:\?|where(?:-object)?)(?=[\s{])\s{0,20}(?:-filterscript\s{1,5})?([\s\S]{0,1000})$/i;
/** Members that are the thing itself; a folder's parent holds others too. */
export const ITSELF = '(?:fullname|pspath|name)';
/** Commands that leave out some of what comes, and bring in nothing. */
const PASSES = new RegExp(
  String.raw`^\s{0,20}(?:sort(?:-object)?(?=\s|$)[^@{(]{0,200}|(?:&\s)?(?:foreach-object|foreach|%)\s{1,5}${ITSELF}\s{0,20}|select(?:-object)?(?:[\s,]{1,20}-?(?!\w{0,20}(?:parent|directory|root|drive|target))[\w*]{1,60}){1,30}\s{0,20})$`,
  'i',
);
/** Signs for quotes that are read otherwise here. What stands in a remark parts nothing either. */
const ODD_QUOTES = /[`@]['"]|[\u2018-\u201f]/;
const hidesParts = (text: string): boolean =>
  ODD_QUOTES.test(text) || text.replace(/'[^']*'|"[^"]*"/g, '').includes('#');

/** A pipe: what it begins with, and what is known of the rest. */
export interface Pipe {
  readonly first: string;
  /** Whether all that comes out is of what it begins with. */
  readonly isKept: boolean;
  /** What its filters name, as patterns for names; undefined where all may come through that has some size or age. */
  readonly named: readonly string[] | undefined;
}

/** Reads a pipe up to a bracket that was opened before; of one that `isCut`, what stands behind is not known. */
export function readPipe(pipe: string, isCut: boolean): Pipe {
  const { parts, end } = parted(pipe, '\\|');
  const [first = '', ...rest] = parts;
  if ((isCut && end >= pipe.length) || hidesParts(pipe)) return { first, isKept: false, named: undefined };
  const isKept = new RegExp(String.raw`^\){0,6}(?:\.${ITSELF})?["')]{0,6}$`, 'i').test(pipe.slice(end));
  let named: readonly string[] | undefined;
  for (const part of rest) {
    const condition = FILTER.exec(part)?.[1]?.trim();
    if (condition !== undefined) named ??= namedBy(condition);
    else if (!PASSES.test(part)) return { first, isKept: false, named: undefined };
  }
  return { first, isKept, named };
}

function namedBy(condition: string): readonly string[] | undefined {
  const block = /^\{([\s\S]*)\}$/.exec(condition)?.[1];
  return block === undefined ? namesOf(SHORT.exec(condition)) : meant(block, 0);
}

/** What a condition names that holds for a variable where that is used: `if ($p.Name -eq 'x') { $p.Kill() }`. */
export function namedWhere(condition: string, variable: string): readonly string[] | undefined {
  if (condition.length >= LONGEST_PIPE || hidesParts(condition)) return undefined;
  const isPiped = /^(?:_|psitem)$/i.test(variable);
  if (!isPiped && /\$(?:_|psitem)\b/i.test(condition)) return undefined;
  return meant(isPiped ? condition : condition.replace(new RegExp(String.raw`\$${variable}\b`, 'gi'), '$$_'), 0);
}

/** What is named by each of several alternatives, or by one of several tests that must all hold. */
function meant(condition: string, depth: number): readonly string[] | undefined {
  if (depth > DEEPEST || /-xor\b/i.test(condition)) return undefined;
  const either = parted(condition, '-or\\b').parts;
  if (either.length > 1) {
    const each = either.map((one) => meant(one, depth + 1));
    return each.every((names) => names !== undefined) ? each.flat() : undefined;
  }
  const both = parted(condition, '-and\\b').parts;
  if (both.length > 1) return both.map((one) => meant(one, depth + 1)).find((names) => names !== undefined);
  const inside = /^\s*\(([\s\S]*)\)\s*$/.exec(condition)?.[1];
  return inside === undefined ? namesOf(CLAUSE.exec(condition)) : meant(inside, depth + 1);
}

function namesOf(clause: RegExpExecArray | null): readonly string[] | undefined {
  const [, property = '', operator = '', written] = clause ?? [];
  if (written === undefined) return undefined;
  const values = (written.match(new RegExp(VALUE, 'gi')) ?? []).map((value) => value.replace(/^["']|["']$/g, ''));
  // What a list in a variable has in it is not known.
  if (/^in$/i.test(operator) ? values.some((value) => value.startsWith('$')) : values.length !== 1) return undefined;
  const patterns = /^match$/i.test(operator) ? values.flatMap(patternsOf) : values;
  const isPattern = /^(?:like|match)$/i.test(operator);
  if (!patterns.every((pattern) => (isPattern ? saysMuch(pattern) : pattern !== ''))) return undefined;
  return /^extension$/i.test(property) ? patterns.map((pattern) => `*${pattern}`) : patterns;
}

/** `^(?:bin|obj)$` as patterns for names; a wildcard alone where an expression says more than such a pattern can. */
function patternsOf(expression: string): readonly string[] {
  const [, before, group = expression, behind] = /^(\^?)\((?:\?:)?([^()]*)\)(\$?)$/.exec(expression) ?? [];
  return group.split('|').map((one) => {
    const [, start = '', plain = '', end = ''] = /^(\^?)([^^$]*)(\$?)$/.exec(one) ?? [];
    if (!/^(?:[\w :-]|\\[.\\-]|\.[*+]?)+$/.test(plain)) return '*';
    const wild = plain.replace(/\\([.\\-])|\.[*+]?/g, (_, sign?: string) => sign ?? '*');
    return `${before || start ? '' : '*'}${wild}${behind || end ? '' : '*'}`;
  });
}

/** What nearly every path or command has in it. */
const COMMON = /\.?\bexe\b|\b(?:windows|users|system32|program files)\b|\b[a-z]:/gi;
/** Whether a pattern names something, instead of all there is; what a variable in it holds is not known here. */
const saysMuch = (pattern: string): boolean =>
  /\w{2}/.test(pattern.replace(/\$\{?\w{1,60}\}?|\[[^\]]{0,60}\]?/g, '*').replace(COMMON, '*'));

/** What stands between signs, those in quotes and in brackets left out; up to a bracket that was opened before. */
function parted(text: string, between: string): { readonly parts: readonly string[]; readonly end: number } {
  const parts: string[] = [];
  let [depth, from, end] = [0, 0, text.length];
  for (const { 0: sign, index } of text.matchAll(new RegExp(`'[^']*'|"[^"]*"|[(){}]|${between}`, 'gi'))) {
    if (/^[({]/.test(sign)) depth++;
    else if (/^[)}]/.test(sign)) {
      if (--depth < 0) {
        end = index;
        break;
      }
    } else if (depth === 0 && !/^['"]/.test(sign)) {
      parts.push(text.slice(from, index));
      from = index + sign.length;
    }
  }
  return { parts: [...parts, text.slice(from, end)], end };
}
