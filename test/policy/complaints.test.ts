import { expect, it } from 'vitest';
import { collect, refuseGrants, refuseRule, warnOfRule } from '../../src/policy/complaints.ts';
import { completeRule } from '../../src/policy/rule.ts';

const around = { servers: { bank: {} }, agents: { bot: {} }, purposes: {} };
const policy = { packs: [], rules: [], off: [], exceptions: [], tests: [], inspectors: {} };

it('complains with the place of what is wrong, and none for packs', () => {
  const place = { file: 'f', line: 1, column: 1, excerpt: '' };
  const { add, all } = collect(() => place);
  add(['policy'], 'x', 'y', 3);
  add(['packs', 'strict'], 'x');
  expect(all).toEqual([
    { path: ['policy'], what: 'x', instead: 'y', place },
    { path: ['packs', 'strict'], what: 'x' },
  ]);
});

it('refuses what a rule must not do, whoever wrote it', () => {
  const complaints = collect(undefined);
  const rule = (parts: object) => completeRule({ id: 'r', reason: 'x', ...parts }, 'own');
  refuseRule(rule({ on: 'result', effect: 'ask' }), ['a'], around, [], complaints);
  refuseRule(rule({ redact: true }), ['b'], around, [], complaints);
  refuseRule(rule({ effect: 'ask', tools: ['bank.*'], agents: ['bot'] }), ['c'], around, [], complaints);
  expect(complaints.all.map((one) => one.path.join('.'))).toEqual(['a.effect', 'b.redact', 'b.redact']);
});

it('refuses grants of what there is not', () => {
  const complaints = collect(undefined);
  const agents = { bot: { purpose: 'x' }, plain: {} };
  refuseGrants(
    { ...around, agents, purposes: { y: { allow: ['bank.*', 'crm.*'], deny: ['no.x'] } }, policy },
    complaints,
  );
  expect(complaints.all.map((one) => one.path.join('.'))).toEqual([
    'agents.bot.purpose',
    'purposes.y.allow.1',
    'purposes.y.deny.0',
  ]);
});

it('warns of methods the protocol does not have', () => {
  const warnings = collect(undefined);
  const methods = ['tools/call', 'tasks/get', 'resources/*', 'tool/call'];
  warnOfRule(completeRule({ id: 'r', reason: 'x', methods }, 'own'), ['r'], warnings);
  expect(warnings.all).toEqual([
    { path: ['r', 'methods', 3], what: 'the protocol has no method "tool/call" (did you mean "tools/call"?)' },
  ]);
});

it('warns of a door that is not there yet', () => {
  const warnings = collect(undefined);
  warnOfRule(completeRule({ id: 'r', reason: 'x', effect: 'ask', door: 'console' }, 'own'), ['r'], warnings);
  warnOfRule(completeRule({ id: 's', reason: 'x', effect: 'ask', door: 'terminal' }, 'own'), ['s'], warnings);
  expect(warnings.all).toEqual([
    {
      path: ['r', 'door'],
      what: 'nobody can approve what "r" holds: it wants an answer in the console, which this version does not have',
      instead: 'Write `door: terminal`.',
    },
  ]);
});
