import type { ASTNode } from '@marcbachmann/cel-js';
import { SEVERITIES } from '../../model/evidence/severity.ts';
import { POWERS, ROLES } from '../../model/tool.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { overlap, refusePattern } from '../pattern.ts';
import { READ_ONLY } from '../purposes.ts';
import type { PolicySource } from '../rule.ts';
import { childrenOf } from './syntax.ts';

/** A word that a condition compares a field with: `f.kind == "sql.destructive"`. */
export interface Compared {
  readonly field: string;
  readonly word: string;
  /** In UTF-16 units of the condition. */
  readonly offset: number;
}

/** Every literal that a condition compares a field with, by `==`, `!=`, `in [...]`, `in call.powers` or `glob`. */
export function comparedIn(root: ASTNode): Compared[] {
  const found: Compared[] = [];
  const note = (subject: ASTNode | undefined, ...words: (ASTNode | undefined)[]): void => {
    const field = fieldOf(subject);
    if (field === undefined) return;
    for (const word of words) {
      if (word?.op === 'value' && typeof word.args === 'string')
        found.push({ field, word: word.args, offset: word.start });
    }
  };
  const visit = (node: ASTNode): void => {
    if (node.op === '==' || node.op === '!=') {
      note(node.args[0], node.args[1]);
      note(node.args[1], node.args[0]);
    } else if (node.op === 'in') {
      if (node.args[1].op === 'list') note(node.args[0], ...node.args[1].args);
      else note(node.args[1], node.args[0]);
    } else if (node.op === 'rcall' && node.args[0] === 'glob') note(node.args[1], node.args[2][0]);
    else if (node.op === 'call' && node.args[0] === 'glob') note(node.args[1][0], node.args[1][1]);
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return found;
}

/** The last part of `call.upstream` or `f.to.role`, or a variable's name. Not of arguments: their names are the upstream's. */
function fieldOf(node: ASTNode | undefined): string | undefined {
  if (node?.op === 'id') return node.args;
  if (node?.op !== '.' || readsArguments(node)) return undefined;
  return node.args[1];
}

const readsArguments = (node: ASTNode): boolean =>
  node.op === '.' && (node.args[1] === 'args' || readsArguments(node.args[0]));

const CLOSED: Readonly<Record<string, readonly string[]>> = {
  role: ROLES,
  powers: POWERS,
  severity: SEVERITIES,
  shape: ['field', 'prose'],
  via: ['exact', 'entity', 'overlap', 'decoded'],
  origin: ['downstream', 'upstream', 'ours'],
};

/** Why a comparison can never come true, and what to write; undefined where it can. */
export function refuseWord(
  { field, word }: Compared,
  { servers, agents, purposes }: Pick<PolicySource, 'servers' | 'agents' | 'purposes'>,
  kinds: readonly string[],
): { what: string; instead: string } | undefined {
  if (word === '') return undefined;
  if (field === 'tool') return refusePattern(word, Object.keys(servers));
  if (field === 'kind') {
    if (kinds.some((known) => overlap(known, word))) return undefined;
    return {
      what: `no inspector makes findings "${word}"${didYouMean(word, kinds)}`,
      instead: `Kinds: ${kinds.join(', ')}.`,
    };
  }
  const named: Readonly<Record<string, object>> = {
    upstream: servers,
    agent: agents,
    purpose: { ...purposes, [READ_ONLY]: {} },
    purposes: { ...purposes, [READ_ONLY]: {} },
  };
  const owner = Object.hasOwn(named, field) ? named[field] : undefined;
  const known = owner === undefined ? (Object.hasOwn(CLOSED, field) ? CLOSED[field] : undefined) : Object.keys(owner);
  if (known?.some((one) => overlap(one, word)) !== false) return undefined;
  return {
    what: `there is no ${field === 'purposes' ? 'purpose' : field} "${word}"${didYouMean(word, known)}`,
    instead: `Known: ${known.join(', ')}.`,
  };
}
