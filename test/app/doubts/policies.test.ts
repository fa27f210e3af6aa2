import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import { lock } from '../../../src/cli/commands/lock.ts';
import { mailTool, stageLock } from '../../cli/lock-stage.ts';
import { makeScreen, runCli } from '../../cli/stage.ts';
import { fixture } from '../../e2e/gateway.ts';

const rules = [
  { id: 'typo', tools: ['mail.sent_email'], effect: 'ask', reason: 'Mail leaves the house.' },
  { id: 'right', tools: ['mail.send_*', 'mail.mail://*'], effect: 'ask', reason: 'Mail leaves the house.' },
];

it('says of a rule that it concerns nothing, once it is known what there is', { timeout: 60_000 }, async () => {
  const { options, at } = await stageLock({ tools: [mailTool] }, { policy: { rules } });
  const before = makeScreen();
  expect(await check({ config: at.config }, before)).toBe(0);
  expect(before.printed()).not.toContain('matches no tool');
  await lock(options, makeScreen());
  const { code, out } = await runCli(['check', '--config', at.config]);
  expect(code).toBe(0);
  expect(out).toMatch(/"mail\.sent_email" matches no tool there is now/);
  expect(out.match(/matches no tool/g)).toHaveLength(1);
});

it('says nothing of it while a server is not locked', { timeout: 60_000 }, async () => {
  const { options, at } = await stageLock({ tools: [mailTool] }, { policy: { rules } });
  await lock(options, makeScreen());
  const servers = { mail: { command: 'mail' }, new: fixture('echo') };
  writeFileSync(at.config, JSON.stringify({ servers, policy: { rules } }));
  const { code, out } = await runCli(['check', '--config', at.config]);
  expect(code).toBe(0);
  expect(out).not.toContain('matches no tool');
});

it('says of a test that it is about no server, which would decide it alone', async () => {
  const call = (tool: string) => ({ call: { tool }, expect: 'deny' });
  const { at } = await stageLock({}, { policy: { tests: ['mial.send_mail', 'send_mail'].map(call) } });
  const screen = makeScreen();
  expect(await check({ config: at.config }, screen)).toBe(0);
  expect(screen.printed()).toMatch(/tests\[0\]\.call\.tool: there is no server "mial" \(did you mean "mail"\?\)/);
  expect(screen.printed()).toMatch(/tests\[1\]\.call\.tool: "send_mail" names no server[\s\S]*Write `SERVER\.TOOL`/);
});
