import type { ASTNode } from '@marcbachmann/cel-js';
import type { Call } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import type { View } from '../model/view.ts';
import { type Narrowing, UNNARROWED } from './purposes.ts';

/** What a rule needs before it can match, one bit for each thing. A clean call has few of these, and skips every rule that needs another. */
export const NEED = {
  findings: 1,
  flows: 2,
  faults: 4,
  labels: 8,
  ungranted: 16,
  frozen: 32,
  incomplete: 64,
  recent: 128,
  failures: 256,
  outside: 512,
  barred: 1024,
  outflows: 2048,
  secretFlows: 4096,
  otherFlows: 8192,
  maybeOutside: 16384,
} as const;

const LISTS: Readonly<Record<string, number>> = {
  findings: NEED.findings,
  flows: NEED.flows,
  faults: NEED.faults,
  labels: NEED.labels,
  failures: NEED.failures,
  barred: NEED.barred,
  outflows: NEED.outflows,
};

/** Labels that few flows have: a rule about such flows is skipped for all other calls. */
const FLOW_LABELS: Readonly<Record<string, number>> = { secret: NEED.secretFlows };

const NEGATED: Readonly<Record<string, number>> = { granted: NEED.ungranted, within: NEED.outside };

/** The bits a condition cannot be true without. Errs on the safe side: a node it does not understand needs nothing. */
export function needOf(node: ASTNode): number {
  switch (node.op) {
    case '&&':
      return needOf(node.args[0]) | needOf(node.args[1]);
    case '||':
      return needOf(node.args[0]) & needOf(node.args[1]);
    case 'rcall':
      if (node.args[0] !== 'exists' && node.args[0] !== 'exists_one') return 0;
      return listBit(node.args[1]) | (isFlows(node.args[1]) ? needOfFlow(node.args[2][0], node.args[2][1]) : 0);
    case 'in':
      return listBit(node.args[1]);
    case 'id':
      return node.args === 'maybeOutside' ? NEED.maybeOutside : 0;
    case '!_':
      return node.args.op === 'id' ? (NEGATED[node.args.args] ?? 0) : 0;
    case '!=':
      return isField(node.args[0], 'session', 'frozen') && node.args[1].op === 'value' && node.args[1].args === ''
        ? NEED.frozen
        : 0;
    case '.':
      return isField(node, 'session', 'incomplete') ? NEED.incomplete : 0;
    default:
      return 0;
  }
}

const isFlows = (node: ASTNode): boolean => node.op === 'id' && node.args === 'flows';

/** The bits without which the body of `flows.exists(flow, body)` can be true of no flow. */
function needOfFlow(flow: ASTNode | undefined, said: ASTNode | undefined): number {
  if (flow?.op !== 'id' || said === undefined) return 0;
  if (said.op === '&&') return needOfFlow(flow, said.args[0]) | needOfFlow(flow, said.args[1]);
  if (said.op === '||') return needOfFlow(flow, said.args[0]) & needOfFlow(flow, said.args[1]);
  // Most flows lead back to the server that they came from, and rules about what leaves ask for others.
  if (said.op === '!=') return said.args.some(isSource(flow.args)) && said.args.some(isCalled) ? NEED.otherFlows : 0;
  if (said.op !== 'in' || said.args[0].op !== 'value' || !isField(said.args[1], flow.args, 'labels')) return 0;
  return FLOW_LABELS[String(said.args[0].args)] ?? 0;
}

/** Whether an expression is the server that a flow came from; and the one that is called. */
const isSource =
  (flow: string) =>
  (node: ASTNode): boolean =>
    node.op === '.' && node.args[1] === 'upstream' && isField(node.args[0], flow, 'from');
const isCalled = (node: ASTNode): boolean => isField(node, 'call', 'upstream');

function listBit(node: ASTNode): number {
  if (node.op === 'id') return LISTS[node.args] ?? 0;
  return isField(node, 'session', 'recent') ? NEED.recent : 0;
}

const isField = (node: ASTNode, variable: string, field: string): boolean =>
  node.op === '.' && node.args[1] === field && node.args[0].op === 'id' && node.args[0].args === variable;

/** The bits this call has; `failures` is added when a rule has failed. */
export function bitsOf(
  { target }: Pick<Call, 'target'>,
  evidence: Evidence,
  view: View,
  granted: boolean,
  narrowing: Narrowing = UNNARROWED,
): number {
  let bits = 0;
  if (evidence.findings.length > 0) bits |= NEED.findings;
  if (evidence.flows.length > 0) {
    bits |= NEED.flows;
    if (evidence.flows.some(({ labels }) => labels.includes('secret'))) bits |= NEED.secretFlows;
    if (evidence.flows.some(({ from }) => from.upstream !== target.upstream)) bits |= NEED.otherFlows;
  }
  if (evidence.faults.length > 0) bits |= NEED.faults;
  if (view.labels.length > 0 || evidence.labels.length > 0) bits |= NEED.labels;
  if (!granted) bits |= NEED.ungranted;
  if (view.frozen !== undefined && view.frozen !== '') bits |= NEED.frozen;
  if (!narrowing.within) bits |= NEED.outside;
  if (narrowing.barred.length > 0) bits |= NEED.barred;
  if (narrowing.maybeOutside) bits |= NEED.maybeOutside;
  if (view.incomplete) bits |= NEED.incomplete;
  if (view.recent.length > 0) bits |= NEED.recent;
  if (evidence.outflows !== undefined) bits |= NEED.outflows;
  return bits;
}
