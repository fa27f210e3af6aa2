import type { Hold } from '../src/model/approval.ts';
import type { Decision } from '../src/model/decision.ts';
import type { Evidence } from '../src/model/evidence.ts';
import type { Sighted } from '../src/model/view.ts';

/** Evidence of nothing, except for what is given. */
export const makeEvidence = (change: Partial<Evidence> = {}): Evidence => ({
  ran: [],
  findings: [],
  flows: [],
  labels: [],
  faults: [],
  audited: [],
  ...change,
});

/** A call that no rule matches, except for what is given. */
export const makeDecision = (change: Partial<Decision> = {}): Decision => ({
  phase: 'call',
  effect: 'allow',
  matched: [],
  obligations: [],
  excepted: [],
  policy: 'policy-hash',
  ...change,
});

export const makeHold = (change: Partial<Hold> = {}): Hold => ({
  id: 'abcd2345',
  call: 'call-1',
  binding: 'binding-1',
  session: 'session-1',
  principal: { id: 'p', human: 'elicitation' },
  target: { upstream: 'bank', name: 'send' },
  method: 'tools/call',
  shown: '{"amount":500}',
  rules: ['money-needs-a-human'],
  reasons: ['Money leaves.'],
  door: 'terminal',
  at: 1_000,
  expires: 10_000,
  ...change,
});

/** Where a text was read: in a mail, first of all, except for what is given. */
export const makeSighted = (change: Partial<Sighted> = {}): Sighted => ({
  call: 'c',
  upstream: 'mail',
  tool: 'read',
  at: '/content/0/text',
  shape: 'prose',
  labels: ['untrusted'],
  step: 1,
  ...change,
});
