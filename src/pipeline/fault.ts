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
