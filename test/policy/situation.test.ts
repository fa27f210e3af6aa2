import { expect, it } from 'vitest';
import { callDigest } from '../../src/model/call.ts';
import { supposeCall, supposeSituation } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { findingOf } from './samples.ts';

const facts = { powers: ['read' as const], roles: {}, labels: ['pii'], definition: 'h' };

it('makes the call an agent would have made', () => {
  const call = supposeCall(
    { tool: 'bank.a.b', args: { x: 1 }, agent: 'bot' },
    { bot: { purpose: 'pay' } },
    () => facts,
  );
  expect(call).toMatchObject({
    target: { upstream: 'bank', name: 'a.b' },
    principal: { agent: 'bot', purpose: 'pay' },
    tool: facts,
    args: { x: 1 },
    params: { name: 'a.b', arguments: { x: 1 } },
    method: 'tools/call',
  });
  expect(call.digest).toBe(callDigest(call, '{"x":1}'));
  expect(JSON.parse(call.text)).toEqual(call.params);
});

it('lets a test say which powers a tool has', () => {
  expect(supposeCall({ tool: 'a.b', powers: ['write'] }, {}, () => facts).tool).toEqual({
    ...facts,
    powers: ['write'],
  });
  expect(supposeCall({ tool: 'a.b' }, {}, () => undefined).tool.powers).toEqual([]);
});

it('adds what a test assumes to what inspectors saw', () => {
  const call = supposeCall({ tool: 'a.b' }, {}, () => undefined);
  const seen = makeEvidence({ findings: [findingOf('sql.multiple')] });
  const { evidence, view } = supposeSituation({ tool: 'a.b', findings: ['secret.aws'], labels: ['pii'] }, call, seen);
  expect(evidence.findings.map((one) => one.kind)).toEqual(['sql.multiple', 'secret.aws']);
  expect(view.labels).toEqual(['pii']);
});
