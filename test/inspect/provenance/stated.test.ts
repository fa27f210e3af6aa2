import { expect, it } from 'vitest';
import type { Argument } from '../../../src/inspect/provenance/arguments.ts';
import { FlowList } from '../../../src/inspect/provenance/flow-list.ts';
import { markStated } from '../../../src/inspect/provenance/stated.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import { finish } from '../../../src/model/steps.ts';
import { type Memory, NO_MEMORY, type Sighted, type Step, type View } from '../../../src/model/view.ts';
import { callOf, mail, viewOf } from '../given.ts';

const IBAN = 'DE89370400440532013000';
const GROUPED = 'DE89 3704 0044 0532 0130 00';
const payee: Argument = { at: '/arguments/iban', text: IBAN, role: 'destination' };
const declared: ReadonlySet<string> = new Set(['server.pay', 'server.share_file', 'server.set_forwarding']);

const stepOf = (call: string, tool: string, more: Partial<Step> = {}): Step => ({
  call,
  upstream: 'server',
  tool,
  powers: ['external'],
  failed: false,
  labels: [],
  ...more,
});
/** A session that read an invoice, of which a memory knows more. */
const sessionOf = (memory: Partial<Memory>, more: Partial<View> = {}): View =>
  viewOf(
    {},
    {
      memory: { ...NO_MEMORY, stating: (value) => (value === GROUPED ? [mail] : []), ...memory },
      recent: [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'other')],
      calls: 3,
      declared,
      ...more,
    },
  );

interface Told {
  readonly given?: Argument;
  readonly via?: Flow['via'];
  readonly sources?: readonly Sighted[];
  readonly beside?: readonly Argument[];
  readonly isLasting?: boolean;
  readonly tool?: string;
}

function stated(
  view: View,
  { given = payee, via = 'entity', sources = [mail], beside = [], isLasting = false, tool = 'pay' }: Told = {},
): boolean[] {
  const list = new FlowList(view, 'server');
  for (const source of sources) list.push({ at: given.at, ...(given.role ? { role: given.role } : {}) }, via, source);
  const powers = ['write', 'external', ...(isLasting ? (['destructive'] as const) : [])] as const;
  finish(markStated(list, view, callOf({}, { powers }, tool), [given, ...beside]));
  return list.flows.map(({ from }) => from.stated === true);
}

it('marks what a text states for a tool that the session was declared to need, in any grouping of an account', () => {
  expect(stated(sessionOf({}))).toEqual([true]);
  expect(stated(sessionOf({ stating: (value) => (value === IBAN ? [mail] : []) }))).toEqual([true]);
  const folder: Argument = { at: '/arguments/id', text: 'D-41', role: 'target' };
  expect(stated(sessionOf({ stating: () => [mail] }), { given: folder, via: 'overlap' })).toEqual([true]);
});

it('marks nothing for any other tool, nor of a role that commands or opens', () => {
  expect(stated(sessionOf({}, { declared: new Set(['server.other']) }))).toEqual([false]);
  const { declared: _, ...undeclared } = sessionOf({});
  expect(stated(undeclared)).toEqual([false]);
  for (const role of ['command', 'credential', 'content', undefined] as const)
    expect(stated(sessionOf({}), { given: { ...payee, role } })).toEqual([false]);
});

it('marks nothing where a text asks for something there, in whichever spelling, and it cannot be undone', () => {
  for (const asked of [IBAN, GROUPED]) {
    const view = sessionOf({ asksWith: (value) => (value === asked ? mail : undefined) });
    expect(stated(view, { isLasting: true })).toEqual([false]);
  }
});

const reader: Argument = { at: '/arguments/user', text: 'ann@ours.example', role: 'destination' };
const askedSession = (more: Partial<View> = {}): View =>
  sessionOf(
    {
      asksWith: () => mail,
      madeWith: () => ['bea@ours.example'],
      stating: (_value, _deed, mayAsk) => (mayAsk === true ? [mail] : []),
    },
    more,
  );

it('marks whom a text asks to share something with, unless that rides along or cannot be undone', () => {
  const view = askedSession();
  const sharing: Told = { given: reader, tool: 'share_file' };
  expect(stated(view, sharing)).toEqual([true]);
  expect(stated(view, { ...sharing, isLasting: true })).toEqual([false]);
  const own: Argument = { at: '/arguments/second', text: 'bea@ours.example', role: 'destination' };
  expect(stated(view, { ...sharing, beside: [own] })).toEqual([false]);
  // What is no address of that kind, and what is no destination, is nobody whom something could ride along with.
  expect(stated(view, { ...sharing, beside: [{ ...own, text: 'ours' }] })).toEqual([true]);
  expect(stated(view, { ...sharing, beside: [{ ...own, role: 'content' }] })).toEqual([true]);
  // Nor is anything let ride behind what the session did before by itself.
  expect(
    stated(
      askedSession({ recent: [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'share_file')] }),
      sharing,
    ),
  ).toEqual([false]);
});

it('marks nothing that a text asks to send, pay or forward, whatever powers the tool is said to have', () => {
  const view = askedSession();
  expect(stated(view)).toEqual([false]);
  expect(stated(view, { given: reader, tool: 'set_forwarding' })).toEqual([false]);
  const hook: Argument = { at: '/arguments/url', text: 'https://eve.example/in', role: 'destination' };
  for (const given of [payee, hook, { ...reader, text: '+49 171 5540912' }, { ...reader, text: 'eve.example' }])
    expect(stated(view, { given, tool: 'share_file' })).toEqual([false]);
});

it('marks no second value of a text whose first was a field beside it', () => {
  const first = 'ann@ours.example';
  const taken: Partial<Memory> = {
    madeWith: (call) => (call === 'c-2' ? [first] : []),
    find: (key) => (key === `exact:${first}` ? [{ ...mail, shape: 'field' }] : []),
  };
  const recent = [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'pay')];
  expect(stated(sessionOf(taken, { recent }))).toEqual([false]);
  // What both calls go to tells nothing.
  const beside: readonly Argument[] = [{ at: '/arguments/owner', text: first, role: 'destination' }];
  expect(stated(sessionOf(taken, { recent }), { beside })).toEqual([true]);
});

it('marks nothing that a text holds in a disguise, that addresses the model, or that a server said beside its results', () => {
  expect(stated(sessionOf({ stating: () => [] }))).toEqual([false]);
  expect(stated(sessionOf({}), { via: 'decoded' })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [{ ...mail, labels: ['untrusted', 'instructed'] }] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [{ ...mail, said: 'log' }] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [mail, { ...mail, call: 'c-other', tool: 'fetch' }] })).toEqual([
    false,
    false,
  ]);
});

it('takes what only repeats what a tool was told for no statement, and for no doubt', () => {
  const echo: Sighted = { ...mail, call: 'c-paid', tool: 'pay', isEcho: true };
  expect(stated(sessionOf({ stating: () => [echo] }), { sources: [echo] })).toEqual([false]);
  expect(stated(sessionOf({}), { sources: [mail, echo] })).toEqual([true, true]);
});

it('marks only the first value that a text gives a tool', () => {
  const paid = (value: string): Partial<Memory> => ({
    madeWith: (call) => (call === 'c-2' ? [value] : []),
    search: (sought) => (sought === value ? [mail] : []),
  });
  const recent = [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'pay')];
  expect(stated(sessionOf(paid('DE21700111106052884773'), { recent }))).toEqual([false]);
  // The same again, a word that any text has, what no text gave, and what another tool took.
  expect(stated(sessionOf(paid(IBAN), { recent }))).toEqual([true]);
  expect(stated(sessionOf(paid('new'), { recent }))).toEqual([true]);
  expect(stated(sessionOf({ ...paid('DE21700111106052884773'), search: () => [] }, { recent }))).toEqual([true]);
  expect(stated(sessionOf(paid('DE21700111106052884773')))).toEqual([true]);
});

it('marks no second value that says the first again beside it, or in another place of the same result', () => {
  const first = 'DE21700111106052884773';
  const paid: Partial<Memory> = {
    madeWith: (call) => (call === 'c-2' ? [first] : []),
    search: (sought) => (sought === first ? [{ ...mail, at: '/other' }] : []),
  };
  const recent = [stepOf('c-mail', 'read', { upstream: 'mail' }), stepOf('c-2', 'pay')];
  const list = new FlowList(sessionOf(paid, { recent }), 'server');
  list.push({ at: payee.at, role: 'destination' }, 'entity', mail);
  const given: readonly Argument[] = [payee, { at: '/arguments/subject', text: first, role: 'content' }];
  finish(markStated(list, sessionOf(paid, { recent }), callOf({}, { powers: ['write', 'external'] }, 'pay'), given));
  expect(list.flows.map(({ from }) => from.stated === true)).toEqual([false]);
});

it('marks nothing where something is forgotten or was never known, or nobody knows what the tool took before', () => {
  expect(stated(sessionOf({ forgotten: 1 }))).toEqual([false]);
  expect(stated(sessionOf({}, { incomplete: true }))).toEqual([false]);
  expect(stated(sessionOf({}, { recent: [stepOf('c-mail', 'read'), stepOf('c-2', 'pay')] }))).toEqual([false]);
});

it('marks nothing of a text that was read before the calls that are still known', () => {
  expect(stated(sessionOf({}, { recent: [stepOf('c-2', 'other')] }))).toEqual([false]);
});

it('marks nothing where values were left out, since one of those may be no statement', () => {
  const view = sessionOf({});
  const list = new FlowList(view, 'server');
  const items = Array.from({ length: 201 }, (_, i) => ({ ...payee, at: `/arguments/to/${i}` }));
  const give = ({ at }: Argument): void => list.add({ at, role: 'destination' }, 'entity', [mail]);
  const marked = (): number => {
    finish(markStated(list, view, callOf({}, { powers: ['write', 'external'] }, 'pay'), items));
    return list.flows.filter(({ from }) => from.stated === true).length;
  };
  for (const item of items.slice(0, 200)) give(item);
  give(items[200] as Argument);
  expect(list.flows.some(({ to }) => to.at === '/arguments/to/200')).toBe(false);
  expect(marked()).toBe(0);
});
