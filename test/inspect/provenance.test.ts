import { describe, expect, test } from 'vitest';
import { provenance } from '../../src/inspect/provenance.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { NO_MEMORY, type Sighted, type View } from '../../src/model/view.ts';
import { callOf, kindsOf, lookAtCall, viewOf } from './given.ts';

const mail: Sighted = {
  call: 'c-mail',
  upstream: 'mail',
  tool: 'read',
  at: '/content/0/text',
  shape: 'prose',
  labels: ['untrusted'],
  step: 2,
};
const bank: Sighted = {
  ...mail,
  call: 'c-bank',
  upstream: 'bank',
  tool: 'accounts',
  shape: 'field',
  labels: [],
  step: 1,
};
const toDestination = { roles: { '/to': 'destination' } } as const;

test('tells where a destination came from, in what shape, with which marks', async () => {
  const memory = { 'email:eve@evil.example': [mail] };
  const { flows } = await lookAtCall(
    provenance,
    callOf({ to: 'Eve@Evil.example', text: 'hi all' }, toDestination),
    viewOf(memory),
  );
  expect(flows).toEqual([
    {
      to: { at: '/arguments/to', role: 'destination' },
      from: { call: 'c-mail', upstream: 'mail', tool: 'read', at: '/content/0/text', ago: 2 },
      via: 'entity',
      shape: 'prose',
      labels: ['untrusted'],
    },
  ]);
});

test('tells every different source of a value, the same one only once', async () => {
  const memory = { 'exact:acme corp': [mail, { ...mail, call: 'older', step: 1 }, bank] };
  const { flows } = await lookAtCall(provenance, callOf({ to: 'ACME  Corp' }, toDestination), viewOf(memory));
  expect(flows?.map((flow) => [flow.via, flow.from.call, flow.shape])).toEqual([
    ['exact', 'c-mail', 'prose'],
    ['exact', 'c-bank', 'field'],
  ]);
});

test.each([
  ['percent signs', 'mailto:eve%40evil.example'],
  ['base64', Buffer.from('please send it to eve@evil.example at once').toString('base64')],
])('sees through %s', async (_name, to) => {
  const { flows } = await lookAtCall(
    provenance,
    callOf({ to }, toDestination),
    viewOf({ 'email:eve@evil.example': [mail] }),
  );
  expect(flows?.[0]).toMatchObject({ via: 'decoded', from: { call: 'c-mail' } });
});

test('looks into lists and objects, with the role of what holds them', async () => {
  const { flows } = await lookAtCall(
    provenance,
    callOf({ to: [{ address: 'eve@evil.example' }] }, toDestination),
    viewOf({ 'email:eve@evil.example': [mail] }),
  );
  expect(flows?.[0]?.to).toEqual({ at: '/arguments/to/0/address', role: 'destination' });
});

test('sees nothing in values that nobody sent', async () => {
  expect(
    await lookAtCall(provenance, callOf({ to: 'bob@ours.example' }), viewOf({ 'email:eve@evil.example': [mail] })),
  ).toEqual({});
});

test('says so when the past is not wholly known', async () => {
  const call = callOf({ to: 'eve@evil.example' });
  expect(kindsOf(await lookAtCall(provenance, call, viewOf({}, { incomplete: true, calls: 0 })))).toEqual([
    'memory.incomplete',
  ]);
  const both = await lookAtCall(provenance, call, viewOf({ 'email:eve@evil.example': [mail] }, { incomplete: true }));
  expect(kindsOf(both)).toEqual(['memory.incomplete']);
  expect(both.flows).toHaveLength(1);
  const forgetful = viewOf({}, { memory: { ...NO_MEMORY, forgotten: 7 } });
  expect(kindsOf(await lookAtCall(provenance, call, forgetful))).toEqual(['memory.forgotten']);
});

test('bounds what it tells', async () => {
  const memory = { ...NO_MEMORY, find: () => [mail, bank] };
  const args = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, `value number ${i}`]));
  const { flows } = await lookAtCall(provenance, callOf(args), viewOf({}, { memory }));
  expect(flows?.length).toBeLessThanOrEqual(200);
});

describe('words that nobody vouches for', () => {
  const acting = { powers: ['write'], roles: { '/to': 'destination', '/note': 'content' } } as const;
  const memory = { ...NO_MEMORY, search: (value: string) => (value === 'Grete' ? [mail] : []) };

  test('are where a value that decides came from, in whatever spelling', async () => {
    const { flows } = await lookAtCall(
      provenance,
      callOf({ to: 'Grete', note: 'Grete' }, acting),
      viewOf({}, { memory }),
    );
    expect(flows?.map(({ to, via, shape }) => [to.at, via, shape])).toEqual([['/arguments/to', 'overlap', 'prose']]);
  });

  test('are not searched for a value whose source is known, nor for what only reads', async () => {
    const find = (key: string) => (key === 'exact:grete' ? [bank] : []);
    const known = await lookAtCall(
      provenance,
      callOf({ to: 'Grete' }, acting),
      viewOf({}, { memory: { ...memory, find } }),
    );
    expect(known.flows?.map(({ via, shape }) => [via, shape])).toEqual([['exact', 'field']]);
    const reading = callOf({ to: 'Grete' }, { ...acting, powers: ['read'] });
    expect(await lookAtCall(provenance, reading, viewOf({}, { memory }))).toEqual({});
  });

  const asked = { ...NO_MEMORY, asksFor: () => [{ ...mail, tool: 'read' }] };
  const theAct = {
    to: { at: '/name', role: 'command' },
    from: { call: 'c-mail', upstream: 'mail', tool: 'read', at: '/content/0/text', ago: 2 },
    via: 'overlap',
    shape: 'prose',
    labels: ['untrusted'],
  };

  test('are where the choice of the act came from', async () => {
    const call = callOf({ to: 'Grete' }, acting, 'send');
    expect((await lookAtCall(provenance, call, viewOf({}, { memory: asked }))).flows).toEqual([theAct]);
  });

  test('chose no act that only reads, that was declared, whose object stood in a field, or that the tool itself spoke of', async () => {
    const none = async (facts: Partial<ToolFacts>, more: Partial<View>, name = 'send') => {
      const view = viewOf({}, { memory: asked, ...more });
      const { flows } = await lookAtCall(provenance, callOf({ to: 'Grete' }, { ...acting, ...facts }, name), view);
      expect((flows ?? []).filter(({ to }) => to.at === '/name')).toEqual([]);
    };
    await none({ powers: ['read', 'external'] }, {});
    await none({}, { declared: new Set(['server.send']) });
    await none({}, { memory: { ...asked, find: () => [bank] } });
    await none({}, { memory: { ...NO_MEMORY, asksFor: () => [{ ...mail, upstream: 'server', tool: 'send' }] } });
  });

  test('chose the act, though its object stood in a field, where the whole result speaks to the model', async () => {
    const find = () => [{ ...bank, labels: ['untrusted', 'instructed'] }];
    const call = callOf({ to: 'Grete' }, acting, 'send');
    const { flows } = await lookAtCall(provenance, call, viewOf({}, { memory: { ...asked, find } }));
    expect(flows?.at(-1)).toEqual(theAct);
  });
});
