import { expect, it } from 'vitest';
import type { Record } from '../../src/model/record.ts';
import { foldUsage, noUsage, type Usage } from '../../src/projections/usage.ts';
import { lookedAt, makeCall } from '../cli/stage.ts';
import { makeDecision } from '../samples.ts';

type Taken = Pick<Record, 'writer' | 'at' | 'entry'>;
const PAYLOAD = { digest: '', size: 0 };

function call(
  at: number,
  change: Partial<ReturnType<typeof makeCall>> = {},
  effect: 'allow' | 'deny' = 'allow',
): Taken {
  const { args: _, params: __, text: ___, tool: ____, id, ...rest } = makeCall('c', {}, change);
  const judged = {
    evidence: lookedAt(),
    decision: makeDecision({ effect }),
    asOf: at,
    payload: PAYLOAD,
    facts: 'f',
  };
  return { writer: 'w', at, entry: { kind: 'call', call: id, ...rest, ...judged } };
}

const result = (at: number, label: string, origin?: 'upstream'): Taken => ({
  writer: 'w',
  at,
  entry: {
    kind: 'result',
    call: 'c',
    session: 's',
    target: { upstream: 'mail', name: 'send' },
    powers: [],
    outcome: 'complete',
    failed: false,
    size: 1,
    evidence: lookedAt({ labels: [label] }),
    decision: makeDecision({ phase: 'result' }),
    asOf: at,
    payload: PAYLOAD,
    ...(origin === undefined ? {} : { origin }),
  },
});

const facts: Taken = {
  writer: 'w',
  at: 1,
  entry: { kind: 'tool', facts: 'f', powers: ['external'], roles: {}, labels: [], definition: '' },
};

function fold(all: readonly Taken[], since?: number): Usage {
  const usage = noUsage();
  for (const record of all) foldUsage(usage, record, since);
  return usage;
}

const brief = ({ agents }: Usage) =>
  [...agents].map(([agent, { clients, uses }]) => [
    agent,
    [...clients].join(),
    [...uses.values()].map(({ kind, target, powers, allowed, denied, last }) => [
      kind,
      target.name,
      powers.join(),
      allowed,
      denied,
      last,
    ]),
  ]);

it('says who used what, how often, and when last', () => {
  const support = { principal: { id: 'p', agent: 'support', human: 'out-of-band' } } as const;
  const usage = fold([
    facts,
    call(5),
    call(7),
    call(9, {}, 'deny'),
    call(6, { ...support, method: 'resources/read', target: { upstream: 'mail', name: 'a://b' } }),
    call(6, { ...support, method: 'prompts/get', target: { upstream: 'mail', name: 'draft' } }),
  ]);
  expect(brief(usage)).toEqual([
    ['', 'driver', [['tool', 'send', 'external', 2, 1, 7]]],
    [
      'support',
      '',
      [
        ['resource', 'a://b', 'external', 1, 0, 6],
        ['prompt', 'draft', 'external', 1, 0, 6],
      ],
    ],
  ]);
  expect(usage.begins).toBe(1);
});

it('counts from a time on, and knows of before what tools can do and when they were used last', () => {
  expect(brief(fold([facts, call(5), call(7)], 6))).toEqual([['', 'driver', [['tool', 'send', 'external', 1, 0, 7]]]]);
  expect(brief(fold([facts, call(5), call(7)], 8))).toEqual([['', 'driver', [['tool', 'send', 'external', 0, 0, 7]]]]);
});

it('takes what was only ever refused for no tool', () => {
  const real = ({ agents }: Usage) =>
    [...agents.values()].flatMap(({ uses }) => [...uses.values()].map((use) => use.isReal));
  expect(real(fold([facts, call(5, {}, 'deny')]))).toEqual([false]);
  expect(real(fold([facts, call(5, {}, 'deny'), call(6)]))).toEqual([true]);
});

it('leaves out what no agent did', () => {
  const ours = [
    call(5, { origin: 'upstream' }),
    call(5, { method: 'tools/list' }),
    call(5, { target: { upstream: '', name: 'resume' } }),
  ];
  expect(brief(fold(ours))).toEqual([]);
});

it('says which marks the data of a server has', () => {
  const usage = fold([result(5, 'pii'), result(6, 'secret'), result(7, 'internal', 'upstream')]);
  expect([...(usage.data.get('mail') ?? [])]).toEqual(['pii', 'secret']);
});
