import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { complaintText } from '../../src/model/complaint.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import type { ExpectationSource } from '../../src/policy/rule.ts';
import { supposeCall, supposeSituation } from '../../src/policy/situation.ts';
import { runTests } from '../../src/policy/trial.ts';
import { NOW, packs } from './samples.ts';

const TEXT = `servers: { bank: { command: x } }
agents: { bot: { purpose: pay } }
purposes: { pay: { allow: [bank.send] } }
policy:
  rules:
    - { id: big, tools: [bank.*], when: 'call.args.amount > 100', effect: ask, reason: Much. }
  tests:
    - { call: { tool: bank.send, agent: bot, args: { amount: 500 } }, expect: ask, rule: big }
    - { call: { tool: bank.send, agent: bot, args: { amount: 5 } }, expect: allow }
    - { call: { tool: bank.close, agent: bot, args: { amount: 5 } }, expect: deny, rule: not-granted }
    - { call: { tool: bank.send, agent: bot, args: { amount: 1 }, findings: [path.traversal] }, expect: deny, rule: path-escapes }
    - { call: { tool: bank.send, agent: bot, args: { amount: 1 }, powers: [external], findings: [secret.aws] }, expect: ask }
    - { call: { tool: bank.send, agent: bot, args: { amount: 500 } }, expect: allow }
    - { call: { tool: bank.send, agent: bot, args: { amount: 500 } }, expect: ask, rule: sql-destroys }
`;

it('runs the tests of a policy, and says where and why one fails', async () => {
  const { config, locate } = parseConfig('/w/servers.config.yaml', TEXT);
  const compiled = compilePolicy({ config, packs, now: NOW, locate });
  if (!compiled.ok) throw new Error(compiled.complaints.map(complaintText).join('\n'));
  const factsOf = (upstream: string, name: string) => (`${upstream}.${name}` === 'bank.send' ? NO_FACTS : undefined);
  const situationOf = ({ call }: ExpectationSource) =>
    supposeSituation(call, supposeCall(call, config.agents, factsOf));
  const trials = await runTests(compiled.policy, config.policy.tests, situationOf, NOW, locate);
  expect(trials.map((trial) => trial.passed)).toEqual([true, true, true, true, true, false, false]);
  expect(trials.flatMap((trial) => trial.complaint ?? []).map(complaintText)).toEqual([
    expect.stringMatching(
      /^\/w\/servers\.config\.yaml:13:7: policy\.tests\[5\]: expected allow, decided ask; matched: big \(ask\)/,
    ),
    expect.stringMatching(/:14:7: policy\.tests\[6\]: rule "sql-destroys" did not match; matched: big \(ask\)/),
  ]);
});
