import { type Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Path } from '../model/complaint.ts';
import { SECRET_WORDS } from '../model/words/secret-name.ts';

/** A range of a text; the end is not part of it. */
export type Range = readonly [from: number, to: number];

/** Sections whose values others must not see, whatever their keys are called. */
const HOLDERS = new Set(['env', 'headers', 'tokens']);
const SECRET = `${SECRET_WORDS}|authorization`;
const IS_SECRET = new RegExp(SECRET, 'i');
/** What a person writes about agents and rules holds names, and complaints are about those. */
const OPEN = new Set(['agents', 'purposes', 'policy']);
/** Secrets recognised by their form: for arguments, and for lines that could not be read. */
const FORMS = [
  /(?<=\b(?:Bearer|Basic)\s{1,9})(?:\$\{[^}]*\}|[^\s"',}\]])+/gi,
  /(?<=:\/\/)[^\s/@"']+(?=@)/g,
  new RegExp(
    `(?<=(?=-)[\\w-]*(?:${SECRET_WORDS})[\\w-]*["']?(?:=|,?\\s{1,9})["']?)(?:\\$\\{[^}]*\\}|[^\\s"',}\\]])+`,
    'gi',
  ),
  /\b(?:sp_|sk-|gh[pousr]_|github_pat_|glpat-|npm_|xox[a-z]-|AKIA)[\w-]{8,}/g,
];

const NAMED = new RegExp(`(?<=\\b[\\w-]*(?:${SECRET})[\\w-]*["']?\\s*[:=]\\s*)[^\\s,}\\]][^,}\\]]*`, 'gi');

/** Whether the value at a path must not be shown. */
export function isHidden(path: Path): boolean {
  if (OPEN.has(String(path[0]))) return false;
  return path.slice(0, -1).some((step) => HOLDERS.has(String(step))) || IS_SECRET.test(String(path.at(-1)));
}

/** The ranges of values that must not be shown, in a document that may be broken. */
export function hiddenRanges({ contents }: Document.Parsed): Range[] {
  const ranges: Range[] = [];
  const walk = (node: Node | null, path: Path): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        walk(value as Node | null, [...path, isScalar(key) ? String(key.value) : '']);
      }
    } else if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) walk(item as Node | null, [...path, i]);
    } else if (isScalar(node) && node.range && isHidden(path)) {
      ranges.push([node.range[0], node.range[1]]);
    }
  };
  walk(contents, []);
  return ranges;
}

/**
 * A line without its secrets, as long as before, so that carets below it fit. `ranges` count from its beginning. Of a text
 * that could not be read the ranges may be missing, so what keys are called counts there too.
 */
export function hideIn(line: string, ranges: readonly Range[], isBroken: boolean): string {
  let text = hideForms(isBroken ? line.replace(NAMED, cover) : line);
  for (const [from, to] of ranges) {
    const [start, end] = [Math.max(0, from), Math.min(line.length, to)];
    if (start < end) text = text.slice(0, start) + cover(text.slice(start, end)) + text.slice(end);
  }
  return text;
}

/** A text with everything that looks like a secret masked, as long as before. */
export const hideForms = (text: string): string =>
  FORMS.reduce((rest, form) => rest.replace(form, (secret) => cover(secret)), text);

/** Leaves references such as `${env:X}`, the word before a secret and its quotes: they say where and what it is. */
const KEPT = /(\$\{[^}]*\}|^["']?(?:Bearer|Basic)\s+|^["']|["']$)/i;

const cover = (text: string): string =>
  text
    .split(KEPT)
    .map((piece, i) => (i % 2 === 1 ? piece : coverWord(piece)))
    .join('');

const coverWord = (piece: string): string =>
  piece.length < 8 ? '*'.repeat(piece.length) : '[hidden]'.padEnd(piece.length, '*');
