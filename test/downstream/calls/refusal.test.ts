import { expect, test } from 'vitest';
import { absentText, deniedText, failedText, heldText, refusedText } from '../../../src/downstream/calls/refusal.ts';
import type { Hold } from '../../../src/model/approval.ts';
import type { Call } from '../../../src/model/call.ts';
import type { MatchedRule } from '../../../src/model/decision.ts';
import { makeDecision } from '../../samples.ts';

const call = { id: 'c1', method: 'tools/call', target: { upstream: 'mail', name: 'send' } } as Call;
const rule = (name: string, effect: 'ask' | 'deny', mode: 'enforce' | 'audit' = 'enforce'): MatchedRule => ({
  rule: name,
  pack: 'recommended',
  effect,
  mode,
  reason: `why ${name}`,
  instead: `instead of ${name}`,
});
const decision = makeDecision({
  effect: 'deny',
  matched: [rule('no-mail', 'deny'), rule('watch', 'deny', 'audit'), rule('softer', 'ask')],
});
const hold: Hold = {
  id: 'h7',
  call: 'c1',
  binding: 'b',
  session: 'k',
  principal: { id: 'local', human: 'elicitation' },
  target: call.target,
  method: call.method,
  shown: '{}',
  rules: ['no-mail'],
  reasons: ['the address is new'],
  door: 'terminal',
  at: 0,
  expires: 600_000,
};

test('a refusal says no more than that the same call is refused for as long as its reason holds', () => {
  expect(refusedText(call, decision)).toContain('While that is so, the same call will be refused again.');
});

test('a refusal says what, by which rule, why, and what instead; rules that only watch are no reason', () => {
  const text = refusedText(call, decision);
  for (const words of [
    'refused mail: send',
    'not run',
    '"no-mail" (recommended): why no-mail',
    'Instead: instead of no-mail',
    'c1',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('watch');
  expect(text).not.toContain('softer');
});

test('a withheld result is told as such: the action happened', () => {
  const text = refusedText(call, { ...decision, phase: 'result' });
  expect(text).toContain('withheld the result');
  expect(text).not.toContain('not run');
});

test('a hold says its id, how a person approves it, and how it goes on', () => {
  const asked = { ...decision, effect: 'ask' as const };
  const text = heldText(call, asked, hold, 0);
  for (const words of [
    '"softer" (recommended): why softer',
    '`sallyport approve h7` in a terminal',
    '10 min',
    'sallyport__resume with {"id":"h7"}',
  ])
    expect(text).toContain(words);
});

test('a hold that has expired while its call waited sends nobody to answer it', () => {
  const text = heldText(call, { ...decision, effect: 'ask' as const }, hold, hold.expires);
  expect(text).toMatch(/has not been run[\s\S]*approval h7 has expired[\s\S]*make the call again/);
  expect(text).not.toMatch(/sallyport approve|sallyport__resume/);
});

test('a hold whose door is not there yet sends nobody to it', () => {
  const text = heldText(call, { ...decision, effect: 'ask' as const }, { ...hold, door: 'console' }, 0);
  expect(text).toMatch(
    /Nobody can approve it: rule "no-mail" wants an answer in the console, which this version does not have/,
  );
  expect(text).toContain('`door: terminal`');
  expect(text).not.toMatch(/sallyport approve|sallyport__resume/);
});

test("a person's no ends it", () => {
  expect(deniedText(call, hold)).toContain('A person denied mail: send');
});

test.each([
  [true, 'was carried out'],
  [false, 'did not happen'],
  ['unknown' as const, 'is not known'],
])('a failure says whether the action happened (%s)', (acted, words) => {
  const text = failedText(call, { kind: 'failed', reason: 'timeout', message: 'no answer in 60 s', acted });
  expect(text).toContain('mail: send failed (timeout): no answer in 60 s');
  expect(text).toContain(words);
});

test('a server that starts is worth another try, and one that is not there is not', () => {
  expect(absentText('git__log', { upstream: 'git', state: 'starting', processes: 1 })).toMatch(
    /again in a few seconds/,
  );
  const waiting = { upstream: 'git', state: 'waiting-for-trust', message: 'nobody has looked', processes: 0 } as const;
  expect(absentText('git__log', waiting)).toMatch(/not there \(nobody has looked\)\.\nTell the user/);
});
