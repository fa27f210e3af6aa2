import type { Decision, Phase } from '../model/decision.ts';
import type { Evidence, Fault } from '../model/evidence.ts';

export const faultOf = (inspector: string, error: unknown): Fault => ({
  inspector,
  message: error instanceof Error ? error.message : String(error),
});

export const withFault = (evidence: Evidence, fault: Fault): Evidence => ({
  ...evidence,
  faults: [...evidence.faults, fault],
});

/** When even the policy cannot be asked: law 2 as a constant. */
export const lastResort = (phase: Phase): Decision => ({
  phase,
  effect: 'deny',
  matched: [
    {
      rule: 'fault',
      pack: 'floor',
      effect: 'deny',
      mode: 'enforce',
      reason: 'Sallyport itself failed while it judged this, and what cannot be judged does not pass.',
      instead: 'Tell the user; the record of this call names the fault.',
    },
  ],
  obligations: [],
  excepted: [],
  policy: '',
});
