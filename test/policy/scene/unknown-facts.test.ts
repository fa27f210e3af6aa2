import { expect, it } from 'vitest';
import { unknownIn } from '../../../src/policy/scene/unknown-facts.ts';
import { callOf, findingOf, flowOf } from '../samples.ts';

const facts = { roles: { '/to': 'destination', '/body': 'content', '/key': 'credential' } } as const;
const places = (args: Record<string, unknown>, flows = [] as Parameters<typeof unknownIn>[1]) =>
  unknownIn(callOf('mail.send', args, facts), flows).map(({ at, role }) => `${at} ${role}`);

it('names every value that decides and has no flow', () => {
  expect(places({ to: ['a@b.example', 'c@d.example'], body: 'hello', key: 'k' })).toEqual([
    '/arguments/to/0 destination',
    '/arguments/to/1 destination',
    '/arguments/key credential',
  ]);
});

it('leaves out what came from somewhere, what is empty, and what decides nothing', () => {
  expect(places({ to: 'a@b.example', body: 'hello', key: '' }, [flowOf({ to: { at: '/arguments/to' } })])).toEqual([]);
  expect(unknownIn(callOf('mail.send', { to: 'a@b.example' }), [])).toEqual([]);
});

it('names a member whose own name decides', () => {
  const args = { to: { 'a@b.example': 'reader', plain: 'c@d.example' } };
  const all = ['/arguments/to/a@b.example/', '/arguments/to/a@b.example', '/arguments/to/plain'];
  expect(places(args)).toEqual(all.map((at) => `${at} destination`));
  const known = flowOf({ to: { at: '/arguments/to/a@b.example/' } });
  expect(places(args, [known])).toEqual(all.slice(1).map((at) => `${at} destination`));
});

it('names what the tool does not declare', () => {
  const call = callOf('mail.send', { to: 'a@b.example', bcc: ['C0412'], body: 'hello' }, facts);
  const found = unknownIn(call, [flowOf()], [findingOf('args.undeclared', '/arguments/bcc')]);
  expect(found).toEqual([{ at: '/arguments/bcc/0', role: 'destination', value: 'C0412' }]);
});

it('has an end', () => {
  expect(places({ to: Array.from({ length: 500 }, (_, i) => `a${i}@b.example`) })).toHaveLength(100);
});
