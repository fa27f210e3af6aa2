/** One line changed so that a law is broken. The law's test must turn red on it, or it proves nothing. */
export interface Mutant {
  readonly law: number;
  /** What the change breaks, in a few words. */
  readonly breaks: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly put: string;
  readonly test: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    law: 1,
    breaks: 'relays before the record is on disk',
    file: 'src/pipeline/interpose.ts',
    find: 'if (!admission.ok) return',
    put: 'if (false) return',
    test: 'test/laws/record-first.test.ts',
  },
  {
    law: 2,
    breaks: 'lets a fault of an inspector pass for nothing seen',
    file: 'src/pipeline/sum.ts',
    find: '} else this.#faults = append(',
    put: '} else if (false) this.#faults = append(',
    test: 'test/laws/fault-denies.test.ts',
  },
  {
    law: 3,
    breaks: 'lets the last rule win',
    file: 'src/policy/decide.ts',
    find: "if (match.mode === 'enforce') effect = strictest(effect, match.effect);",
    put: "if (match.mode === 'enforce') effect = match.effect;",
    test: 'test/laws/order.test.ts',
  },
  {
    law: 4,
    breaks: 'relays the tokenised call',
    file: 'src/pipeline/interpose.ts',
    find: 'await journal.admit(judged)',
    put: 'await journal.admit({ ...judged, call: judged.seen })',
    test: 'test/laws/verbatim.test.ts',
  },
  {
    law: 5,
    breaks: 'spends an approval as often as it is asked',
    file: 'src/pipeline/approval.ts',
    find: '(await approvals.consume(verdict.hold))',
    put: '(await approvals.consume(verdict.hold), true)',
    test: 'test/laws/approval.test.ts',
  },
  {
    law: 6,
    breaks: 'keeps one memory for all sessions',
    file: 'src/projections/sessions.ts',
    find: 'let state = this.#states.get(key);',
    put: "let state = this.#states.get(key = 'one');",
    test: 'test/laws/session.test.ts',
  },
  {
    law: 7,
    breaks: 'does not look into the names of members',
    file: 'src/model/json.ts',
    find: 'if (tells(name)) found.add(',
    put: 'if (tells(name) && name === at) found.add(',
    test: 'test/laws/nothing-unseen.test.ts',
  },
  {
    law: 8,
    breaks: 'does not name the rule',
    file: 'src/downstream/calls/refusal.ts',
    find: 'rule "${rule.rule}" (${rule.pack})',
    put: 'a rule',
    test: 'test/laws/told.test.ts',
  },
  {
    law: 9,
    breaks: 'decides by what the record does not say',
    file: 'src/pipeline/interpose.ts',
    find: 'decision: interposer.decide(seen, masked, view, asOf),',
    put: 'decision: interposer.decide(call, masked, view, asOf),',
    test: 'test/laws/replay.test.ts',
  },
  {
    law: 10,
    breaks: 'leaves out the inspectors that do not look',
    file: 'src/pipeline/sum.ts',
    find: 'ran: this.#quick === steps.length ? quick : this.#ran,',
    put: 'ran: (this.#quick === steps.length ? quick : this.#ran).filter(({ ran }) => ran),',
    test: 'test/laws/who-looked.test.ts',
  },
];
