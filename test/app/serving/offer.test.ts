import { expect, it } from 'vitest';
import { offerOf } from '../../../src/app/serving/offer.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { compile } from '../../laws/spine.ts';

const ABLE = { elicitation: { form: {} }, sampling: { tools: {} }, roots: {}, tasks: {} };

it('offers a server what the policy would let it use', () => {
  const recommended = offerOf(compile().decide, Date.now);
  expect(recommended('mail', ABLE)).toEqual({ elicitation: { form: {} }, roots: {} });
  const lent = offerOf(compile({ off: ['server-wants-the-model'] }).decide, Date.now);
  expect(lent('mail', ABLE)).toEqual({ elicitation: { form: {} }, sampling: { tools: {} }, roots: {} });
  expect(lent('mail', {})).toEqual({});
});

it('looks at each server by itself', () => {
  const rule = {
    id: 'no-roots',
    origin: 'upstream',
    methods: ['roots/list'],
    when: 'call.upstream == "mail"',
    effect: 'deny',
    reason: 'r',
  };
  const offer = offerOf(compile({ rules: [rule] }).decide, Date.now);
  expect(offer('mail', { roots: {} })).toEqual({});
  expect(offer('files', { roots: {} })).toEqual({ roots: {} });
});

it('does not tell a server that there are roots of which it may see none', () => {
  const servers = configSchema.parse({
    servers: { files: { command: 'f', roots: [] }, code: { command: 'c', roots: ['/srv/code'] } },
  }).servers;
  const offer = offerOf(compile().decide, Date.now, servers);
  expect(offer('files', { roots: {}, elicitation: {} })).toEqual({ elicitation: {} });
  expect(offer('code', { roots: {} })).toEqual({ roots: {} });
  expect(offer('mail', { roots: {} })).toEqual({ roots: {} });
});
