import { MOST_WAITING } from '../model/approval.ts';
import { messageOf } from '../model/caught.ts';
import { type Decision, faultDecision, type Phase } from '../model/decision.ts';
import type { Evidence, Fault, Finding } from '../model/evidence.ts';

export const faultOf = (inspector: string, error: unknown): Fault => ({
  inspector,
  message: messageOf(error),
});

export const withFault = (evidence: Evidence, fault: Fault): Evidence => ({
  ...evidence,
  faults: [...evidence.faults, fault],
});

export const withFinding = (evidence: Evidence, finding: Finding): Evidence => ({
  ...evidence,
  findings: [...evidence.findings, finding],
});

/** When even the policy cannot be asked. */
export const lastResort = (phase: Phase): Decision =>
  faultDecision(phase, '', 'Sallyport itself failed while it judged this');

/** Evidence like any other: the policy turns each of these into a refusal. */
export const CROWDED: Finding = {
  kind: 'approvals.crowded',
  severity: 'medium',
  at: '',
  message: `${MOST_WAITING} calls of this caller wait for a person already, and more would hide those.`,
};
export const LAPSED: Finding = {
  kind: 'caller.lapsed',
  severity: 'medium',
  at: '',
  message: 'While this call waited, its caller was shut out',
};
export const saidNo = (by: string): Finding => ({
  kind: 'approvals.denied',
  severity: 'medium',
  at: '',
  message: `A person (${by}) looked at this call and said no, whatever list its values are on.`,
});
