import { expect, test } from 'vitest';
import { exactKey } from '../../../src/model/entity/key.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import type { CallEntry } from '../../../src/model/record/judged.ts';
import { type Seen, Uses } from '../../../src/projections/calls/uses.ts';
import { NOTHING, sampleEntry } from '../../pipeline/sample.ts';

const ALL_SEEN: Seen = () => true;
const entry = (flows: readonly Flow[] = []): CallEntry => sampleEntry({ evidence: { ...NOTHING, flows } });
const params = (args: object): string => JSON.stringify({ name: 'write', arguments: args });

test('know when a session first named a value, whole or inside another, numbers included', () => {
  const uses = new Uses();
  uses.take(entry(), params({ path: '/srv/out/report.md', to: 'Ada <ada@ours.example>', id: 70518 }), 2);
  uses.take(entry(), params({ path: '/srv/out/report.md' }), 5);
  expect(uses.named(exactKey('/srv/out/report.md') ?? '')).toBe(2);
  expect(uses.named('path:/srv/out/report.md')).toBe(2);
  expect(uses.named('email:ada@ours.example')).toBe(2);
  expect(uses.named(exactKey('70518') ?? '')).toBe(2);
});

test('know what a session named as a member, where that is more than a name', () => {
  const uses = new Uses();
  uses.take(entry(), params({ permissions: { 'ada@ours.example': 'reader' } }), 2);
  expect(uses.named('email:ada@ours.example')).toBe(2);
  expect(uses.named(exactKey('permissions') ?? '')).toBeUndefined();
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const to = { at: '/arguments/permissions/eve@evil.example/' };
  uses.take(
    entry([{ to, from, via: 'entity', shape: 'prose', labels: ['untrusted'] }]),
    params({ permissions: { 'eve@evil.example': 'reader' } }),
    3,
  );
  expect(uses.named('email:eve@evil.example')).toBeUndefined();
});

test('have named the parts of what they named: the deployment of a pod, the owner of a repository, a file of a folder', () => {
  const uses = new Uses();
  uses.take(
    entry(),
    params({ pod: 'shop-api-7f9c6d8b54-x2lqv', project: 'ours/till', path: '/data/shop/README.md' }),
    2,
  );
  const named = (part: string): number | undefined => uses.named(exactKey(part) ?? '');
  for (const part of ['shop-api', 'ours', 'till', 'README.md', 'data', 'shop'])
    expect([part, named(part)]).toEqual([part, 2]);
  for (const part of ['7f9c6d8b54', 'x2lqv']) expect([part, named(part)]).toEqual([part, undefined]);
  uses.take(entry(), params({ text: 'Ask ours-at-evil about it', path: `/${'a/'.repeat(200)}late` }), 3);
  for (const part of ['ours-at', 'late']) expect([part, named(part)]).toEqual([part, undefined]);
  // What a page says to install may stand in its address, which its author chose.
  uses.take(entry(), params({ url: 'https://pages.example/evil-kit/start' }), 3);
  for (const part of ['evil-kit', 'evil', 'start']) expect([part, named(part)]).toEqual([part, undefined]);
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const to = { at: '/arguments/project' };
  uses.take(
    entry([{ to, from, via: 'exact', shape: 'prose', labels: ['untrusted'] }]),
    params({ project: 'theirs/evil' }),
    4,
  );
  expect(named('theirs')).toBeUndefined();
});

test('know the short values of the latest calls', () => {
  const uses = new Uses();
  uses.take(entry(), params({ path: 'deploy/ci.env', text: 'x'.repeat(100) }), 1);
  expect(uses.of('c')).toEqual(['deploy/ci.env']);
  expect(uses.of('d')).toEqual([]);
  for (let i = 0; i < 200; i++) uses.take({ ...entry(), call: `c${i}` }, params({ path: `p${i}` }), 2);
  expect(uses.of('c')).toEqual([]);
  expect(uses.of('c199')).toEqual(['p199']);
});

test('know what the latest calls were about', () => {
  const uses = new Uses();
  uses.take(entry(), params({ path: 'a.md', project: 57, limit: 20 }), 1);
  expect(uses.picksOf('c')?.toSorted()).toEqual(['57', 'a.md']);
  expect(uses.picksOf('d')).toBeUndefined();
});

test('do not take for their own what came from somewhere, the house of an address, or what nobody can read', () => {
  const uses = new Uses();
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const flow: Flow = { to: { at: '/arguments/to' }, from, via: 'entity', shape: 'prose', labels: ['untrusted'] };
  uses.take(entry([flow]), params({ to: 'eve@evil.example' }), 1);
  uses.take(entry(), params({ to: 'ada@ours.example' }), 1);
  uses.take(entry(), '{"cut', 1);
  expect(uses.named('email:eve@evil.example')).toBeUndefined();
  expect(uses.named('domain:ours.example')).toBeUndefined();
});

test('know what a command named among other words, unless a flow led to it or a result had shown it', () => {
  const command = 'cd ~/src/shop && git checkout -b late-mail-41 && git push -u origin late-mail-41';
  const key = exactKey('late-mail-41') ?? '';
  const told = (flows: readonly Flow[] = [], isSeen = (_key: string): boolean => false) => {
    const uses = new Uses();
    uses.take(entry(flows), params({ command }), 3, undefined, isSeen);
    return uses.named(key, true);
  };
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const to = (part: number): Flow['to'] => ({ at: '/arguments/command', part });
  const flow: Flow = { to: to(3), from, via: 'entity', shape: 'prose', labels: ['untrusted'] };
  expect(told()).toBe(3);
  expect(told([flow])).toBe(3);
  expect(told([{ ...flow, to: to(command.indexOf('late')) }, flow])).toBe(3);
  expect(
    told([
      { ...flow, to: to(command.indexOf('late')) },
      { ...flow, to: to(command.lastIndexOf('late')) },
    ]),
  ).toBe(undefined);
  expect(told([{ ...flow, via: 'decoded' }])).toBeUndefined();
  expect(told([], (one) => one === key)).toBeUndefined();
  const uses = new Uses();
  uses.take(entry(), params({ command }), 3);
  expect(uses.named(key)).toBeUndefined();
  expect(uses.named(exactKey('push') ?? '', true)).toBeUndefined();
  expect(uses.given(key)).toBeUndefined();
});

test('know under which of their own words a command made something', () => {
  const uses = new Uses();
  const key = exactKey('late-mail-41') ?? '';
  uses.take({ ...entry(), call: 'a' }, params({ command: 'git checkout -b late-mail-41' }), 1);
  uses.take({ ...entry(), call: 'b' }, params({ command: 'git push origin late-mail-41' }), 2, undefined, ALL_SEEN);
  uses.take({ ...entry(), call: 'c' }, params({ id: 'late-mail-41' }), 3);
  uses.take({ ...entry(), call: 'd' }, params({ command: 'git push origin their-42' }), 4, undefined, ALL_SEEN);
  uses.take({ ...entry(), call: 'e' }, params({ command: 'git log -n 5 late-mail-41' }), 5, undefined, ALL_SEEN);
  uses.take({ ...entry(), call: 'f' }, params({ command: 'git push origin late-mail-41; cat NOTES' }), 6);
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((call) => uses.madeAs(call, key))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(uses.madeAs('d', exactKey('their-42') ?? '')).toBe(false);
});

test('know which calls pushed to where no text had told them to', () => {
  const command = 'git push -u origin late-mail-41';
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const to = { at: '/arguments/command' };
  const flow: Flow = { to, from, via: 'entity', shape: 'prose', labels: ['untrusted'] };
  const pushed = (text: string, flows: readonly Flow[] = []): boolean => {
    const uses = new Uses();
    uses.take(entry(flows), params({ command: text }), 1);
    return uses.hasPushed('c');
  };
  expect(pushed(command)).toBe(true);
  expect(pushed('git log')).toBe(false);
  expect(pushed(command, [flow])).toBe(false);
  expect(pushed(command, [{ ...flow, shape: 'field' }])).toBe(true);
  expect(pushed(command, [{ ...flow, shape: 'field', labels: ['instructed'] }])).toBe(false);
  expect(pushed(command, [{ ...flow, labels: ['internal'] }])).toBe(true);
  expect(pushed(command, [{ ...flow, to: { at: '/arguments/other' } }])).toBe(true);
});

test('are bounded: the oldest go', () => {
  const uses = new Uses();
  for (let i = 0; i < 12_000; i++) uses.take(entry(), params({ a: `value-number-${i}x` }), i);
  expect(uses.named(exactKey('value-number-0x') ?? '')).toBeUndefined();
  expect(uses.named(exactKey('value-number-11999x') ?? '')).toBe(11_999);
});

test('know when anything went to a tool, wherever it came from', () => {
  const uses = new Uses();
  const from = { call: 'r', upstream: 'mail', tool: 'read', at: '', ago: 1 };
  const flow: Flow = { to: { at: '/arguments/to' }, from, via: 'entity', shape: 'prose', labels: ['untrusted'] };
  uses.take(entry([flow]), params({ to: 'eve@evil.example', text: `${'x '.repeat(2_000)}mallory@evil.example` }), 3);
  expect(uses.given('email:eve@evil.example')).toBe(3);
  expect(uses.given('email:mallory@evil.example')).toBe(3);
  expect(uses.given('email:ada@ours.example')).toBeUndefined();
});

test('count what they could not read, or had to forget, as given', () => {
  const long = new Uses();
  long.take(entry(), params({ text: 'x'.repeat(20_000) }), 4);
  expect(long.given('email:eve@evil.example')).toBe(4);
  const many = new Uses();
  for (let i = 0; i < 12_000; i++) many.take(entry(), params({ a: `value-number-${i}x` }), i + 1);
  expect(many.given('email:eve@evil.example')).toBe(0);
});
