import fc from 'fast-check';
import { type Decision, DOORS, EFFECTS, type MatchedRule } from '../../src/model/decision.ts';
import { SEVERITIES } from '../../src/model/evidence/severity.ts';
import type { Evidence, Finding, Flow } from '../../src/model/evidence.ts';
import type { CallEntry, ResultEntry } from '../../src/model/record/judged.ts';
import type { SayingEntry } from '../../src/model/record/said.ts';
import type { Entry } from '../../src/model/record.ts';
import { POWERS, ROLES } from '../../src/model/tool.ts';

/** Text as it comes: any Unicode, lone surrogates included. */
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,11}$/);
const count = fc.nat(1_000_000);
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const labels = fc.array(word, { maxLength: 3 });
const flag = fc.boolean();

/** Optional members are absent, never undefined. */
const shape = <T, K extends keyof T>(members: { [P in keyof T]: fc.Arbitrary<T[P]> }, required: K[]) =>
  fc.record(members, { requiredKeys: required, noNullPrototype: true });

/** A member for each that the type has: one that is added there and not here does not compile, so that none goes untested. */
type Each<T> = { [K in keyof Required<T>]: fc.Arbitrary<unknown> };

const finding = shape(
  {
    kind: word,
    severity: fc.constantFrom(...SEVERITIES),
    at: text,
    message: text,
    span: fc.tuple(count, count),
    inKey: flag,
    rest: fc.constant(true as const),
    given: fc.constant(true as const),
  } satisfies Each<Finding>,
  ['kind', 'severity', 'at', 'message'],
);

const role = fc.constantFrom(...ROLES);
const mark = fc.constant(true as const);
const flow = fc.record(
  {
    to: shape({ at: text, role, part: count } satisfies Each<Flow['to']>, ['at']),
    from: shape(
      {
        call: word,
        upstream: word,
        tool: word,
        at: text,
        ago: count,
        echo: mark,
        only: mark,
        asks: mark,
        stated: mark,
        listed: mark,
        doubt: word.map((who) => `by ${who}` as const),
        said: fc.constantFrom('tool', 'resource', 'log', 'question'),
      } satisfies Each<Flow['from']>,
      ['call', 'upstream', 'tool', 'at', 'ago'],
    ),
    via: fc.constantFrom('exact', 'entity', 'overlap', 'decoded'),
    shape: fc.constantFrom('field', 'prose'),
    labels,
  } satisfies Each<Flow>,
  { noNullPrototype: true },
);

const run = fc.record(
  {
    name: text,
    version: count,
    us: fc.oneof(count, fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs)),
    ran: flag,
    mode: fc.constantFrom('enforce', 'audit'),
  },
  { noNullPrototype: true },
);

const evidence = shape(
  {
    ran: fc.array(run, { maxLength: 4 }),
    findings: fc.array(finding, { maxLength: 2 }),
    flows: fc.array(flow, { maxLength: 2 }),
    labels,
    faults: fc.array(fc.record({ inspector: word, message: text }, { noNullPrototype: true }), { maxLength: 2 }),
    audited: fc.array(finding, { maxLength: 1 }),
    outflows: fc.array(
      fc.record({ to: text, labels, values: fc.array(fc.tuple(count, count)) }, { noNullPrototype: true }),
      { minLength: 1, maxLength: 2 },
    ),
    fields: fc.dictionary(fc.stringMatching(/^(?:\/[a-z*]{1,3}){1,3}$/), labels, { maxKeys: 2, noNullPrototype: true }),
  } satisfies Each<Evidence>,
  ['ran', 'findings', 'flows', 'labels', 'faults', 'audited'],
);

const effect = fc.constantFrom(...EFFECTS);
const door = fc.constantFrom(...DOORS);
const decision = shape(
  {
    phase: fc.constantFrom('call' as const, 'result' as const),
    effect,
    matched: fc.array(
      shape(
        {
          rule: word,
          pack: word,
          effect,
          mode: fc.constantFrom('enforce' as const, 'audit' as const),
          reason: text,
          place: shape({ at: text, letter: fc.nat() }, ['at']),
          instead: text,
          door,
        } satisfies Each<MatchedRule>,
        ['rule', 'pack', 'effect', 'mode', 'reason'],
      ),
      { maxLength: 2 },
    ),
    obligations: fc.array(
      fc.record(
        { kind: fc.constant('redact' as const), findings: fc.array(count, { maxLength: 2 }), rule: word },
        { noNullPrototype: true },
      ),
      { maxLength: 2 },
    ),
    excepted: fc.array(fc.record({ rule: word, why: text }, { noNullPrototype: true }), { maxLength: 2 }),
    policy: word,
    approval: word,
    list: fc.record({ at: text, from: word, values: fc.array(word, { maxLength: 2 }) }, { noNullPrototype: true }),
  } satisfies Each<Decision>,
  ['phase', 'effect', 'matched', 'obligations', 'excepted', 'policy'],
);

const payload = shape({ digest: word, size: count, cut: mark }, ['digest', 'size']);
const target = fc.record({ upstream: word, name: text }, { noNullPrototype: true });
const powers = fc.uniqueArray(fc.constantFrom(...POWERS));
const human = fc.constantFrom('elicitation' as const, 'out-of-band' as const);
const client = fc.record({ name: text, version: text }, { noNullPrototype: true });
const principal = shape({ id: word, agent: word, purpose: word, client, human }, ['id', 'human']);
const source = fc.constantFrom('meta-key' as const, 'process' as const, 'shared' as const);

const judged = {
  call: word,
  session: fc.record({ key: word, source }, { noNullPrototype: true }),
  principal,
  origin: fc.constantFrom('downstream' as const, 'upstream' as const, 'ours' as const),
  method: word,
  target,
  facts: word,
  digest: word,
  evidence,
  decision,
  asOf: time,
  payload,
} satisfies Each<Omit<CallEntry, 'kind' | 'labels' | 'notice'>>;

const hold = fc.record(
  {
    id: word,
    call: word,
    binding: word,
    session: word,
    principal,
    target,
    method: word,
    shown: text,
    rules: labels,
    reasons: fc.array(text, { maxLength: 2 }),
    door,
    at: time,
    expires: time,
  },
  { noNullPrototype: true },
);

const roles = fc.dictionary(text, role, { maxKeys: 3, noNullPrototype: true });
const whole = { noNullPrototype: true } as const;

/** Any entry that the contract allows. */
export const anyEntry = fc.oneof(
  fc.record({ kind: fc.constant('call' as const), ...judged }, whole),
  fc.record(
    { kind: fc.constant('call' as const), ...judged, labels: fc.array(word, { minLength: 1, maxLength: 2 }) },
    whole,
  ),
  fc.record(
    {
      kind: fc.constant('call' as const),
      ...judged,
      notice: fc.record({ size: count, said: fc.constantFrom('tool', 'log') }, { ...whole, requiredKeys: ['size'] }),
    },
    whole,
  ),
  shape(
    {
      kind: fc.constant('saying' as const),
      call: word,
      session: word,
      upstream: word,
      labels,
      cut: mark,
      redacted: fc.array(word),
      payload,
    } satisfies Each<SayingEntry>,
    ['kind', 'call', 'upstream', 'labels', 'payload'],
  ),
  fc.record({ kind: fc.constant('hold' as const), ...judged, hold }, whole),
  shape(
    {
      kind: fc.constant('result' as const),
      call: word,
      session: word,
      target,
      powers,
      origin: fc.constant('upstream' as const),
      outcome: fc.constantFrom('complete', 'input_required', 'error', 'timeout', 'crashed'),
      failed: flag,
      size: count,
      evidence,
      decision,
      asOf: time,
      payload,
    } satisfies Each<ResultEntry>,
    [
      'kind',
      'call',
      'session',
      'target',
      'powers',
      'outcome',
      'failed',
      'size',
      'evidence',
      'decision',
      'asOf',
      'payload',
    ],
  ),
  fc.record({ kind: fc.constant('tool' as const), facts: word, powers, roles, labels, definition: word }, whole),
  fc.record(
    { kind: fc.constant('open' as const), calls: fc.array(fc.record({ call: word, session: word, labels }, whole)) },
    whole,
  ),
  fc.record({ kind: fc.constant('lost' as const), call: word, session: word, labels }, whole),
  fc.record(
    { kind: fc.constant('note' as const), about: word, message: text, server: word, file: text, waits: text },
    { noNullPrototype: true, requiredKeys: ['kind', 'about', 'message'] },
  ),
  fc.record({ kind: fc.constant('erase' as const), call: word, digests: labels, by: text }, whole),
  fc.record({ kind: fc.constant('reload' as const), policy: word, loosened: labels, changes: labels }, whole),
) as fc.Arbitrary<Entry>;
