import { expect, test } from 'vitest';
import { askedAct } from '../../../src/inspect/provenance/asked-act.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Power } from '../../../src/model/tool.ts';
import { NO_MEMORY, type Terms } from '../../../src/model/view.ts';
import { SessionMemory } from '../../../src/projections/memory.ts';
import { sampleResult } from '../../pipeline/sample.ts';
import { callOf, mail, viewOf } from '../given.ts';

const spoken = {
  values: ['a-1'],
  chosen: [],
  members: ['open_hours'],
  figures: [['amount', '2500'] as const],
  beside: ['2500'],
  picked: ['a-1'],
  among: undefined,
  flows: [],
  isStatement: false,
};
const acting = { powers: ['write'] } as const;

test('a text that asks for a call is known to whoever may act', () => {
  const view = viewOf({}, { memory: { ...NO_MEMORY, asksFor: () => [mail] } });
  expect(askedAct(callOf({}, acting, 'send'), view, spoken)).toBe(mail);
  expect(askedAct(callOf({}, { powers: ['read'] }, 'send'), view, spoken)).toBeUndefined();
  const own = viewOf({}, { memory: { ...NO_MEMORY, asksFor: () => [{ ...mail, upstream: 'server', tool: 'send' }] } });
  expect(askedAct(callOf({}, acting, 'send'), own, spoken)).toBeUndefined();
});

test('where the tool was declared, only a text that says what the act is for as well asks for it', () => {
  const heard: Terms[] = [];
  const memory = { ...NO_MEMORY, asksFor: (_: unknown, __: unknown, how: Terms = {}) => [mail].slice(heard.push(how)) };
  const view = viewOf({}, { memory, declared: new Set(['server.send']) });
  const values = ['a-1', 'report', '2500', 'GOLD', 'Two coats', '14'];
  expect(askedAct(callOf({}, acting, 'send'), view, { ...spoken, values, picked: ['a-1'] })).toBeUndefined();
  expect(heard).toMatchObject([{ among: ['a-1', '2500', 'a-1', '2500', 'GOLD', 'Two coats'] }]);
});

test('values that are chosen among ask for a text that holds one, but where something is lost', () => {
  const heard: Terms[] = [];
  const memory = { ...NO_MEMORY, asksFor: (_: unknown, __: unknown, how: Terms = {}) => [mail].slice(heard.push(how)) };
  const { picked, members, figures, beside } = spoken;
  const given = { picked, members, figures, beside, isActing: true };
  askedAct(callOf({}, acting, 'send'), viewOf({}, { memory }), { ...spoken, among: ['a-1'] });
  askedAct(callOf({}, { powers: ['destructive'] }, 'drop'), viewOf({}, { memory }), { ...spoken, among: ['a-1'] });
  expect(heard).toEqual([
    { ...given, among: ['a-1'], isDestructive: false },
    { ...given, isDestructive: true, shown: new Map() },
  ]);
  const from = { call: 'c-list', upstream: 'files', tool: 'list', at: '', ago: 1 };
  const flow: Flow = { to: { at: '/arguments/id', role: 'target' }, from, via: 'exact', shape: 'field', labels: [] };
  const prose: Flow = { ...flow, from: { ...from, call: 'c-text' }, shape: 'prose' };
  const session: Flow = { ...flow, from: { ...from, call: '' } };
  const content: Flow = { ...flow, from: { ...from, call: 'c-body' }, to: { at: '/arguments/body', role: 'content' } };
  askedAct(callOf({}, { powers: ['destructive'] }, 'drop'), viewOf({}, { memory }), {
    ...spoken,
    flows: [flow, prose, session, content],
  });
  expect(heard.at(-1)?.shown).toEqual(new Map([['c-list', new Set(['/'])]]));
});

test('a text may ask for what another result gave by the place that it was read from', () => {
  const from = { call: 'c-file', upstream: 'files', tool: 'read', at: '', ago: 1 };
  const to = { at: '/arguments/body', role: 'content' } as const;
  const flow: Flow = { to, from, via: 'entity', shape: 'prose', labels: [] };
  const memory = {
    ...NO_MEMORY,
    madeWith: (call: string) => (call === 'c-file' ? ['deploy/ci.env', 'main'] : []),
    asksFor: (_: unknown, values: readonly string[], { apart }: Terms = {}) =>
      values.includes('deploy/ci.env') && !values.includes('main') && apart?.has('c-file') === true ? [mail] : [],
  };
  const view = viewOf({}, { memory });
  const call = callOf({}, acting, 'add_comment');
  expect(askedAct(call, view, { ...spoken, flows: [flow] })).toBe(mail);
  // Where it goes says nothing of what is passed on, and what the call names itself was heard already.
  const there: Flow = { ...flow, to: { at: '/arguments/to', role: 'destination' } };
  expect(askedAct(call, view, { ...spoken, flows: [there] })).toBeUndefined();
  expect(askedAct(call, view, { ...spoken, values: ['deploy/ci.env'], flows: [flow] })).toBeUndefined();
});

test('a text may call the file that is to be passed on by its name alone, whatever the call chose among', () => {
  const from = { call: 'c-file', upstream: 'files', tool: 'read', at: '', ago: 1 };
  const to = { at: '/arguments/body', role: 'content' } as const;
  const flow: Flow = { to, from, via: 'entity', shape: 'field', labels: [] };
  const heardOf = (path: string): readonly string[] => {
    let named: readonly string[] = [];
    const memory = {
      ...NO_MEMORY,
      madeWith: () => [path],
      asksFor: (_: unknown, values: readonly string[], { among = [], apart }: Terms = {}) => {
        if (apart !== undefined) named = values.filter((value) => among.includes(value));
        return [];
      },
    };
    askedAct(callOf({}, acting, 'add_comment'), viewOf({}, { memory }), { ...spoken, among: ['a-1'], flows: [flow] });
    return named;
  };
  expect(heardOf('/srv/app/.env')).toEqual(['a-1', '/srv/app/.env', '.env']);
  expect(heardOf('C:\\app\\token.json')).toEqual(['a-1', 'C:\\app\\token.json', 'token.json']);
  expect(heardOf('/srv/app')).toEqual(['a-1', '/srv/app']);
});

test('what is brought into a file from elsewhere was not put there by whoever wrote it, unless it is as good as open', () => {
  const rewrite = { upstream: 'server', places: ['a.md'], values: ['a.md'], written: [] };
  const heard = (labels: readonly string[], read: string): readonly [boolean, boolean] => {
    let how: readonly [boolean, boolean] | undefined;
    const asksFor = ({ acts }: { acts: ReadonlySet<string> }, _: unknown, terms: Terms = {}) => {
      how ??= [terms.rewrite !== undefined, acts.has('add')];
      return [];
    };
    const from = { call: 'c-key', upstream: 'server', tool: 'read_file', at: '', ago: 1 };
    const flow: Flow = { to: { at: '/arguments/new', role: 'content' }, from, via: 'exact', shape: 'prose', labels };
    const view = viewOf({}, { memory: { ...NO_MEMORY, asksFor, picksOf: () => [read] } });
    askedAct(callOf({}, acting, 'edit_file'), view, { ...spoken, flows: [flow], rewrite });
    return how as readonly [boolean, boolean];
  };
  for (const label of ['secret', 'pii', 'internal']) {
    expect(heard(['untrusted', label], 'key.txt')).toEqual([false, true]);
    expect(heard(['untrusted', label], 'a.md')).toEqual([true, false]);
  }
  expect(heard(['untrusted'], 'key.txt')).toEqual([true, false]);
});

test('a row that a tool fetched may ask for what that tool is to run next, and what the tool printed may not', () => {
  const heard = (at: string, powers: readonly Power[]): boolean => {
    const own = { ...mail, upstream: 'server', tool: 'run', at };
    const view = viewOf({}, { memory: { ...NO_MEMORY, asksFor: () => [own] } });
    return askedAct(callOf({}, { powers }, 'run'), view, spoken) === own;
  };
  expect(heard('/content/0/text#/2/message', ['write', 'execute'])).toBe(true);
  expect(heard('/structuredContent/rows/2/message', ['write', 'execute'])).toBe(true);
  expect(heard('/content/0/text', ['write', 'execute'])).toBe(false);
  expect(heard('/structuredContent/result', ['write', 'execute'])).toBe(false);
  // What a tool that runs nothing says of its work has values too.
  expect(heard('/content/0/text#/message', ['write'])).toBe(false);
});

test('what is brought from elsewhere may be asked for by a text, though the user asks for the act or the tool was declared', () => {
  const user = { ...mail, shape: 'field', upstream: 'user', call: '' } as const;
  const from = { call: 'c-room', upstream: 'chat', tool: 'history', at: '', ago: 1 };
  const flow: Flow = {
    to: { at: '/arguments/body', role: 'content' },
    from,
    via: 'entity',
    shape: 'prose',
    labels: [],
  };
  const memory = {
    ...NO_MEMORY,
    madeWith: (call: string) => (call === 'c-room' ? ['#back-room'] : []),
    asksFor: (_: unknown, __: unknown, { among = [], apart }: Terms = {}) => {
      if (apart === undefined) return [user];
      return among.length === 1 && among[0] === '#back-room' ? [mail] : [];
    },
  };
  const call = callOf({}, acting, 'reply');
  expect(askedAct(call, viewOf({}, { memory }), { ...spoken, flows: [flow] })).toBe(mail);
  expect(askedAct(call, viewOf({}, { memory }), spoken)).toBe(user);
  const declared = viewOf({}, { memory, declared: new Set(['server.reply']) });
  expect(askedAct(call, declared, { ...spoken, flows: [flow] })).toBe(mail);
});

test('a record that has the name of the tool as a value, and one of the call’s beside it, asks for the call', () => {
  const memory = new SessionMemory();
  const learn = (call: string, record: JsonObject): void =>
    memory.learn(sampleResult({ call }), ['untrusted'], JSON.stringify({ structuredContent: record }), 1);
  const asked = (name: string, value: string, declared: readonly string[] = []): string | undefined =>
    askedAct(callOf({}, acting, name), viewOf({}, { memory, declared: new Set(declared) }), {
      ...spoken,
      values: [value],
    })?.call;
  learn('c-1', { next_action: { tool: 'cancel_booking', with: 'BK-4471' } });
  learn('c-2', { other: 'BK-4472' });
  learn('c-3', { tool: 'cancel', with: 'BK-4473' });
  expect(asked('cancel_booking', 'BK-4471')).toBe('c-1');
  expect(asked('cancel_booking', 'BK-4472')).toBeUndefined();
  expect(asked('close_booking', 'BK-4471')).toBeUndefined();
  // One word is anybody's, and who declared the tool asked for the act.
  expect(asked('cancel', 'BK-4473')).toBeUndefined();
  expect(asked('cancel_booking', 'BK-4471', ['server.cancel_booking'])).toBeUndefined();
});

test('rows that a database printed are none of its own words for a statement that changes them', () => {
  const own = { ...mail, upstream: 'server', tool: 'run' };
  const view = viewOf({}, { memory: { ...NO_MEMORY, asksFor: () => [own] } });
  const call = callOf({}, { powers: ['write', 'execute'] }, 'run');
  expect(askedAct(call, view, { ...spoken, isStatement: true })).toBe(own);
  expect(askedAct(call, view, spoken)).toBeUndefined();
});
