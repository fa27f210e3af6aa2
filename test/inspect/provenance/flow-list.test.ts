import { describe, expect, it } from 'vitest';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { NO_MEMORY, type Sighted, type View } from '../../../src/model/view.ts';

const view: View = { labels: [], recent: [], calls: 9, memory: NO_MEMORY, incomplete: false };
const sighted = (tool: string, more: Partial<Sighted> = {}): Sighted => ({
  call: 'c',
  upstream: 'up',
  tool,
  at: '/a',
  shape: 'prose',
  labels: ['untrusted'],
  step: 4,
  ...more,
});
const to = (n: number) => ({ at: `/arguments/${n}`, role: 'destination' }) as const;

describe('the flows of a call', () => {
  it('are one for each source of a value, the one read first, and say how long ago', () => {
    const list = new FlowList(view, 'server');
    list.add(to(0), 'exact', [sighted('read', { step: 8 }), sighted('fetch'), sighted('read', { step: 2 })]);
    expect(list.flows.map(({ from }) => [from.tool, from.ago])).toEqual([
      ['read', 8],
      ['fetch', 6],
    ]);
  });

  it('are told of a value from elsewhere, however many stand before it', () => {
    const list = new FlowList(view, 'server');
    for (let i = 0; i < 5_000; i++) list.add(to(i), 'exact', [sighted('read', { shape: 'field' })]);
    expect(list.flows.length).toBeLessThan(300);
    list.add(to(5_000), 'exact', [sighted('read')]);
    expect(list.flows.at(-1)).toMatchObject({ to: { at: '/arguments/5000' }, shape: 'prose' });
  });

  it.each<[string, Partial<Sighted>, Partial<Sighted>]>([
    ['an echo', { isEcho: true }, {}],
    ['the only text that told it', {}, { isOnly: true }],
    ['asked for', {}, { isAsked: true }],
    ['said beside a result', {}, { said: 'progress' }],
  ])('are told of a value that differs in being %s', (_what, many, one) => {
    const list = new FlowList(view, 'server');
    for (let i = 0; i < 300; i++) list.add(to(i), 'exact', [sighted('read', many)]);
    list.add(to(300), 'exact', [sighted('read', one)]);
    expect(list.flows.at(-1)?.to.at).toBe('/arguments/300');
  });

  it('are told of each argument that decides, and not of each of its items', () => {
    const list = new FlowList(view, 'server');
    expect(list.isCut).toBe(false);
    for (let i = 0; i < 5_000; i++)
      list.add({ at: `/arguments/to/${i}`, role: 'destination' }, 'exact', [sighted('read')]);
    list.add({ at: '/arguments/cc/0', role: 'destination' }, 'exact', [sighted('read')]);
    expect(list.flows.at(-1)?.to.at).toBe('/arguments/cc/0');
    expect(list.flows.length).toBeLessThan(300);
    expect(list.isCut).toBe(true);
  });

  it('are a fault where there are more origins than can be told apart', () => {
    const list = new FlowList(view, 'server');
    expect(() => {
      for (let i = 0; i < 5_000; i++) list.add(to(i), 'exact', [sighted(`tool-${i}`)]);
    }).toThrow('more places');
  });

  it('vouch for nobody who is sent what their source showed', () => {
    const list = new FlowList(view, 'server');
    const guests = { call: 'c-guests', shape: 'field' } as const;
    list.add(to(0), 'exact', [sighted('guests', guests)]);
    list.add(to(1), 'exact', [sighted('contacts', { call: 'c-contacts', shape: 'field' })]);
    list.markEchoes();
    expect(list.flows.map(({ from }) => from.echo)).toEqual([undefined, undefined]);
    list.add({ at: '/arguments/body', role: 'content' }, 'entity', [sighted('guests', guests)]);
    list.markEchoes();
    expect(list.flows.map(({ from }) => from.echo)).toEqual([true, undefined, undefined]);
  });

  it('of what the called server calls a part of a page stood there as a field, of what another calls so in words', () => {
    const list = new FlowList(view, 'server');
    const part = { at: '/arguments/ref', role: 'target' } as const;
    for (const upstream of ['server', 'mail'])
      list.add(part, 'overlap', [sighted('look', { upstream, isLinked: true })]);
    list.add(to(0), 'overlap', [sighted('look', { upstream: 'server', isLinked: true })]);
    expect(list.flows.map(({ shape }) => shape)).toEqual(['field', 'prose', 'prose']);
  });

  it('vouch for somebody whom the same record calls what the call calls them', () => {
    const echoOf = (name: string, at: string, ...more: readonly string[]): true | undefined => {
      const list = new FlowList(view, 'server');
      const debtors = { call: 'c-debtors', shape: 'field' } as const;
      list.add(to(0), 'exact', [sighted('debtors', { ...debtors, at: '/rows/3/account' })]);
      list.add({ at: `/arguments/${name}`, role: 'content' }, 'exact', [sighted('debtors', { ...debtors, at })]);
      for (const other of more)
        list.add({ at: '/arguments/note', role: 'content' }, 'exact', [sighted('debtors', { ...debtors, at: other })]);
      list.markEchoes();
      return list.flows[0]?.from.echo;
    };
    expect(echoOf('holder_name', '/rows/3/holder')).toBeUndefined();
    expect(echoOf('holderName', '/rows/3/holder')).toBeUndefined();
    expect(echoOf('holder_name', '/rows/4/holder')).toBe(true);
    expect(echoOf('filename', '/rows/3/holder')).toBe(true);
    expect(echoOf('text', '/rows/3/holder')).toBe(true);
    expect(echoOf('name', '/rows/3/holder', '/rows/3/remark')).toBe(true);
    expect(echoOf('name', '/rows/3/holder', '/rows/7/remark')).toBe(true);
  });

  it('are marked as stated where they were prose, at one place alone', () => {
    const list = new FlowList(view, 'server');
    list.add(to(0), 'entity', [sighted('read'), sighted('list', { shape: 'field' })]);
    list.add({ ...to(0), part: 4 }, 'entity', [sighted('read')]);
    list.add(to(1), 'entity', [sighted('read')]);
    list.state('/arguments/0', undefined);
    expect(list.flows.map(({ from }) => from.stated === true)).toEqual([false, true, false, false]);
  });

  it('of a link that is followed stood there as a field', () => {
    const list = new FlowList(view, 'server');
    list.add(to(0), 'exact', [sighted('read')]);
    list.add(to(1), 'exact', [sighted('read')]);
    list.follow(1);
    expect(list.flows.map(({ shape }) => shape)).toEqual(['prose', 'field']);
  });
});
